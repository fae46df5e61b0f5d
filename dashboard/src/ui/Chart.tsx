// Charts come in a file of their own, which the first paint does not wait for.
import { Button, Group, Skeleton } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { count, month, shortDay, shortTime } from "./format";
import classes from "./table.module.css";
import { useZone } from "./useZone";
import { dayOf, isGoingOn, type Unit } from "./zone";

const Lines = lazy(() => import("./Lines"));

interface Bucket {
  start: string;
  clicks: number;
  conversions: number;
}

const UNITS: Record<Unit, string> = { HOUR: "Hour", DAY: "Day", WEEK: "Week from", MONTH: "Month" };

interface TrafficChartProps {
  buckets: readonly Bucket[];
  /** How long a bucket is. */
  unit?: Unit;
}

/** Clicks and conversions over time, as a chart or as the table behind it. */
export function TrafficChart({ buckets, unit = "DAY" }: TrafficChartProps) {
  const zone = useZone();
  const [table, setTable] = useState(false);
  const named = (start: string) => {
    if (unit === "HOUR") return shortTime(start, zone);
    return (unit === "MONTH" ? month : shortDay)(dayOf(zone, new Date(start)));
  };
  const last = buckets.at(-1)?.start;
  const goingOn = last && isGoingOn(zone, unit, new Date(last), new Date()) ? last : undefined;
  const data = buckets.map(({ start, clicks, conversions }) => ({
    start,
    day: named(start),
    clicks,
    conversions,
    soFar: start === goingOn,
  }));
  return (
    <>
      <Group justify="flex-end" mb={4}>
        <Button
          variant="subtle"
          size="compact-xs"
          color="gray"
          onClick={() => setTable(!table)}
          aria-pressed={table}
        >
          {table ? "As a chart" : "As a table"}
        </Button>
      </Group>
      {table ? (
        <section
          style={{ maxHeight: 280, overflow: "auto" }}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
          tabIndex={0}
          aria-label="Figures day by day"
        >
          <table className={`${classes.table} ${classes.dense}`}>
            <thead>
              <tr>
                <th style={{ top: 0 }}>{UNITS[unit]}</th>
                <th style={{ top: 0 }} className={classes.right}>
                  Clicks
                </th>
                <th style={{ top: 0 }} className={classes.right}>
                  Conversions
                </th>
              </tr>
            </thead>
            <tbody>
              {data.map((row) => (
                <tr key={row.start}>
                  <td data-label={UNITS[unit]}>
                    {row.day}
                    {row.soFar && ", so far"}
                  </td>
                  <td data-label="Clicks" className={classes.right}>
                    {count(row.clicks)}
                  </td>
                  <td data-label="Conversions" className={classes.right}>
                    {count(row.conversions)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : (
        <Suspense fallback={<Skeleton height={260} />}>
          <Lines data={data} />
        </Suspense>
      )}
    </>
  );
}
