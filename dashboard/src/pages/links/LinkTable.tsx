import { Badge, Group, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useConnection } from "../../api/data";
import { type LinkRowFragment, LinksDocument } from "../../graphql";
import { CopyButton } from "../../ui/Copy";
import { type FilterDef, Filters, useFiltered } from "../../ui/Filters";
import { count, rate } from "../../ui/format";
import { given, useAddress } from "../../ui/search";
import { type Column, DataTable } from "../../ui/Table";
import { Time } from "../../ui/Time";
import { BulkLinks } from "./BulkLinks";
import { LinkState } from "./LinkState";

interface LinkTableProps {
  /** Only those of one campaign, or of one partner. */
  campaignId?: string;
  partnerId?: string;
  empty: ReactNode;
  action?: ReactNode;
  bare?: boolean;
}

const STATES = [
  { value: "live", label: "Live" },
  { value: "review", label: "To review" },
  { value: "revoked", label: "Revoked" },
] as const;

/** Links, of everybody or of one campaign or partner. */
export function LinkTable({ campaignId, partnerId, empty, action, bare }: LinkTableProps) {
  const [address] = useAddress();
  const filters: FilterDef[] = [{ key: "state", label: "State", options: STATES }];
  if (!campaignId) filters.push({ key: "campaign", label: "Campaign", of: "campaign" });
  if (!partnerId) filters.push({ key: "partner", label: "Partner", of: "partner" });
  const { filtered, clearFilters } = useFiltered([...filters.map(({ key }) => key), "q"]);
  const filter = {
    campaignId: campaignId ?? address.campaign ?? null,
    partnerId: partnerId ?? address.partner ?? null,
    revoked: address.state ? address.state === "revoked" : null,
    review: address.state === "review" ? true : null,
    search: address.q ?? null,
  };
  const list = useConnection(LinksDocument, { filter }, (data) => data.links);
  const columns: Array<Column<LinkRowFragment>> = [
    {
      key: "link",
      title: "Link",
      cell: (row) => (partnerId ? (row.campaign?.name ?? row.code) : (row.partner?.name ?? row.code)),
    },
  ];
  if (!campaignId && !partnerId) {
    columns.push({ key: "campaign", title: "Campaign", cell: (row) => row.campaign?.name });
  }
  columns.push(
    {
      key: "state",
      title: "State",
      cell: (row) => <LinkState of={row} />,
    },
    {
      key: "code",
      title: "Code",
      cell: (row) => (
        <Group gap={4} wrap="nowrap" justify="flex-start">
          <code>{row.code}</code>
          <CopyButton text={row.url} what="the link" />
        </Group>
      ),
    },
    {
      key: "aliases",
      title: "Aliases",
      cell: (row) =>
        row.aliases.length === 0 ? (
          <Text size="sm" c="dimmed">
            None
          </Text>
        ) : (
          <Group gap={4}>
            {row.aliases.slice(0, 2).map((alias) => (
              <Badge key={alias.id} color="gray" variant="light" c="var(--mantine-color-text)">
                {alias.slug}
              </Badge>
            ))}
            {row.aliases.length > 2 && (
              <Text size="sm" c="dimmed">
                +{row.aliases.length - 2}
              </Text>
            )}
          </Group>
        ),
    },
    { key: "clicks", title: "Clicks", right: true, cell: (row) => count(row.stats?.clicks) },
    {
      key: "conversions",
      title: "Conversions",
      right: true,
      cell: (row) => count(row.stats?.conversions),
    },
    { key: "rate", title: "Rate", right: true, cell: (row) => rate(row.stats?.conversionRate) },
    {
      key: "accepted",
      title: "Accepted",
      right: true,
      optional: bare,
      cell: (row) => count(row.performance?.accepted),
    },
    {
      key: "pending",
      title: "Waiting",
      right: true,
      optional: bare || !campaignId,
      cell: (row) => count(row.performance?.pending),
    },
    {
      key: "declined",
      title: "Declined",
      right: true,
      optional: bare,
      cell: (row) => count(row.performance?.declined),
    },
    {
      key: "failed",
      title: "Failed",
      right: true,
      optional: bare || !campaignId,
      cell: (row) => count(row.performance?.failed),
    },
    {
      key: "activity",
      title: "Last activity",
      optional: true,
      cell: (row) => <Time at={row.lastActivityAt} />,
    },
    { key: "created", title: "Created", optional: true, cell: (row) => <Time at={row.createdAt} /> },
  );
  return (
    <DataTable
      name="links"
      what="links"
      list={list}
      csv={{ list: "links", filter: given(filter) }}
      columns={columns}
      href={(row) => `/links/${row.id}`}
      filtered={filtered}
      clearFilters={clearFilters}
      bare={bare}
      filters={
        <Group gap={6}>
          {action}
          <Filters search="Search codes and aliases" of={filters} />
        </Group>
      }
      bulk={(ids, clear) => <BulkLinks ids={ids} clear={clear} />}
      empty={empty}
    />
  );
}
