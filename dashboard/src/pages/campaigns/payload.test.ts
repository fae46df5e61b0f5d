import { expect, test } from "vitest";
import { parsed } from "./payload";

test("a payload is read whole, or as its properties alone", () => {
  const whole = parsed('{"clickId":"x","email":"ada@example.org","properties":{"plan":"Team"}}');
  expect(whole).toEqual({ email: "ada@example.org", properties: { plan: "Team" }, problem: null });
  expect(parsed('{"plan":"Team"}').properties).toEqual({ plan: "Team" });
});

test("what cannot be read says why", () => {
  expect(parsed("[1]").problem).toMatch(/no object/);
  expect(parsed("{").problem).toMatch(/not JSON yet/);
});
