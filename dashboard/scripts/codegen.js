// Turns every operation into a typed client, after holding each against the schema that it is for. The
// clients name the operations by their hashes; the texts are the server's, which runs no others for them.
//   node scripts/codegen.js           writes the clients and the texts
//   node scripts/codegen.js --check   fails when they are not what the operations say
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { codegen } from "@graphql-codegen/core";
import * as typescriptOperations from "@graphql-codegen/typescript-operations";
import {
  buildSchema,
  concatAST,
  Kind,
  parse,
  print,
  printError,
  Source,
  separateOperations,
  specifiedRules,
  stripIgnoredCharacters,
  validate,
} from "graphql";

// The portal has a client of its own: a partner never downloads what the dashboard asks.
const CLIENTS = [
  { door: "/graphql", operations: "ops/", schema: "schema.graphql", target: "src/graphql.ts" },
  {
    door: "/graphql/partner",
    operations: "ops-portal/",
    schema: "schema.partner.graphql",
    target: "src/portal/graphql.ts",
  },
];
// By door, the text of each document by its hash.
const TEXTS = "documents.json";
const KNOWN = ["String", "Int", "Float", "Boolean", "ID", "DateTime", "Date", "Decimal", "URL", "JSON"];
const here = new URL("..", import.meta.url);
const read = (path) => readFile(new URL(path, here), "utf8");

function configOf(schema) {
  return {
    enumsAsTypes: true,
    strictScalars: true,
    useTypeImports: true,
    skipTypename: true,
    scalars: {
      ID: "string",
      DateTime: "string",
      Date: "string",
      Decimal: "string",
      URL: "string",
      JSON: "unknown",
      ...extraScalars(schema),
    },
  };
}

function extraScalars(schema) {
  const others = Object.values(schema.getTypeMap()).filter(
    (type) => type.astNode?.kind === "ScalarTypeDefinition" && !KNOWN.includes(type.name),
  );
  // A number that is too wide for Int is sent as a JSON number all the same.
  return Object.fromEntries(others.map((type) => [type.name, "number"]));
}

/** The documents, each with the fragments that it needs, as they are sent and hashed. */
function documentsOf(all) {
  return Object.entries(separateOperations(all)).map(([name, document]) => {
    const asked = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
    const fragments = document.definitions.filter((definition) => definition !== asked);
    const text = stripIgnoredCharacters(print({ ...document, definitions: [asked, ...fragments] }));
    const type = `${name}${asked.operation[0].toUpperCase()}${asked.operation.slice(1)}`;
    return { name, type, text, id: `sha256:${createHash("sha256").update(text).digest("hex")}` };
  });
}

async function client({ operations, schema: schemaName, target }) {
  const schemaText = await read(`../${schemaName}`);
  const schema = buildSchema(schemaText, { assumeValidSDL: true });
  const names = (await readdir(new URL(operations, here))).filter((name) => name.endsWith(".graphql")).sort();
  const documents = await Promise.all(
    names.map(async (name) => ({
      location: `${operations}${name}`,
      document: parse(new Source(await read(`${operations}${name}`), `dashboard/${operations}${name}`)),
    })),
  );
  // A fragment may stand in another file, so all of them are one document.
  const all = concatAST(documents.map(({ document }) => document));
  const errors = validate(
    schema,
    all,
    specifiedRules.filter((rule) => rule.name !== "NoUnusedFragmentsRule"),
  );
  if (errors.length > 0) {
    for (const error of errors) console.error(`${printError(error)}\n`);
    return null;
  }
  const config = configOf(schema);
  const types = await codegen({
    filename: target,
    schema: parse(schemaText),
    documents,
    config,
    plugins: [{ operations: config }],
    pluginMap: { operations: typescriptOperations },
  });
  const made = documentsOf(all);
  // A file of constants for each file of operations: a page then loads no more than its own.
  const parts = documents.map(({ location, document }) => {
    const names = document.definitions.map((definition) => definition.name.value);
    const own = made.filter(({ name }) => names.includes(name));
    return { name: location.slice(operations.length, -".graphql".length), own };
  });
  const head = `// Made by \`npm run codegen\` from ${operations} and ${schemaName}; do not edit.\n`;
  const folder = target.replace("graphql.ts", "documents/");
  const files = {
    [target]: [head, ...parts.map(({ name }) => `export * from './documents/${name}';\n`), types].join(""),
  };
  for (const { name, own } of parts) files[`${folder}${name}.ts`] = head + constants(own, folder);
  return { files, folder, texts: Object.fromEntries(made.map(({ id, text }) => [id, text])) };
}

function constants(documents, folder) {
  const types = documents.flatMap(({ type }) => [type, `${type}Variables`]).join(", ");
  return [
    `import type { Operation } from '${folder.includes("portal") ? "../../" : "../"}api/client';\n`,
    `import type { ${types} } from '../graphql';\n`,
    ...documents.map(
      ({ name, type, id }) =>
        `\nexport const ${name}Document: Operation<${type}, ${type}Variables> = {\n  name: '${name}',\n  id: '${id}',\n};\n`,
    ),
  ].join("");
}

const written = {};
const texts = {};
const there = [];
for (const each of CLIENTS) {
  const made = await client(each);
  if (made === null) process.exit(1);
  Object.assign(written, made.files);
  texts[each.door] = made.texts;
  const names = await readdir(new URL(made.folder, here)).catch(() => []);
  there.push(...names.map((name) => made.folder + name));
}
written[TEXTS] = `${JSON.stringify(texts, null, 1)}\n`;
const gone = there.filter((path) => !(path in written));
if (process.argv.includes("--check")) {
  const before = await Promise.all(Object.keys(written).map((path) => read(path).catch(() => "")));
  const changed = Object.keys(written).filter((path, index) => before[index] !== written[path]);
  for (const path of [...changed, ...gone]) {
    console.error(`${path} is not what the operations and the schemas say; run: npm run codegen`);
    process.exitCode = 1;
  }
} else {
  for (const path of gone) await rm(new URL(path, here));
  for (const [path, text] of Object.entries(written)) {
    await mkdir(new URL(".", new URL(path, here)), { recursive: true });
    await writeFile(new URL(path, here), text);
  }
}
