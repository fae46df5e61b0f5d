import { Loader, Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useData } from "../api/data";
import { LinkOptionsDocument, type LinkOptionsQuery } from "../graphql";

const TYPING_MS = 250;

type Option = LinkOptionsQuery["links"]["nodes"][number];

const nameOf = ({ code, partner, campaign }: Option) =>
  `${partner?.name ?? code} · ${campaign?.name ?? ""} (${code})`;

interface Props {
  label: string;
  value: string | null;
  error: string | undefined;
  onChange: (id: string | null) => void;
}

/** Chooses one of the links that are not revoked. They are looked for by code, alias or partner, however many there are. */
export function LinkSelect({ label, value, error, onChange }: Props) {
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<Option | null>(null);
  const [settled] = useDebouncedValue(typed.trim(), TYPING_MS);
  // The name of what was chosen is in the box too, and is nothing to look for.
  const search = chosen && settled === nameOf(chosen) ? "" : settled;
  const { data, isFetching } = useData(LinkOptionsDocument, { search: search || null });
  const found = new Map<string, Option>();
  for (const option of data?.partners.nodes.flatMap(({ links }) => links?.nodes ?? []) ?? [])
    found.set(option.id, option);
  for (const option of data?.links.nodes ?? []) found.set(option.id, option);
  if (chosen) found.set(chosen.id, chosen);
  return (
    <Select
      label={label}
      placeholder="A partner, a code or an alias"
      required
      searchable
      data={[...found.values()].map((option) => ({ value: option.id, label: nameOf(option) }))}
      // The server has looked.
      filter={({ options }) => options}
      nothingFoundMessage={isFetching ? "Looking…" : "No link is called so."}
      rightSection={isFetching ? <Loader size={14} /> : undefined}
      value={value}
      error={error}
      onSearchChange={setTyped}
      onChange={(id) => {
        setChosen(id ? (found.get(id) ?? null) : null);
        onChange(id);
      }}
    />
  );
}
