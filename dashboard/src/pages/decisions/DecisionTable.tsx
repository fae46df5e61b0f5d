import { Text } from "@mantine/core";
import { Waypoints } from "lucide-react";
import { useConnection } from "../../api/data";
import { DecisionsDocument, type DecisionsQuery } from "../../graphql";
import { Code } from "../../ui/Copy";
import { DateRange } from "../../ui/DateRange";
import { type FilterDef, Filters, useFiltered } from "../../ui/Filters";
import { host, NOTHING } from "../../ui/format";
import { type Preset, useRange } from "../../ui/range";
import { Empty } from "../../ui/State";
import { Status } from "../../ui/Status";
import { given, oneOf, useAddress } from "../../ui/search";
import { type Column, DataTable } from "../../ui/Table";
import { Time } from "../../ui/Time";
import { REASONS, reasonOf } from "./words";

type Row = DecisionsQuery["decisions"]["nodes"][number];

const OUTCOMES = [
  { value: "RECORDED", label: "Recorded" },
  { value: "DUPLICATE", label: "Duplicate" },
  { value: "IGNORED", label: "Ignored" },
  { value: "REFUSED", label: "Refused" },
] as const;

const SOURCES = [
  { value: "BROWSER", label: "A page" },
  { value: "SERVER", label: "A server" },
] as const;

const COLUMNS: Array<Column<Row>> = [
  { key: "time", title: "Time", cell: (row) => <Time at={row.at} absolute /> },
  { key: "outcome", title: "Outcome", cell: (row) => <Status of={row.outcome} /> },
  {
    key: "reason",
    title: "Reason",
    cell: (row) => <Text title={row.meaning}>{reasonOf(row.reason)}</Text>,
  },
  { key: "partner", title: "Partner", cell: (row) => row.partner?.name ?? NOTHING },
  { key: "campaign", title: "Campaign", cell: (row) => row.campaign?.name ?? NOTHING },
  {
    key: "source",
    title: "Came from",
    cell: (row) => (row.source === "SERVER" ? "A server" : row.origin ? host(row.origin) : "A page"),
  },
  { key: "code", title: "Code", optional: true, cell: (row) => <code>{row.reason}</code> },
];

/** What became of each conversion call, of everybody or of one campaign. */
export function DecisionTable({ campaignId, usual = "all" }: { campaignId?: string; usual?: Preset }) {
  const [address] = useAddress();
  const range = useRange(usual);
  const filters: FilterDef[] = [
    { key: "outcome", label: "Outcome", options: OUTCOMES },
    {
      key: "reason",
      label: "Reason",
      options: Object.entries(REASONS)
        .slice(5)
        .map(([value, label]) => ({ value, label })),
    },
    { key: "source", label: "Came from", options: SOURCES },
  ];
  if (!campaignId) filters.push({ key: "campaign", label: "Campaign", of: "campaign" });
  const { filtered, clearFilters } = useFiltered([...filters.map(({ key }) => key), "range", "from", "to"]);
  const filter = {
    campaignId: campaignId ?? address.campaign ?? null,
    outcome: oneOf(address.outcome, ["RECORDED", "DUPLICATE", "IGNORED", "REFUSED"]) ?? null,
    source: oneOf(address.source, ["BROWSER", "SERVER"]) ?? null,
    reason: address.reason ?? null,
    from: range.fromTime ?? null,
    to: range.toTime ?? null,
  };
  const list = useConnection(DecisionsDocument, { filter }, (data) => data.decisions);
  return (
    <DataTable
      name="decisions"
      what="decisions"
      list={list}
      csv={{ list: "decisions", filter: given(filter) }}
      columns={campaignId ? COLUMNS.filter(({ key }) => key !== "campaign") : COLUMNS}
      href={(row) => `/decisions/${row.id}`}
      filtered={filtered}
      clearFilters={clearFilters}
      filters={
        <>
          <DateRange usual={usual} />
          <Filters of={filters} />
        </>
      }
      empty={
        <Empty
          icon={Waypoints}
          title="No call yet"
          action={
            <Code what="a call to try">
              {`curl -i ${window.location.origin}/api/v1/affiliate/conversions \\\n  -H "x-api-key: $INTROW_API_KEY" -H "content-type: application/json" \\\n  -d '{"clickId":"…"}'`}
            </Code>
          }
        >
          Every call that sends a conversion is kept here with the reason for what became of it.
        </Empty>
      }
    />
  );
}
