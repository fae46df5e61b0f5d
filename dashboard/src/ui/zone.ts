// Days and instants in a time zone of the tz database, by what the browser knows of it.

/** A day of the calendar, as `2026-11-22`. */
export type Day = string;

const formats = new Map<string, Intl.DateTimeFormat>();

function parts(zone: string, at: Date): Record<string, number> {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    formats.set(zone, format);
  }
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
}

const pad = (value: number | undefined, width = 2) => String(value ?? 0).padStart(width, "0");

/** The day it is there at an instant. */
export function dayOf(zone: string, at: Date): Day {
  const { year, month, day } = parts(zone, at);
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}`;
}

/** So many days later; before, if fewer than none. */
export function addDays(day: Day, count: number): Day {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + count);
  return at.toISOString().slice(0, 10);
}

/** How many days there are from one to another, both counted. */
export const daysBetween = (from: Day, to: Day): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000) + 1;

/**
 * The first instant of a day. Where the clock skips midnight, that is the first instant after it.
 */
export function startOf(zone: string, day: Day): Date {
  const wanted = Date.parse(`${day}T00:00:00Z`);
  // The offset at a guess leads to a better guess; twice, as the offset may change in between.
  let at = wanted;
  for (let round = 0; round < 3; round += 1) {
    const seen = parts(zone, new Date(at));
    const local = Date.UTC(
      seen.year ?? 0,
      (seen.month ?? 1) - 1,
      seen.day ?? 1,
      seen.hour ?? 0,
      seen.minute ?? 0,
      seen.second ?? 0,
    );
    at += wanted - local;
  }
  if (dayOf(zone, new Date(at)) < day) {
    // Midnight does not exist there: the guess swings around the gap, the later side of it is the day.
    while (dayOf(zone, new Date(at)) < day) at += 900_000;
  }
  return new Date(at);
}

/** How long a stretch of a chart is. */
export type Unit = "HOUR" | "DAY" | "WEEK" | "MONTH";

/** Whether a stretch that begins there is still going on. */
export function isGoingOn(zone: string, unit: Unit, start: Date, now: Date): boolean {
  if (start > now) return false;
  if (unit === "HOUR") return now.getTime() - start.getTime() < 3_600_000;
  const first = dayOf(zone, start);
  const today = dayOf(zone, now);
  if (unit === "MONTH") return first.slice(0, 7) === today.slice(0, 7);
  return daysBetween(first, today) <= (unit === "WEEK" ? 7 : 1);
}
