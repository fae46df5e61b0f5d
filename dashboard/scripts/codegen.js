// Turns every operation into typed documents, after holding each against the schema that it is for.
//   node scripts/codegen.js           writes the clients
//   node scripts/codegen.js --check   fails when a client is not what its operations say
import { readdir, readFile, writeFile } from "node:fs/promises";
import { codegen } from "@graphql-codegen/core";
import * as typedDocumentNode from "@graphql-codegen/typed-document-node";
import * as typescriptOperations from "@graphql-codegen/typescript-operations";
import { buildSchema, concatAST, parse, printError, Source, specifiedRules, validate } from "graphql";

// The portal has a client of its own: a partner never downloads what the dashboard asks.
const CLIENTS = [
  { operations: "ops/", schema: "schema.graphql", target: "src/graphql.ts" },
  { operations: "ops-portal/", schema: "schema.partner.graphql", target: "src/portal/graphql.ts" },
];
const KNOWN = ["String", "Int", "Float", "Boolean", "ID", "DateTime", "Date", "Decimal", "URL", "JSON"];
const here = new URL("..", import.meta.url);
const read = (path) => readFile(new URL(path, here), "utf8");

function configOf(schema) {
  return {
    documentMode: "string",
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
  const errors = validate(
    schema,
    concatAST(documents.map(({ document }) => document)),
    specifiedRules.filter((rule) => rule.name !== "NoUnusedFragmentsRule"),
  );
  if (errors.length > 0) {
    for (const error of errors) console.error(`${printError(error)}\n`);
    return null;
  }
  const config = configOf(schema);
  const made = await codegen({
    filename: target,
    schema: parse(schemaText),
    documents,
    config,
    plugins: [{ operations: config }, { document: config }],
    pluginMap: { operations: typescriptOperations, document: typedDocumentNode },
  });
  return `// Made by \`npm run codegen\` from ${operations} and ${schemaName}; do not edit.\n${made}`;
}

for (const each of CLIENTS) {
  const text = await client(each);
  if (text === null) {
    process.exitCode = 1;
  } else if (!process.argv.includes("--check")) {
    await writeFile(new URL(each.target, here), text);
  } else if ((await read(each.target).catch(() => "")) !== text) {
    console.error(
      `${each.target} is not what ${each.operations} and ${each.schema} say; run: npm run codegen`,
    );
    process.exitCode = 1;
  }
}
