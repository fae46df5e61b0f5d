import { expect, test } from "vitest";
import { changesOf } from "./changes";

test("what differs is a change; what is new has no before, what is gone no after", () => {
  expect(changesOf({ name: "A", days: 30, tags: ["x"] }, { name: "B", days: 30, tags: ["x"] })).toEqual([
    { key: "name", before: "A", after: "B" },
  ]);
  expect(changesOf(null, { name: "A" })).toEqual([{ key: "name", before: undefined, after: "A" }]);
  expect(changesOf({ name: "A" }, null)).toEqual([{ key: "name", before: "A", after: undefined }]);
});
