// Turns every operation in ops/ into typed documents, after holding each against schema.graphql.
//   node scripts/codegen.js           writes src/graphql.ts
//   node scripts/codegen.js --check   fails when src/graphql.ts is not what the operations say
import { readdir, readFile, writeFile } from "node:fs/promises";
import { codegen } from "@graphql-codegen/core";
import * as typedDocumentNode from "@graphql-codegen/typed-document-node";
import * as typescriptOperations from "@graphql-codegen/typescript-operations";
import { buildSchema, concatAST, parse, printError, Source, specifiedRules, validate } from "graphql";

const here = new URL("..", import.meta.url);
const target = new URL("src/graphql.ts", here);
const header = "// Made by `npm run codegen` from ops/ and schema.graphql; do not edit.\n";

const read = (path) => readFile(new URL(path, here), "utf8");
const schemaText = await read("../schema.graphql");
const schema = buildSchema(schemaText, { assumeValidSDL: true });

const names = (await readdir(new URL("ops/", here))).filter((name) => name.endsWith(".graphql")).sort();
const documents = await Promise.all(
  names.map(async (name) => ({
    location: `ops/${name}`,
    document: parse(new Source(await read(`ops/${name}`), `dashboard/ops/${name}`)),
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
  process.exit(1);
}

const config = {
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
function extraScalars(schema) {
  const known = new Set([
    "String",
    "Int",
    "Float",
    "Boolean",
    "ID",
    "DateTime",
    "Date",
    "Decimal",
    "URL",
    "JSON",
  ]);
  const others = Object.values(schema.getTypeMap()).filter(
    (type) => type.astNode?.kind === "ScalarTypeDefinition" && !known.has(type.name),
  );
  // A number that is too wide for Int is sent as a JSON number all the same.
  return Object.fromEntries(others.map((type) => [type.name, "number"]));
}

const text =
  header +
  (await codegen({
    filename: "src/graphql.ts",
    schema: parse(schemaText),
    documents,
    config,
    plugins: [{ operations: config }, { document: config }],
    pluginMap: { operations: typescriptOperations, document: typedDocumentNode },
  }));

if (!process.argv.includes("--check")) {
  await writeFile(target, text);
} else if ((await readFile(target, "utf8").catch(() => "")) !== text) {
  console.error("src/graphql.ts is not what ops/ and schema.graphql say; run: npm run codegen");
  process.exit(1);
}
