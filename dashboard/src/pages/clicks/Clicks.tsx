import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { MousePointerClick } from "lucide-react";
import { useConnection } from "../../api/data";
import { type ClickLabel, ClicksDocument, type ClicksQuery } from "../../graphql";
import { DateRange } from "../../ui/DateRange";
import { type FilterDef, Filters, useFiltered } from "../../ui/Filters";
import { NOTHING, words } from "../../ui/format";
import { Page } from "../../ui/Page";
import { useRange } from "../../ui/range";
import { Empty } from "../../ui/State";
import { Status } from "../../ui/Status";
import { given, oneOf, useAddress } from "../../ui/search";
import { type Column, DataTable } from "../../ui/Table";
import { Time } from "../../ui/Time";

type Row = ClicksQuery["clicks"]["nodes"][number];

const LABELS = [
  "HUMAN",
  "CONFIRMED",
  "REPEAT",
  "SUSPECT",
  "CRAWLER",
  "NON_NAVIGATION",
  "RECONSTRUCTED",
] as const satisfies readonly ClickLabel[];

const COLUMNS: Array<Column<Row>> = [
  { key: "time", title: "Time", cell: (row) => <Time at={row.at} absolute /> },
  { key: "label", title: "What it was", cell: (row) => <Status of={row.label} /> },
  { key: "partner", title: "Partner", cell: (row) => row.partner?.name ?? NOTHING },
  { key: "campaign", title: "Campaign", cell: (row) => row.campaign?.name ?? NOTHING },
  {
    key: "link",
    title: "Link",
    cell: (row) =>
      row.link ? (
        <Anchor renderRoot={(props) => <Link to={`/links/${row.link?.id}`} {...props} />}>
          <code>{row.alias?.slug ?? row.link.code}</code>
        </Anchor>
      ) : (
        NOTHING
      ),
  },
  { key: "referrer", title: "Where from", cell: (row) => row.referrerHost ?? NOTHING },
  {
    key: "device",
    title: "With",
    cell: (row) =>
      [row.device && words(row.device), row.browser, row.os].filter(Boolean).join(", ") || NOTHING,
  },
  { key: "country", title: "Country", cell: (row) => row.country ?? NOTHING },
  {
    key: "conversion",
    title: "Conversion",
    cell: (row) =>
      row.conversion ? (
        <Anchor renderRoot={(props) => <Link to={`/conversions/${row.conversion?.id}`} {...props} />}>
          See it
        </Anchor>
      ) : (
        NOTHING
      ),
  },
];

const FILTERS: FilterDef[] = [
  { key: "label", label: "What it was", options: LABELS.map((value) => ({ value, label: words(value) })) },
  { key: "campaign", label: "Campaign", of: "campaign" },
  { key: "partner", label: "Partner", of: "partner" },
  { key: "link", label: "Link", placeholder: "lnk_…" },
];

/** Every click that was kept: the rows that the numbers count. */
export function Clicks() {
  const [address] = useAddress();
  const range = useRange("30d");
  const { filtered, clearFilters } = useFiltered([...FILTERS.map(({ key }) => key), "range", "from", "to"]);
  const filter = {
    label: oneOf(address.label, LABELS) ?? null,
    campaignId: address.campaign ?? null,
    partnerId: address.partner ?? null,
    linkId: address.link ?? null,
    from: range.fromTime ?? null,
    to: range.toTime ?? null,
  };
  const list = useConnection(ClicksDocument, { filter }, (data) => data.clicks);
  return (
    <Page
      title="Clicks"
      lead="Every visit of a link, with what it was. Those labelled Human are the ones that figures count."
    >
      <DataTable
        name="clicks"
        what="clicks"
        list={list}
        csv={{ list: "clicks", filter: given(filter) }}
        columns={COLUMNS}
        filtered={filtered}
        clearFilters={clearFilters}
        filters={
          <>
            <DateRange usual="30d" />
            <Filters of={FILTERS} />
          </>
        }
        empty={
          <Empty icon={MousePointerClick} title="No click in this range">
            Open a link in a browser, and its click is here.
          </Empty>
        }
      />
    </Page>
  );
}
