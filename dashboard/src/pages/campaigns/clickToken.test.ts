import { expect, test } from "vitest";
import { tokenIn } from "./clickToken";

const token = "A".repeat(64);

test("a click token is found in an address, or alone", () => {
  expect(tokenIn(` https://shop.example/a?utm=x&irw_id=${token}#b `)).toBe(token);
  expect(tokenIn(token)).toBe(token);
});

test("an address without one has none", () => {
  expect(tokenIn("https://shop.example/?irw_id=short")).toBeNull();
  expect(tokenIn("nothing")).toBeNull();
});
