import { Select, type SelectProps } from "@mantine/core";
import { useMemo } from "react";

const shown = (zone: string) => zone.replaceAll("_", " ");

interface ZoneSelectProps extends Omit<SelectProps, "data" | "label"> {
  /** What it is, for those who do not see where it stands; or above it. */
  label: string;
  /** With the label above it, as in a form. */
  labelled?: boolean;
}

/** Chooses one of the zones that the browser knows; the one that is chosen is always among them. */
export function ZoneSelect({ label, labelled, value, ...props }: ZoneSelectProps) {
  const zones = useMemo(() => {
    const known = new Set(["UTC", ...Intl.supportedValuesOf("timeZone")]);
    if (value) known.add(value);
    return [...known].map((zone) => ({ value: zone, label: shown(zone) }));
  }, [value]);
  const name = labelled ? { label } : { "aria-label": label, size: "xs", w: 190 };
  return (
    <Select
      searchable
      data={zones}
      value={value}
      nothingFoundMessage="Nothing found"
      limit={60}
      {...name}
      {...props}
    />
  );
}
