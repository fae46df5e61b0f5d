import { Button, SegmentedControl, Select } from "@mantine/core";
import { ChartNoAxesColumn, Download } from "lucide-react";
import { useMemo, useState } from "react";
import { download } from "../../api/client";
import { type List, useData } from "../../api/data";
import { TrafficChart } from "../../ui/Chart";
import { DateRange } from "../../ui/DateRange";
import { count, rate } from "../../ui/format";
import { useRange } from "../../ui/range";
import { Stat, Stats } from "../../ui/Stat";
import { Empty, Failed, Loading } from "../../ui/State";
import { useAddress } from "../../ui/search";
import { type Column, DataTable } from "../../ui/Table";
import { toast } from "../../ui/toast";
import { useZone, ZoneContext } from "../../ui/useZone";
import { daysBetween } from "../../ui/zone";
import { CampaignSelect } from "../CampaignSelect";
import {
  type BucketSize,
  CampaignNamesDocument,
  PerformanceDocument,
  type PerformanceQuery,
  type StatsDimension,
} from "../graphql";
import { Changed } from "../home/Changed";
import { Page, Section } from "../Page";
import { ZoneSelect } from "../ZoneSelect";

const UNITS: Array<{ value: BucketSize; label: string }> = [
  { value: "HOUR", label: "Hour" },
  { value: "DAY", label: "Day" },
  { value: "WEEK", label: "Week" },
  { value: "MONTH", label: "Month" },
];
/** Of more days than these there would be too many hours to tell apart. */
const FEW_DAYS = 7;
/** So many days fit beside each other in a chart; more are shown by the week. */
const MANY_DAYS = 120;

const DIMENSIONS: ReadonlyArray<{ value: StatsDimension; label: string; unknown: string }> = [
  { value: "ALIAS", label: "Link or short name", unknown: "?" },
  { value: "CAMPAIGN", label: "Campaign", unknown: "?" },
  { value: "REFERRER_HOST", label: "Where from", unknown: "directly, or not told" },
  { value: "DEVICE", label: "Device", unknown: "not known" },
  { value: "COUNTRY", label: "Country", unknown: "not known" },
];

type Row = PerformanceQuery["statsBy"][number] & { id: string };

/** Figures by whatever one wants to tell apart, in the days of any zone. The address is the view. */
export function Performance() {
  const [address] = useAddress();
  const usual = useZone();
  return (
    <ZoneContext value={address.zone ?? usual}>
      <Figures />
    </ZoneContext>
  );
}

const countries = new Intl.DisplayNames("en-GB", { type: "region" });

function named(row: Row, dimension: (typeof DIMENSIONS)[number], campaigns: Map<string, string>): string {
  if (row.label === "") return dimension.unknown;
  // A code says nothing to people; the campaign that it is for does.
  const campaign = campaigns.get(row.key);
  if (campaign) return `${row.label}, the link of ${campaign}`;
  try {
    if (dimension.value === "COUNTRY") return countries.of(row.label) ?? row.label;
  } catch {
    // Not a code that the browser knows.
  }
  return row.label;
}

