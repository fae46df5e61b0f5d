// How numbers, money and times are written, everywhere the same.

/** What stands where there is nothing to show; zero is `0`. */
export const NOTHING = "–";

/** The ways to write a number, each with an example. */
export const NUMBERS = {
  "en-GB": "1,234.50",
  "de-DE": "1.234,50",
  "fr-FR": "1 234,50",
  "de-CH": "1’234.50",
} as const;
export type NumbersOf = keyof typeof NUMBERS;

const CHOSEN = "introw-numbers";

function remembered(): NumbersOf {
  try {
    const chosen = localStorage.getItem(CHOSEN);
    return chosen && chosen in NUMBERS ? (chosen as NumbersOf) : "en-GB";
  } catch {
    return "en-GB";
  }
}

let numbers: NumbersOf = remembered();

/** How numbers are written in this browser. */
export const numbersOf = () => numbers;

/** Writes them another way from now on. */
export function writeNumbers(chosen: NumbersOf) {
  numbers = chosen;
  try {
    localStorage.setItem(CHOSEN, chosen);
  } catch {
    // Where nothing may be stored, the choice lasts as long as the page.
  }
}

const PERCENT = { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 } as const;

/** A count, thousands separated. */
export const count = (value: number | null | undefined) =>
  value == null ? NOTHING : new Intl.NumberFormat(numbers).format(value);

/** A share to one decimal. */
export const rate = (value: number | null | undefined) =>
  value == null ? NOTHING : new Intl.NumberFormat(numbers, PERCENT).format(value);

/** `one` or `many`, with its number: "1 link", "3 links". */
export const counted = (value: number, one: string, many = `${one}s`) =>
  `${new Intl.NumberFormat(numbers).format(value)} ${value === 1 ? one : many}`;

/** An amount of money as the API gives it. */
export interface Amount {
  amount: string;
  currencyCode: string;
}

/** Money with its currency. */
export function money(value: Amount | null | undefined): string {
  if (value == null) return NOTHING;
  try {
    return new Intl.NumberFormat(numbers, { style: "currency", currency: value.currencyCode }).format(
      Number(value.amount),
    );
  } catch {
    return `${value.amount} ${value.currencyCode}`;
  }
}

/** Date and time in a zone, to the second. */
export const dateTime = (at: string, zone: string) =>
  new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    dateStyle: "medium",
    timeStyle: "medium",
  }).format(new Date(at));

/** Date and time in a zone, short, for tables. */
export const shortTime = (at: string, zone: string) =>
  new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  }).format(new Date(at));

/** A day, as `22 Nov 2026`. */
export const day = (value: string) =>
  new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", dateStyle: "medium" }).format(
    new Date(`${value}T00:00:00Z`),
  );

/** A day without its year, for charts and sparklines. */
export const shortDay = (value: string) =>
  new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "numeric", month: "short" }).format(
    new Date(`${value}T00:00:00Z`),
  );

/** The month of a day, as `Nov 2026`. */
export const month = (value: string) =>
  new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", month: "short", year: "numeric" }).format(
    new Date(`${value}T00:00:00Z`),
  );

const STEPS: ReadonlyArray<[limit: number, unit: Intl.RelativeTimeFormatUnit, seconds: number]> = [
  [60, "second", 1],
  [3_600, "minute", 60],
  [86_400, "hour", 3_600],
  [86_400 * 14, "day", 86_400],
  [86_400 * 60, "week", 86_400 * 7],
  [86_400 * 365, "month", 86_400 * 30.44],
  [Number.POSITIVE_INFINITY, "year", 86_400 * 365.25],
];

/** How long ago, or in how long: "3 min ago". */
export function relative(at: string, now: number): string {
  const seconds = (Date.parse(at) - now) / 1000;
  const distance = Math.abs(seconds);
  if (distance < 5) return "just now";
  const format = new Intl.RelativeTimeFormat("en-GB", { numeric: "auto", style: "short" });
  const step = STEPS.find(([limit]) => distance < limit) ?? STEPS[STEPS.length - 1];
  if (!step) return "";
  return format.format(Math.trunc(seconds / step[2]), step[1]);
}

/** How long something took, in words: "4 min", "2 d 3 h". */
export function duration(seconds: number): string {
  const parts: string[] = [];
  let rest = Math.max(0, Math.round(seconds));
  for (const [unit, length] of [
    ["d", 86_400],
    ["h", 3_600],
    ["min", 60],
    ["s", 1],
  ] as const) {
    const many = Math.floor(rest / length);
    rest -= many * length;
    if (many > 0 && parts.length < 2) parts.push(`${many} ${unit}`);
  }
  return parts.length === 0 ? "0 s" : parts.join(" ");
}

/** An e-mail address of which only its shape is seen. */
export function masked(email: string): string {
  const at = email.lastIndexOf("@");
  if (at < 1) return "•••";
  return `${email[0]}•••${email.slice(at)}`;
}

/** An enum value as people write it: "AUTO_ACCEPTED" is "Auto accepted". */
export function words(value: string): string {
  const text = value.replaceAll("_", " ").toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The host of a URL, or all of it where it is none. */
export function host(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}
