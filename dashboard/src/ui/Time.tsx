// A moment: how long ago it is, and when exactly.
import { Tooltip } from "@mantine/core";
import { useSyncExternalStore } from "react";
import { dateTime, NOTHING, relative, shortTime } from "./format";
import { useZone } from "./useZone";

const TICK_MS = 10_000;
let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void) {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const tell of listeners) tell();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The time, which moves on every ten seconds. */
export const useNow = () => useSyncExternalStore(subscribe, () => now);

/** A moment, told by its distance; `absolute` for tables that are compared line by line. */
export function Time({ at, absolute }: { at: string | null | undefined; absolute?: boolean }) {
  const zone = useZone();
  const now = useNow();
  if (!at) return <>{NOTHING}</>;
  const exact = `${dateTime(at, zone)} (${zone})`;
  return (
    <Tooltip label={exact}>
      <time dateTime={at} style={{ whiteSpace: "nowrap" }}>
        {absolute ? shortTime(at, zone) : relative(at, Math.max(now, Date.now() - TICK_MS))}
      </time>
    </Tooltip>
  );
}
