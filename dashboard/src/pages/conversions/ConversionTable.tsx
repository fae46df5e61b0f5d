import { Text, UnstyledButton } from "@mantine/core";
import { ArrowRightLeft } from "lucide-react";
import { useState } from "react";
import { useConnection } from "../../api/data";
import { ConversionsDocument, type ConversionsQuery } from "../../graphql";
import { DateRange } from "../../ui/DateRange";
import { type FilterDef, Filters, useFiltered } from "../../ui/Filters";
import { duration, masked, money, NOTHING } from "../../ui/format";
import { useRange } from "../../ui/range";
import { Empty } from "../../ui/State";
import { Status } from "../../ui/Status";
import { given, useAddress } from "../../ui/search";
import { type Column, DataTable } from "../../ui/Table";
import { Time } from "../../ui/Time";

type Row = ConversionsQuery["conversions"]["nodes"][number];

interface ConversionTableProps {
  campaignId?: string;
  partnerId?: string;
  bare?: boolean;
}

/** An address that shows itself when it is asked to. */
export function Email({ of }: { of: string | null }) {
  const [shown, setShown] = useState(false);
  if (!of) return <>{NOTHING}</>;
  if (shown) return <>{of}</>;
  return (
    <UnstyledButton fz="inherit" title="Show the address" onClick={() => setShown(true)}>
      {masked(of)}
    </UnstyledButton>
  );
}

/** Conversions, of everybody or of one campaign or partner. */
export function ConversionTable({ campaignId, partnerId, bare }: ConversionTableProps) {
  const [address, change] = useAddress();
  const range = useRange("all");
  const filters: FilterDef[] = [];
  if (!campaignId) filters.push({ key: "campaign", label: "Campaign", of: "campaign" });
  if (!partnerId) filters.push({ key: "partner", label: "Partner", of: "partner" });
  filters.push(
    { key: "email", label: "E-mail", placeholder: "ada@example.org" },
    { key: "link", label: "Link", placeholder: "lnk_…" },
  );
  const { filtered, clearFilters } = useFiltered([...filters.map(({ key }) => key), "range", "from"]);
  const filter = {
    campaignId: campaignId ?? address.campaign ?? null,
    partnerId: partnerId ?? address.partner ?? null,
    linkId: address.link ?? null,
    email: address.email ?? null,
    from: range.fromTime ?? null,
    to: range.toTime ?? null,
  };
  const list = useConnection(ConversionsDocument, { filter }, (data) => data.conversions);
  const columns: Array<Column<Row>> = [
    { key: "time", title: "Time", cell: (row) => <Time at={row.createdAt} absolute /> },
  ];
  if (!partnerId)
    columns.push({ key: "partner", title: "Partner", cell: (row) => row.partner?.name ?? NOTHING });
  if (!campaignId)
    columns.push({ key: "campaign", title: "Campaign", cell: (row) => row.campaign?.name ?? NOTHING });
  columns.push(
    { key: "link", title: "Link", cell: (row) => (row.link ? <code>{row.link.code}</code> : NOTHING) },
    { key: "email", title: "Customer", cell: (row) => <Email of={row.email} /> },
    {
      key: "latency",
      title: "After the click",
      right: true,
      cell: (row) => duration((Date.parse(row.createdAt) - Date.parse(row.clickedAt)) / 1000),
    },
    {
      key: "submission",
      title: "Submission",
      cell: (row) => (row.submission ? <Status of={row.submission.status} /> : NOTHING),
    },
    {
      key: "reward",
      title: "Reward",
      right: true,
      cell: (row) =>
        row.reward ? (
          <span title={row.reward.status.toLowerCase()}>{money(row.reward.amount)}</span>
        ) : (
          NOTHING
        ),
    },
    {
      key: "rewardStatus",
      title: "Reward status",
      optional: true,
      cell: (row) => (row.reward ? <Status of={row.reward.status} /> : NOTHING),
    },
    {
      key: "source",
      title: "Came from",
      optional: true,
      cell: (row) => (row.source === "SERVER" ? "A server" : "A page"),
    },
    {
      key: "existing",
      title: "Customer before",
      optional: true,
      cell: (row) => (row.existingCustomer ? "Yes" : "No"),
    },
  );
  return (
    <DataTable
      name="conversions"
      what="conversions"
      list={list}
      csv={{ list: "conversions", filter: given(filter) }}
      columns={columns}
      href={(row) => `/conversions/${row.id}`}
      filtered={filtered}
      clearFilters={() => {
        clearFilters();
        change({ range: undefined, from: undefined, to: undefined });
      }}
      bare={bare}
      filters={
        <>
          <DateRange usual="all" />
          <Filters of={filters} />
        </>
      }
      empty={
        <Empty icon={ArrowRightLeft} title="No conversion yet">
          A conversion is there as soon as somebody who followed a link signs up or buys, and a page or a
          backend says so.
          <Text component="span" display="block" mt="xs">
            The Install tab of a campaign shows how.
          </Text>
        </Empty>
      }
    />
  );
}
