// Filters as pills: each says what it is set to, opens to be changed, and can be taken away.
import { Button, CloseButton, Combobox, Group, Loader, Popover, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { Plus, Search as SearchIcon } from "lucide-react";
import { useEffect, useState } from "react";
import { useData } from "../api/data";
import {
  CampaignNameDocument,
  CampaignOptionsDocument,
  PartnerNameDocument,
  PartnerOptionsDocument,
} from "../graphql";
import { useAddress } from "./search";
import classes from "./table.module.css";

export interface Option {
  value: string;
  label: string;
}

/** One thing that a list can be filtered by; `key` names it in the address. */
export interface FilterDef {
  key: string;
  label: string;
  /** To choose from these. */
  options?: readonly Option[];
  /** To choose one of the organisation's. */
  of?: "campaign" | "partner";
  /** To type, as a whole. */
  placeholder?: string;
}

interface FiltersProps {
  of: readonly FilterDef[];
  /** Whether there is a search box, with what in it. */
  search?: string;
}

export function Filters({ of, search }: FiltersProps) {
  const [address, change] = useAddress();
  const active = of.filter(({ key }) => address[key]);
  return (
    <Group gap={6} wrap="wrap">
      {search && <SearchBox placeholder={search} />}
      {of.map((filter) => (
        <Pill key={filter.key} filter={filter} />
      ))}
      {active.length > 1 && (
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          onClick={() => change(Object.fromEntries(of.map(({ key }) => [key, undefined])))}
        >
          Clear all
        </Button>
      )}
    </Group>
  );
}

/** Whether any of these is set, and how to take all away. */
export function useFiltered(keys: readonly string[]) {
  const [address, change] = useAddress();
  return {
    filtered: keys.some((key) => address[key]),
    clearFilters: () => change(Object.fromEntries(keys.map((key) => [key, undefined]))),
  };
}

const TYPING_MS = 250;

export function SearchBox({ placeholder, name = "q" }: { placeholder: string; name?: string }) {
  const [address, change] = useAddress();
  const [text, setText] = useState(address[name] ?? "");
  const [settled] = useDebouncedValue(text, TYPING_MS);
  const inAddress = address[name] ?? "";
  // Only what was typed moves the address; an address that moved by itself is taken over below.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (settled.trim() !== inAddress) change({ [name]: settled.trim() || undefined });
  }, [settled]);
  useEffect(() => {
    setText((before) => (before.trim() === inAddress ? before : inAddress));
  }, [inAddress]);
  return (
    <TextInput
      size="xs"
      w={220}
      aria-label={placeholder}
      placeholder={placeholder}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      leftSection={<SearchIcon size={14} aria-hidden />}
      rightSection={
        text && <CloseButton size="xs" aria-label="Clear the search" onClick={() => setText("")} />
      }
    />
  );
}

function Pill({ filter }: { filter: FilterDef }) {
  if (filter.options) return <ChoicePill filter={filter} options={filter.options} />;
  if (filter.of === "campaign") return <CampaignPill filter={filter} />;
  if (filter.of === "partner") return <PartnerPill filter={filter} />;
  return <TextPill filter={filter} />;
}

function CampaignPill({ filter }: { filter: FilterDef }) {
  const [address] = useAddress();
  const [typed, setTyped] = useState("");
  const [opened, setOpened] = useState(false);
  const [search] = useDebouncedValue(typed, TYPING_MS);
  const { data, isFetching } = useData(
    CampaignOptionsDocument,
    { search: search || null },
    { enabled: opened },
  );
  const id = address[filter.key];
  const named = useData(CampaignNameDocument, { id: id ?? "" }, { enabled: Boolean(id) });
  return (
    <ChoicePill
      filter={filter}
      options={data?.campaigns.nodes.map(({ id, name }) => ({ value: id, label: name })) ?? []}
      shown={id && (named.data?.campaign?.name ?? "…")}
      busy={isFetching}
      onSearch={setTyped}
      onOpen={setOpened}
    />
  );
}

function PartnerPill({ filter }: { filter: FilterDef }) {
  const [address] = useAddress();
  const [typed, setTyped] = useState("");
  const [opened, setOpened] = useState(false);
  const [search] = useDebouncedValue(typed, TYPING_MS);
  const { data, isFetching } = useData(
    PartnerOptionsDocument,
    { search: search || null },
    { enabled: opened },
  );
  const id = address[filter.key];
  const named = useData(PartnerNameDocument, { id: id ?? "" }, { enabled: Boolean(id) });
  return (
    <ChoicePill
      filter={filter}
      options={data?.partners.nodes.map(({ id, name }) => ({ value: id, label: name })) ?? []}
      shown={id && (named.data?.partner?.name ?? "…")}
      busy={isFetching}
      onSearch={setTyped}
      onOpen={setOpened}
    />
  );
}

