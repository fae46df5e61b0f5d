// What has happened stands on the page within a second, on whichever page it is.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useData } from "../api/data";
import { useZone } from "../ui/useZone";
import { addDays, dayOf } from "../ui/zone";
import { PulseDocument } from "./graphql";

const PULSE_MS = 500;
/** A reward whose conversion is older is decided without the page noticing at once. */
const REWARD_DAYS = 60;

/** Looks again and again, as long as somebody does, and has every page ask again when something is new. */
export function usePulse() {
  const client = useQueryClient();
  const zone = useZone();
  const today = dayOf(zone, new Date());
  const { data } = useData(
    PulseDocument,
    { today, since: addDays(today, -REWARD_DAYS), timeZone: zone },
    { refetchInterval: PULSE_MS },
  );
  const seen = data && JSON.stringify(data);
  const last = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (seen === undefined) return;
    if (last.current !== undefined && last.current !== seen) {
      void client.invalidateQueries({
        predicate: ({ queryKey }) => queryKey[0] === null && queryKey[1] !== "Pulse",
      });
    }
    last.current = seen;
  }, [seen, client]);
}
