import { Button, Group, Select, Stack, Text } from "@mantine/core";
import { ChartNoAxesColumn } from "lucide-react";
import { useMemo, useState } from "react";
import { type List, useData } from "../../api/data";
import { ReportDocument, type ReportQuery, SelfCheckDocument, type StatsDimension } from "../../graphql";
import { TrafficChart } from "../../ui/Chart";
import { DateRange } from "../../ui/DateRange";
import { Filters, useFiltered } from "../../ui/Filters";
import { count, rate } from "../../ui/format";
import { Page, Section } from "../../ui/Page";
import { useRange } from "../../ui/range";
import { Stat, Stats } from "../../ui/Stat";
import { Empty } from "../../ui/State";
import { given, oneOf, type Search, useAddress } from "../../ui/search";
import { type Column, DataTable } from "../../ui/Table";

const DIMENSIONS: ReadonlyArray<{ value: StatsDimension; label: string; unknown: string }> = [
  { value: "PARTNER", label: "Partner", unknown: "?" },
  { value: "CAMPAIGN", label: "Campaign", unknown: "?" },
  { value: "LINK", label: "Link", unknown: "?" },
  { value: "ALIAS", label: "Code or alias", unknown: "?" },
  { value: "REFERRER_HOST", label: "Where from", unknown: "directly, or not told" },
  { value: "DEVICE", label: "Device", unknown: "not known" },
  { value: "COUNTRY", label: "Country", unknown: "not known" },
];

/** Where the things are that some of them name. */
const PAGES: Partial<Record<StatsDimension, string>> = {
  PARTNER: "/partners/",
  CAMPAIGN: "/campaigns/",
  LINK: "/links/",
};

type Row = ReportQuery["statsBy"][number] & { id: string };

const FILTERS = [
  { key: "campaign", label: "Campaign", of: "campaign" },
  { key: "partner", label: "Partner", of: "partner" },
] as const;

/** Figures by whatever one wants to tell apart. The address is the view: whoever has it sees the same. */
export function Reports() {
  const [address, change] = useAddress();
  const range = useRange("30d");
  const { filtered, clearFilters } = useFiltered(["campaign", "partner"]);
  const dimension =
    DIMENSIONS.find(
      ({ value }) =>
        value ===
        oneOf(
          address.by,
          DIMENSIONS.map(({ value }) => value),
        ),
    ) ?? DIMENSIONS[0];
  const { data, isPending, isPlaceholderData, error, refetch } = useData(ReportDocument, {
    dimension: dimension?.value ?? "PARTNER",
    from: range.from ?? null,
    to: range.to,
    timeZone: range.zone,
    filter: { campaignId: address.campaign ?? null, partnerId: address.partner ?? null },
  });
  const rows = useMemo(
    () => data?.statsBy.map((row) => ({ ...row, id: row.key || "unknown" })) ?? [],
    [data],
  );
  const list: List<Row> = {
    rows,
    total: data?.statsBy.length,
    loading: isPending,
    stale: isPlaceholderData,
    error: data ? null : error,
    hasMore: false,
    loadingMore: false,
    loadMore: () => {},
    retry: () => void refetch(),
  };
  const columns: Array<Column<Row>> = [
    { key: "label", title: dimension?.label ?? "", cell: (row) => row.label || dimension?.unknown },
    { key: "clicks", title: "Clicks", right: true, cell: (row) => count(row.clicks) },
    { key: "visitors", title: "Visitors", right: true, cell: (row) => count(row.uniqueVisitors) },
    { key: "conversions", title: "Conversions", right: true, cell: (row) => count(row.conversions) },
    { key: "rate", title: "Rate", right: true, cell: (row) => rate(row.conversionRate) },
  ];
  const page = dimension && PAGES[dimension.value];
  // The lists of the rows that the figures count, of the same days and filters.
  const counted: Search = {
    ...(range.preset === "custom" ? { from: range.from, to: range.to } : { range: range.preset }),
    campaign: address.campaign,
    partner: address.partner,
  };
  return (
    <Page title="Reports" lead="Exact at every moment: a figure is the number of the rows behind it.">
      <Stack gap="lg">
        <Group gap="xs">
          <DateRange usual="30d" without={["all"]} />
          <Select
            size="xs"
            w={170}
            aria-label="Broken down by"
            allowDeselect={false}
            data={DIMENSIONS.map(({ value, label }) => ({ value, label: `By ${label.toLowerCase()}` }))}
            value={dimension?.value}
            onChange={(by) => change({ by: by === "PARTNER" ? undefined : (by ?? undefined) })}
          />
          <Filters of={FILTERS} />
        </Group>
        <Stats>
          <Stat
            label="Clicks"
            value={count(data?.stats.clicks)}
            note="see them"
            to="/clicks"
            search={{ ...counted, label: "HUMAN" }}
          />
          <Stat label="Visitors" value={count(data?.stats.uniqueVisitors)} note="each once a day" />
          <Stat
            label="Conversions"
            value={count(data?.stats.conversions)}
            note="see them"
            to="/conversions"
            search={counted}
          />
          <Stat label="Rate" value={rate(data?.stats.conversionRate)} note="conversions by clicks" />
        </Stats>
        <Section title="Day by day">
          <TrafficChart buckets={data?.stats.buckets ?? []} />
        </Section>
        <DataTable
          name="reports"
          what="rows"
          list={list}
          columns={columns}
          href={page === undefined ? undefined : (row: Row) => (row.key ? page + row.key : "/reports")}
          csv={{
            list: "stats",
            filter: given({ campaignId: address.campaign, partnerId: address.partner }),
            more: { from: range.from, to: range.to, timeZone: range.zone, dimension: dimension?.value },
          }}
          filtered={filtered}
          clearFilters={clearFilters}
          empty={
            <Empty icon={ChartNoAxesColumn} title="Nothing in this range">
              Choose a longer one, or wait for the first click.
            </Empty>
          }
        />
        <Recount from={range.from} to={range.to} />
      </Stack>
    </Page>
  );
}

/** Counts the rows behind the figures again, and says whether they agree. */
function Recount({ from, to }: { from: string | undefined; to: string }) {
  const [asked, setAsked] = useState(false);
  const { data, isFetching, error, refetch } = useData(
    SelfCheckDocument,
    { from: from ?? null, to },
    { enabled: asked },
  );
  const check = asked ? data?.selfCheck : undefined;
  return (
    <Group gap="sm" aria-live="polite">
      <Button
        variant="default"
        size="xs"
        loading={isFetching}
        onClick={() => (asked ? void refetch() : setAsked(true))}
      >
        Count again
      </Button>
      <Text size="sm" c="dimmed">
        {error
          ? error.message
          : !check
            ? "Every figure of these days, against the rows themselves."
            : check.differences.length === 0
              ? `${count(check.figures)} figures counted again: every one is equal to its rows.`
              : `${check.differences.length} of ${count(check.figures)} figures differ: ${check.differences
                  .map(({ figure, kept, recounted }) => `${figure} ${kept}, not ${recounted}`)
                  .join("; ")}`}
      </Text>
    </Group>
  );
}
