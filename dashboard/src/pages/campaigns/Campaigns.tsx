import { Text } from "@mantine/core";
import { Megaphone, Plus } from "lucide-react";
import { useConnection } from "../../api/data";
import { CampaignsDocument, type CampaignsQuery } from "../../graphql";
import { Act } from "../../ui/Act";
import { Filters, useFiltered } from "../../ui/Filters";
import { count, counted, host, money, rate } from "../../ui/format";
import { Page } from "../../ui/Page";
import { Empty } from "../../ui/State";
import { Dot, Status } from "../../ui/Status";
import { oneOf, useAddress } from "../../ui/search";
import { type Column, DataTable } from "../../ui/Table";
import { Time } from "../../ui/Time";
import { NewCampaign } from "./NewCampaign";
import { MODELS, STATUSES } from "./words";

type Row = CampaignsQuery["campaigns"]["nodes"][number];

const COLUMNS: Array<Column<Row>> = [
  { key: "name", title: "Campaign", cell: (row) => row.name },
  { key: "status", title: "Status", cell: (row) => <Status of={row.status} /> },
  {
    key: "destination",
    title: "Destination",
    cell: (row) => (
      <Text truncate title={row.destinationUrl} size="sm">
        {host(row.destinationUrl)}
      </Text>
    ),
  },
  {
    key: "model",
    title: "Credit",
    cell: (row) => `${MODELS[row.attributionModel].short}, ${counted(row.attributionWindowDays, "day")}`,
  },
  { key: "partners", title: "Partners", right: true, cell: (row) => count(row.links.totalCount) },
  { key: "clicks", title: "Clicks, 30 d", right: true, cell: (row) => count(row.stats?.clicks) },
  {
    key: "conversions",
    title: "Conversions, 30 d",
    right: true,
    cell: (row) => count(row.stats?.conversions),
  },
  { key: "rate", title: "Rate", right: true, cell: (row) => rate(row.stats?.conversionRate) },
  {
    key: "reward",
    title: "Reward",
    right: true,
    cell: (row) => (row.reward ? money(row.reward) : "off"),
  },
  {
    key: "install",
    title: "Snippet",
    cell: (row) =>
      row.install.snippet ? (
        <Status of={row.install.snippet.verdict} />
      ) : (
        <Dot tone="mute">Not looked at</Dot>
      ),
  },
  { key: "created", title: "Created", optional: true, cell: (row) => <Time at={row.createdAt} /> },
];

/** All campaigns. */
export function Campaigns() {
  const [address, change] = useAddress();
  const { filtered, clearFilters } = useFiltered(["q", "status"]);
  const list = useConnection(
    CampaignsDocument,
    {
      filter: {
        search: address.q ?? null,
        status: oneOf(address.status, ["ACTIVE", "PAUSED", "ARCHIVED"]) ?? null,
      },
    },
    (data) => data.campaigns,
  );
  const create = (
    <Act leftSection={<Plus size={16} aria-hidden />} onClick={() => change({ new: "1" })}>
      New campaign
    </Act>
  );
  return (
    <Page
      title="Campaigns"
      actions={create}
      lead="Where links lead, which click is credited, and who may convert."
    >
      <DataTable
        name="campaigns"
        what="campaigns"
        list={list}
        columns={COLUMNS}
        href={(row) => `/campaigns/${row.id}`}
        filtered={filtered}
        clearFilters={clearFilters}
        filters={
          <Filters search="Search by name" of={[{ key: "status", label: "Status", options: STATUSES }]} />
        }
        empty={
          <Empty icon={Megaphone} title="No campaign yet" action={create}>
            A campaign says where its partners’ links lead, which click earns the credit, and what a
            conversion becomes. Name it and give it a destination; everything else can be changed later.
          </Empty>
        }
      />
      <NewCampaign opened={address.new === "1"} onClose={() => change({ new: undefined })} />
    </Page>
  );
}
