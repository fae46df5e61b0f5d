import { expect, test } from "vitest";
import { firstDay } from "./range";
import { parseSearch, stringifySearch } from "./search";

test("presets begin where their name says", () => {
  const today = "2026-11-22";
  expect(
    ["1d", "7d", "30d", "month", "quarter", "year", "all"].map((preset) => firstDay(preset as "1d", today)),
  ).toEqual(["2026-11-22", "2026-11-16", "2026-10-24", "2026-11-01", "2026-10-01", "2026-01-01", undefined]);
});

test("an address has what is set, as text, and comes back the same", () => {
  expect(stringifySearch({ q: "a & b", status: undefined, range: "" })).toBe("?q=a+%26+b");
  expect(parseSearch("?q=a+%26+b&n=123")).toEqual({ q: "a & b", n: "123" });
});
