// A range of days, as it stands in the address.
import { useMemo } from "react";
import { day as written } from "./format";
import { oneOf, useAddress } from "./search";
import { useZone } from "./useZone";
import { addDays, type Day, dayOf, startOf } from "./zone";

export const PRESETS = ["1d", "7d", "30d", "90d", "month", "quarter", "year", "all"] as const;
export type Preset = (typeof PRESETS)[number];

export const PRESET_NAMES: Record<Preset, string> = {
  "1d": "Today",
  "7d": "Last 7 days",
  "30d": "Last 30 days",
  "90d": "Last 90 days",
  month: "This month",
  quarter: "This quarter",
  year: "This year",
  all: "All time",
};

/** The letter that sets a preset. */
export const PRESET_KEYS: Record<Preset, string> = {
  "1d": "d",
  "7d": "w",
  "30d": "t",
  "90d": "n",
  month: "m",
  quarter: "q",
  year: "y",
  all: "a",
};

/** A range of days, both counted; no first day: from the beginning. */
export interface Range {
  preset: Preset | "custom";
  label: string;
  from: Day | undefined;
  to: Day;
  /** The instants that bound it, for lists; the last day is included. None where it is open. */
  fromTime: string | undefined;
  toTime: string | undefined;
  /** The zone whose days they are. */
  zone: string;
  /** Whether its last day is not over. */
  partial: boolean;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The first day of a preset that ends today. */
export function firstDay(preset: Preset, today: Day): Day | undefined {
  const [year = "", month = "01"] = today.split("-");
  switch (preset) {
    case "1d":
      return today;
    case "7d":
      return addDays(today, -6);
    case "30d":
      return addDays(today, -29);
    case "90d":
      return addDays(today, -89);
    case "month":
      return `${year}-${month}-01`;
    case "quarter":
      return `${year}-${String(Math.floor((Number(month) - 1) / 3) * 3 + 1).padStart(2, "0")}-01`;
    case "year":
      return `${year}-01-01`;
    case "all":
      return undefined;
  }
}

/** The range that the address asks for; `usual` where it asks for none. */
export function useRange(usual: Preset): Range {
  const [{ range, from, to }] = useAddress();
  const zone = useZone();
  const today = dayOf(zone, new Date());
  return useMemo(() => {
    if (from && to && DAY.test(from) && DAY.test(to) && from <= to) {
      return {
        preset: "custom",
        label: from === to ? written(from) : `${written(from)} – ${written(to)}`,
        from,
        to,
        fromTime: startOf(zone, from).toISOString(),
        toTime: startOf(zone, addDays(to, 1)).toISOString(),
        zone,
        partial: to >= today,
      };
    }
    const preset = oneOf(range, PRESETS) ?? usual;
    const first = firstDay(preset, today);
    return {
      preset,
      label: PRESET_NAMES[preset],
      from: first,
      to: today,
      fromTime: first && startOf(zone, first).toISOString(),
      toTime: undefined,
      zone,
      partial: true,
    };
  }, [range, from, to, zone, today, usual]);
}
