import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Coins } from "lucide-react";
import { useConnection } from "../../api/data";
import { RewardsDocument, type RewardsQuery } from "../../graphql";
import { DateRange } from "../../ui/DateRange";
import { type FilterDef, Filters, useFiltered } from "../../ui/Filters";
import { money, NOTHING } from "../../ui/format";
import { useRange } from "../../ui/range";
import { Empty } from "../../ui/State";
import { Status } from "../../ui/Status";
import { given, oneOf, useAddress } from "../../ui/search";
import { type Column, DataTable } from "../../ui/Table";
import { Time } from "../../ui/Time";

type Row = RewardsQuery["rewards"]["nodes"][number];

const STATUSES = [
  { value: "HELD", label: "Held" },
  { value: "PAYABLE", label: "Payable" },
  { value: "REVERSED", label: "Reversed" },
] as const;

const COLUMNS: Array<Column<Row>> = [
  { key: "time", title: "Recorded", cell: (row) => <Time at={row.createdAt} absolute /> },
  { key: "partner", title: "Partner", cell: (row) => row.partner?.name ?? NOTHING },
  { key: "campaign", title: "Campaign", cell: (row) => row.campaign?.name ?? NOTHING },
  { key: "status", title: "Status", cell: (row) => <Status of={row.status} /> },
  { key: "since", title: "Since", cell: (row) => <Time at={row.updatedAt} /> },
  { key: "amount", title: "Amount", right: true, cell: (row) => money(row.amount) },
];

/** Rewards, of everybody or of one campaign: the rows behind every sum of money. */
export function RewardTable({ campaignId }: { campaignId?: string }) {
  const [address] = useAddress();
  const range = useRange("all");
  const filters: FilterDef[] = [{ key: "status", label: "Status", options: STATUSES }];
  if (!campaignId) filters.push({ key: "campaign", label: "Campaign", of: "campaign" });
  filters.push({ key: "partner", label: "Partner", of: "partner" });
  const { filtered, clearFilters } = useFiltered([...filters.map(({ key }) => key), "range", "from", "to"]);
  const filter = {
    campaignId: campaignId ?? address.campaign ?? null,
    partnerId: address.partner ?? null,
    status: oneOf(address.status, ["HELD", "PAYABLE", "REVERSED"]) ?? null,
    from: range.fromTime ?? null,
    to: range.toTime ?? null,
  };
  const list = useConnection(RewardsDocument, { filter }, (data) => data.rewards);
  return (
    <DataTable
      name="rewards"
      what="rewards"
      list={list}
      columns={campaignId ? COLUMNS.filter(({ key }) => key !== "campaign") : COLUMNS}
      href={(row) => (row.conversion ? `/conversions/${row.conversion.id}` : "/rewards")}
      csv={{ list: "rewards", filter: given(filter) }}
      filtered={filtered}
      clearFilters={clearFilters}
      filters={
        <>
          <DateRange usual="all" />
          <Filters of={filters} />
        </>
      }
      empty={
        <Empty icon={Coins} title="No reward yet">
          {campaignId ? (
            "Each conversion that earns something has a line here, and every sum above is their total."
          ) : (
            <>
              A campaign with an amount on its tab Reward earns its partners something.{" "}
              <Anchor underline="always" renderRoot={(props) => <Link to="/campaigns" {...props} />}>
                To the campaigns
              </Anchor>
            </>
          )}
        </Empty>
      }
    />
  );
}
