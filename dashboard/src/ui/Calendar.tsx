import { DatePicker } from "@mantine/dates";
import "@mantine/dates/styles.css";
import { useState } from "react";
import type { Day } from "./zone";

interface CalendarProps {
  from: Day | undefined;
  to: Day | undefined;
  onChoose: (from: Day, to: Day) => void;
}

/** Two days of the calendar, the second click being the choice. */
export default function Calendar({ from, to, onChoose }: CalendarProps) {
  const [value, setValue] = useState<[string | null, string | null]>([from ?? null, to ?? null]);
  return (
    <DatePicker
      type="range"
      allowSingleDateInRange
      value={value}
      firstDayOfWeek={1}
      hideOutsideDates
      weekendDays={[]}
      previousLabel="Earlier"
      nextLabel="Later"
      onChange={(next) => {
        setValue(next);
        const [first, last] = next;
        if (first && last) onChoose(first.slice(0, 10), last.slice(0, 10));
      }}
    />
  );
}
