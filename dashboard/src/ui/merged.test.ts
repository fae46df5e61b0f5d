import { expect, test } from "vitest";
import { merged } from "./SaveBar";

test("what two people change in different places is both kept", () => {
  const before = { name: "Spring", days: 30, origins: ["https://a.example"] };
  const mine = { ...before, days: 60 };
  const theirs = { ...before, name: "Summer", origins: ["https://b.example"] };
  expect(merged(before, mine, theirs)).toEqual({ name: "Summer", days: 60, origins: ["https://b.example"] });
});

test("where both changed the same, what is on the screen stays to be decided on", () => {
  expect(merged({ days: 30 }, { days: 60 }, { days: 90 })).toEqual({ days: 60 });
});
