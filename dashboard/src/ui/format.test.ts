import { expect, test } from "vitest";
import { count, counted, duration, masked, money, rate, relative, words, writeNumbers } from "./format";

test("nothing is a dash, and zero is zero", () => {
  expect([count(null), count(0), count(1234567), rate(null), rate(0), rate(0.0456)]).toEqual([
    "–",
    "0",
    "1,234,567",
    "–",
    "0.0%",
    "4.6%",
  ]);
});

test("money is written with as many decimals as its currency has", () => {
  expect(money({ amount: "1250.50", currencyCode: "EUR" })).toBe("€1,250.50");
  expect(money({ amount: "1250", currencyCode: "JPY" })).toBe("JP¥1,250");
  expect(money({ amount: "1.250", currencyCode: "BHD" })).toMatch(/BHD.1\.250/);
  expect(money(null)).toBe("–");
});

test("times are told by their distance", () => {
  const now = Date.parse("2026-11-22T12:00:00Z");
  expect(relative("2026-11-22T11:59:58Z", now)).toBe("just now");
  expect(relative("2026-11-22T11:57:00Z", now)).toBe("3 min ago");
  expect(relative("2026-11-21T11:57:00Z", now)).toBe("yesterday");
  expect(relative("2026-11-22T14:00:00Z", now)).toBe("in 2 hr");
  expect(duration(4 * 60)).toBe("4 min");
  expect(duration(2 * 86_400 + 3 * 3_600 + 59)).toBe("2 d 3 h");
});

test("an address shows its shape alone", () => {
  expect(masked("ada@office.example")).toBe("a•••@office.example");
  expect(masked("@odd")).toBe("•••");
});

test("words", () => {
  expect(words("AUTO_ACCEPTED")).toBe("Auto accepted");
  expect(counted(1, "link")).toBe("1 link");
  expect(counted(1200, "reply", "replies")).toBe("1,200 replies");
});

test("numbers are written as the browser was told", () => {
  const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");
  const written = () =>
    [count(1234567), rate(0.0345), money({ amount: "1234.50", currencyCode: "EUR" })].map(plain);
  expect(written()).toEqual(["1,234,567", "3.5%", "€1,234.50"]);
  writeNumbers("de-DE");
  expect(written()).toEqual(["1.234.567", "3,5 %", "1.234,50 €"]);
  writeNumbers("fr-FR");
  expect(written()).toEqual(["1 234 567", "3,5 %", "1 234,50 €"]);
  writeNumbers("en-GB");
});
