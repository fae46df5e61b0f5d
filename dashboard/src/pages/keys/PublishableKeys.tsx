import { Anchor, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Tags } from "lucide-react";
import { useConnection, useWrite } from "../../api/data";
import { useZone } from "../../api/organisation";
import {
  PublishableKeyRotateDocument,
  PublishableKeysDocument,
  type PublishableKeysQuery,
} from "../../graphql";
import { Act } from "../../ui/Act";
import { useConfirm } from "../../ui/Confirm";
import { CopyText } from "../../ui/Copy";
import { Filters, useFiltered } from "../../ui/Filters";
import { counted, dateTime, host } from "../../ui/format";
import { Page } from "../../ui/Page";
import { Empty } from "../../ui/State";
import { Dot } from "../../ui/Status";
import { useAddress } from "../../ui/search";
import { type Column, DataTable } from "../../ui/Table";
import { Time } from "../../ui/Time";
import { toast } from "../../ui/toast";

type Row = PublishableKeysQuery["publishableKeys"]["nodes"][number];

const OVERLAP_DAYS = 30;

function State({ of }: { of: Row }) {
  if (!of.expiresAt) return <Dot tone="good">Current</Dot>;
  if (Date.parse(of.expiresAt) <= Date.now()) return <Dot tone="mute">Ended</Dot>;
  return (
    <>
      <Dot tone="warn">Being replaced</Dot>{" "}
      <Text span size="sm" c="dimmed">
        ends <Time at={of.expiresAt} />
      </Text>
    </>
  );
}

const COLUMNS: Array<Column<Row>> = [
  {
    key: "of",
    title: "Good for",
    cell: (row) =>
      row.campaign ? (
        <Anchor renderRoot={(props) => <Link to={`/campaigns/${row.campaign?.id}`} {...props} />}>
          {row.campaign.name}
        </Anchor>
      ) : (
        <Text fw={500}>Every campaign</Text>
      ),
  },
  {
    key: "key",
    title: "Key",
    cell: (row) => <CopyText text={row.key} shown={`${row.key.slice(0, 18)}…`} what="the key" />,
  },
  { key: "state", title: "State", cell: (row) => <State of={row} /> },
  {
    key: "origins",
    title: "Seen on",
    cell: (row) => {
      const [first, ...others] = row.seenOrigins ?? [];
      if (!first) return <Text c="dimmed">no page yet</Text>;
      return (
        <span title={row.seenOrigins?.map(({ origin, count }) => `${origin}: ${count}`).join("\n")}>
          {host(first.origin)}
          {others.length > 0 && ` and ${counted(others.length, "other")}`}{" "}
          <Text span size="sm" c="dimmed">
            <Time at={first.lastSeenAt} />
          </Text>
        </span>
      );
    },
  },
  { key: "made", title: "Made", cell: (row) => <Time at={row.createdAt} /> },
  { key: "actions", title: "", right: true, cell: (row) => !row.expiresAt && <Rotate of={row} /> },
];

const STATES = [
  { value: "current", label: "Current" },
  { value: "replaced", label: "Replaced" },
] as const;

/** Keys that pages carry: public, and good for sending conversions alone. */
export function PublishableKeys() {
  const [address] = useAddress();
  const { filtered, clearFilters } = useFiltered(["state", "campaign"]);
  const list = useConnection(
    PublishableKeysDocument,
    {
      filter: {
        campaignId: address.campaign ?? null,
        current: address.state ? address.state === "current" : null,
      },
    },
    (data) => data.publishableKeys,
    { size: 25 },
  );
  return (
    <Page
      title="Publishable keys"
      lead="They stand in pages, where everybody can read them, and can do nothing but send conversions for clicks that we signed. The snippet takes the one that is good for every campaign."
    >
      <DataTable
        name="publishable-keys"
        what="keys"
        list={list}
        columns={COLUMNS}
        filtered={filtered}
        clearFilters={clearFilters}
        filters={
          <Filters
            of={[
              { key: "state", label: "State", options: STATES },
              { key: "campaign", label: "Campaign", of: "campaign" },
            ]}
          />
        }
        empty={<Empty icon={Tags} title="No key" />}
      />
    </Page>
  );
}

function Rotate({ of }: { of: Row }) {
  const { run, saving } = useWrite(PublishableKeyRotateDocument, { tell: true });
  const confirm = useConfirm();
  const zone = useZone();
  return (
    <Act
      variant="default"
      size="compact-sm"
      loading={saving}
      onClick={async () => {
        const yes = await confirm({
          title: `A new key for ${of.campaign ? of.campaign.name : "every campaign"}?`,
          effect: `The old one goes on working for ${OVERLAP_DAYS} days, so that you can put the new one on every page meanwhile. After that its calls are refused.`,
          action: "Make a new key",
        });
        if (!yes) return;
        const done = await run({ campaignId: of.campaign?.id ?? null, overlapDays: OVERLAP_DAYS });
        if (done?.oldKeyExpiresAt)
          toast.done(`The new key works. The old one does until ${dateTime(done.oldKeyExpiresAt, zone)}.`);
      }}
    >
      Rotate
    </Act>
  );
}
