import { expect, test } from "vitest";
import { addDays, dayOf, daysBetween, isGoingOn, startOf, type Unit } from "./zone";

test("a day is the day of the zone", () => {
  const at = new Date("2026-11-22T23:30:00Z");
  expect(dayOf("Europe/Brussels", at)).toBe("2026-11-23");
  expect(dayOf("America/New_York", at)).toBe("2026-11-22");
  expect(dayOf("Asia/Kathmandu", at)).toBe("2026-11-23");
});

test("a day begins where the zone's clock says so, also when the clock is changed that day", () => {
  for (const [zone, day, start] of [
    ["Europe/Brussels", "2026-03-29", "2026-03-28T23:00:00.000Z"],
    ["Europe/Brussels", "2026-03-30", "2026-03-29T22:00:00.000Z"],
    ["Europe/Brussels", "2026-10-25", "2026-10-24T22:00:00.000Z"],
    ["Europe/Brussels", "2026-10-26", "2026-10-25T23:00:00.000Z"],
    ["Asia/Kathmandu", "2026-01-01", "2025-12-31T18:15:00.000Z"],
    ["Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00:00.000Z"],
    // Midnight is skipped: the day begins at one.
    ["America/Santiago", "2026-09-06", "2026-09-06T04:00:00.000Z"],
  ] as const) {
    expect(startOf(zone, day).toISOString(), `${zone} ${day}`).toBe(start);
  }
});

test("days are counted over months and leap years", () => {
  expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
  expect(addDays("2026-01-01", -1)).toBe("2025-12-31");
  expect(daysBetween("2026-11-01", "2026-11-30")).toBe(30);
  expect(daysBetween("2026-11-22", "2026-11-22")).toBe(1);
});

test("a day, a week or a month goes on until its zone says that it is over", () => {
  const zone = "Europe/Brussels";
  const on = (unit: Unit, start: string, now: string) =>
    isGoingOn(zone, unit, new Date(start), new Date(now));
  const monday = "2026-11-22T23:00:00Z";
  expect(on("DAY", monday, "2026-11-23T22:59:59Z")).toBe(true);
  expect(on("DAY", monday, "2026-11-23T23:00:00Z")).toBe(false);
  expect(on("DAY", monday, "2026-11-22T22:59:59Z")).toBe(false);
  expect(on("WEEK", monday, "2026-11-29T22:59:59Z")).toBe(true);
  expect(on("WEEK", monday, "2026-11-29T23:00:00Z")).toBe(false);
  expect(on("MONTH", "2026-10-31T23:00:00Z", "2026-11-30T22:59:59Z")).toBe(true);
  expect(on("MONTH", "2026-10-31T23:00:00Z", "2026-11-30T23:00:00Z")).toBe(false);
  expect(on("HOUR", "2026-11-22T12:00:00Z", "2026-11-22T12:59:59Z")).toBe(true);
  expect(on("HOUR", "2026-11-22T12:00:00Z", "2026-11-22T13:00:00Z")).toBe(false);
  // That day has 25 hours.
  expect(on("DAY", "2026-10-24T22:00:00Z", "2026-10-25T22:59:59Z")).toBe(true);
});