interface ChoicePillProps {
  filter: FilterDef;
  options: readonly Option[];
  shown?: string;
  busy?: boolean;
  onSearch?: (text: string) => void;
  onOpen?: (opened: boolean) => void;
}

function ChoicePill({ filter, options, shown, busy, onSearch, onOpen }: ChoicePillProps) {
  const [address, change] = useAddress();
  const [typed, setTyped] = useState("");
  const value = address[filter.key];
  const label = shown ?? options.find((option) => option.value === value)?.label ?? value;
  const combobox = useCombobox({
    onDropdownOpen: () => {
      onOpen?.(true);
      combobox.focusSearchInput();
    },
    onDropdownClose: () => {
      onOpen?.(false);
      combobox.resetSelectedOption();
      setTyped("");
      onSearch?.("");
    },
  });
  const searchable = onSearch !== undefined || options.length > 8;
  const matching = onSearch
    ? options
    : options.filter((option) => option.label.toLowerCase().includes(typed.toLowerCase()));
  return (
    <Combobox
      store={combobox}
      width={260}
      position="bottom-start"
      onOptionSubmit={(chosen) => {
        change({ [filter.key]: chosen === value ? undefined : chosen });
        combobox.closeDropdown();
      }}
    >
      <Combobox.Target targetType="button" withAriaAttributes={false}>
        <PillButton
          label={filter.label}
          value={value === undefined ? undefined : label}
          expanded={combobox.dropdownOpened}
          onClick={() => combobox.toggleDropdown()}
          onClear={() => change({ [filter.key]: undefined })}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        {searchable && (
          <Combobox.Search
            value={typed}
            aria-label={`Search ${filter.label.toLowerCase()}`}
            placeholder="Search…"
            rightSection={busy ? <Loader size={14} /> : null}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              onSearch?.(event.currentTarget.value);
            }}
          />
        )}
        <Combobox.Options mah={280} style={{ overflowY: "auto" }} aria-label={filter.label}>
          {matching.map((option) => (
            <Combobox.Option key={option.value} value={option.value} active={option.value === value}>
              {option.label}
            </Combobox.Option>
          ))}
          {matching.length === 0 && <Combobox.Empty>{busy ? "Looking…" : "Nothing found"}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

function TextPill({ filter }: { filter: FilterDef }) {
  const [address, change] = useAddress();
  const value = address[filter.key];
  const [opened, setOpened] = useState(false);
  const [text, setText] = useState("");
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={280} trapFocus>
      <Popover.Target>
        <PillButton
          label={filter.label}
          value={value}
          expanded={opened}
          onClick={() => {
            setText(value ?? "");
            setOpened(!opened);
          }}
          onClear={() => change({ [filter.key]: undefined })}
        />
      </Popover.Target>
      <Popover.Dropdown>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            change({ [filter.key]: text.trim() || undefined });
            setOpened(false);
          }}
        >
          <Group gap="xs" wrap="nowrap">
            <TextInput
              size="xs"
              flex={1}
              data-autofocus
              aria-label={filter.label}
              placeholder={filter.placeholder}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <Button size="xs" type="submit">
              Apply
            </Button>
          </Group>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

interface PillButtonProps {
  label: string;
  value: string | undefined;
  expanded: boolean;
  onClick: () => void;
  onClear: () => void;
  ref?: React.Ref<HTMLDivElement>;
}

function PillButton({ label, value, expanded, onClick, onClear, ref }: PillButtonProps) {
  return (
    <Group gap={0} wrap="nowrap" ref={ref}>
      <Button
        size="compact-sm"
        h={28}
        radius="xl"
        px={10}
        variant="default"
        className={value === undefined ? classes.pill : classes.pillSet}
        aria-haspopup="dialog"
        aria-expanded={expanded}
        onClick={onClick}
        leftSection={value === undefined ? <Plus size={12} aria-hidden /> : undefined}
        styles={{ section: { marginInlineEnd: 4 } }}
      >
        {label}
        {value !== undefined && <b>{value}</b>}
      </Button>
      {value !== undefined && (
        <CloseButton
          size={24}
          iconSize={14}
          radius="xl"
          aria-label={`Take the filter ${label} away`}
          onClick={onClear}
        />
      )}
    </Group>
  );
}
