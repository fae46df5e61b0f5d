import { expect, test } from "vitest";
import { contrast, shades } from "./brand";

const COLOURS = ["#000000", "#ffffff", "#ffe600", "#12ab34", "#2b4fb0", "#e91e63", "#00bcd4", "#777777"];

test("a colour of any lightness is read in both schemes", () => {
  for (const colour of COLOURS) {
    const made = shades(colour);
    expect(made).toHaveLength(10);
    // Text on white and on the lightest tint, white text on a button, text on dark.
    expect(contrast(made[8], "#ffffff"), colour).toBeGreaterThan(4.5);
    expect(contrast(made[9], made[0]), colour).toBeGreaterThan(4.5);
    expect(contrast(made[7], "#ffffff"), colour).toBeGreaterThan(4.5);
    expect(contrast(made[3], "#20242b"), colour).toBeGreaterThan(4.5);
    expect(contrast(made[2], "#20242b"), colour).toBeGreaterThan(4.5);
  }
});

test("contrast is counted as WCAG does", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 1);
});
