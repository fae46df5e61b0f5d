import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { parse } from "acorn";

const source = await readFile(new URL("../../src/http/affiliate.js", import.meta.url));

test("the snippet is under 2,500 bytes gzipped", () => {
  const size = gzipSync(source, { level: 9 }).length;
  assert.ok(size < 2500, `${size} bytes`);
});

test("the snippet parses as ES2017 and as nothing newer", () => {
  parse(source.toString(), { ecmaVersion: 2017, sourceType: "script" });
});

test("the snippet has nothing that a strict policy or a code review would refuse", () => {
  assert.doesNotMatch(source.toString(), /\beval\b|new Function|\.innerHTML|document\.write|localStorage|console\./);
});
