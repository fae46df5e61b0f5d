import { Text } from "@mantine/core";
import { useConnection, useData, useWrite } from "../../api/data";
import { useZone } from "../../api/organisation";
import {
  PublishableKeyRotateDocument,
  PublishableKeysDocument,
  type PublishableKeysQuery,
} from "../../graphql";
import { Act } from "../../ui/Act";
import { useConfirm } from "../../ui/Confirm";
import { CopyText } from "../../ui/Copy";
import { dateTime } from "../../ui/format";
import { Page, Section } from "../../ui/Page";
import { Empty } from "../../ui/State";
import { Status } from "../../ui/Status";
import { type Column, DataTable } from "../../ui/Table";
import { toast } from "../../ui/toast";

type Row = PublishableKeysQuery["campaigns"]["nodes"][number];

const OVERLAP_DAYS = 30;

const COLUMNS: Array<Column<Row>> = [
  { key: "campaign", title: "Campaign", cell: (row) => row.name },
  { key: "status", title: "Status", cell: (row) => <Status of={row.status} /> },
  {
    key: "key",
    title: "Key",
    cell: (row) => (
      <CopyText text={row.publishableKey} shown={`${row.publishableKey.slice(0, 14)}…`} what="the key" />
    ),
  },
  {
    key: "origins",
    title: "Good for pages of",
    cell: (row) =>
      row.allowedOrigins.length === 0 ? <Text c="dimmed">every origin</Text> : row.allowedOrigins.join(", "),
  },
  {
    key: "actions",
    title: "",
    right: true,
    cell: (row) => <Rotate campaignId={row.id} of={`the campaign ${row.name}`} />,
  },
];

/** Keys that pages carry: public, and good for sending conversions alone. */
export function PublishableKeys() {
  const { data } = useData(PublishableKeysDocument, { first: 1 });
  const list = useConnection(PublishableKeysDocument, {}, (found) => found.campaigns);
  const key = data?.organisation.publishableKey;
  return (
    <Page
      title="Publishable keys"
      lead="They stand in pages, where everybody can read them, and can do nothing but send conversions for clicks that we signed."
    >
      <div style={{ marginBottom: 20 }}>
        <Section title="Of the organisation" actions={<Rotate campaignId={null} of="the organisation" />}>
          <Text c="dimmed" mb="xs">
            The one for the snippet. It is good for every campaign: the click decides which.
          </Text>
          {key && <CopyText text={key} what="the organisation's key" />}
        </Section>
      </div>
      <DataTable
        name="publishable-keys"
        what="campaigns"
        list={list}
        columns={COLUMNS}
        empty={
          <Empty title="No campaign yet">
            Each campaign has a key of its own, for pages that must count for it alone.
          </Empty>
        }
      />
    </Page>
  );
}

function Rotate({ campaignId, of }: { campaignId: string | null; of: string }) {
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
          title: `A new key for ${of}?`,
          effect: `The old one goes on working for ${OVERLAP_DAYS} days, so that you can put the new one on every page meanwhile. After that its calls are refused.`,
          action: "Make a new key",
        });
        if (!yes) return;
        const done = await run({ campaignId, overlapDays: OVERLAP_DAYS });
        if (done?.oldKeyExpiresAt)
          toast.done(`The new key works. The old one does until ${dateTime(done.oldKeyExpiresAt, zone)}.`);
      }}
    >
      Rotate
    </Act>
  );
}