function Figures() {
  const [address, change] = useAddress();
  const range = useRange("30d");
  const dimension = DIMENSIONS.find(({ value }) => value === address.by) ?? DIMENSIONS[0];
  const from = range.from ?? range.to;
  const days = daysBetween(from, range.to);
  const units = days <= FEW_DAYS ? UNITS : UNITS.filter(({ value }) => value !== "HOUR");
  const asks = units.find(({ value }) => value === address.per)?.value;
  const bucket = asks ?? (days > MANY_DAYS ? "WEEK" : from === range.to ? "HOUR" : "DAY");
  const filter = { campaignId: address.campaign ?? null };
  const asked = { from, to: range.to, timeZone: range.zone };
  const names = useData(CampaignNamesDocument, {}).data?.campaigns.nodes ?? [];
  const campaigns = new Map(names.map(({ name, link }) => [link?.id ?? "", name]));
  const [saving, setSaving] = useState(false);
  const { data, isPending, isPlaceholderData, error, refetch } = useData(PerformanceDocument, {
    ...asked,
    bucket,
    dimension: dimension?.value ?? "ALIAS",
    filter,
  });
  const rows = useMemo(
    () => data?.statsBy.map((row) => ({ ...row, id: row.key || "unknown" })) ?? [],
    [data],
  );
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  if (!dimension) return <Loading />;
  const list: List<Row> = {
    rows,
    total: data?.statsBy.length,
    loading: isPending,
    stale: isPlaceholderData,
    error: null,
    hasMore: false,
    loadingMore: false,
    loadMore: () => {},
    retry: () => void refetch(),
  };
  const columns: Array<Column<Row>> = [
    { key: "label", title: dimension.label, cell: (row) => named(row, dimension, campaigns) },
    { key: "clicks", title: "Clicks", right: true, cell: (row) => count(row.clicks) },
    { key: "visitors", title: "Visitors", right: true, cell: (row) => count(row.uniqueVisitors) },
    { key: "conversions", title: "Conversions", right: true, cell: (row) => count(row.conversions) },
    { key: "rate", title: "Rate", right: true, cell: (row) => rate(row.conversionRate) },
  ];
  const stats = data?.stats;
  const before = stats?.previous;
  const exported = { campaignId: address.campaign ?? null };
  return (
    <Page
      title="Performance"
      actions={
        <>
          <DateRange usual="30d" without={["all"]} />
          <CampaignSelect />
          <ZoneSelect
            label="Time zone of the days"
            value={range.zone}
            onChange={(zone) => change({ zone: zone ?? undefined })}
          />
        </>
      }
    >
      <Stats>
        <Stat
          label="Clicks"
          value={count(stats?.clicks)}
          note={before && <Changed now={stats.clicks} before={before.clicks} />}
        />
        <Stat
          label="Unique visitors"
          value={count(stats?.uniqueVisitors)}
          note={before && <Changed now={stats.uniqueVisitors} before={before.uniqueVisitors} />}
        />
        <Stat
          label="Conversions"
          value={count(stats?.conversions)}
          note={before && <Changed now={stats.conversions} before={before.conversions} />}
        />
        <Stat
          label="Conversion rate"
          value={rate(stats?.conversionRate)}
          note={before && `${rate(before.conversionRate)} before`}
        />
      </Stats>
      <Section
        title="Over time"
        actions={
          <>
            <SegmentedControl
              size="xs"
              aria-label="How long a bucket is"
              data={units}
              value={bucket}
              onChange={(per) => change({ per })}
            />
            <Button
              variant="default"
              size="xs"
              loading={saving}
              leftSection={<Download size={14} aria-hidden />}
              onClick={async () => {
                setSaving(true);
                await download("performance", exported, { ...asked, bucket }).catch((failed) =>
                  toast.failed(failed),
                );
                setSaving(false);
              }}
            >
              CSV over time
            </Button>
          </>
        }
      >
        <TrafficChart buckets={stats?.buckets ?? []} unit={bucket} />
      </Section>
      <DataTable
        plain
        name="portal-performance"
        what="rows"
        list={list}
        columns={columns}
        csv={{ list: "performance", filter: exported, more: { ...asked, dimension: dimension.value } }}
        filters={
          <Select
            size="xs"
            w={190}
            aria-label="Told apart by"
            allowDeselect={false}
            data={DIMENSIONS.map(({ value, label }) => ({ value, label: `By ${label.toLowerCase()}` }))}
            value={dimension.value}
            onChange={(by) => change({ by: by ?? undefined })}
          />
        }
        empty={
          <Empty icon={ChartNoAxesColumn} title="Nothing in this range">
            Choose a longer one, or share your link.
          </Empty>
        }
      />
    </Page>
  );
}
