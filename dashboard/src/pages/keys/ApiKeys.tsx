import { Group, Stack, Text } from "@mantine/core";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { useConnection, useWrite } from "../../api/data";
import {
  ApiKeyRevokeDocument,
  ApiKeyRotateDocument,
  ApiKeysDocument,
  type ApiKeysQuery,
} from "../../graphql";
import { Act } from "../../ui/Act";
import { useConfirm } from "../../ui/Confirm";
import { type FilterDef, Filters, useFiltered } from "../../ui/Filters";
import { relative } from "../../ui/format";
import { Page } from "../../ui/Page";
import { RevealOnce } from "../../ui/RevealOnce";
import { Empty } from "../../ui/State";
import { Dot } from "../../ui/Status";
import { useAddress } from "../../ui/search";
import { type Column, DataTable } from "../../ui/Table";
import { Time } from "../../ui/Time";
import { toast } from "../../ui/toast";
import { NewKey } from "./NewKey";

type Row = ApiKeysQuery["apiKeys"]["nodes"][number];

const OVERLAP_HOURS = 24;
const DAY_MS = 86_400_000;
const SOON_MS = 14 * DAY_MS;
const IN_USE_MS = 10 * 60_000;

function State({ of }: { of: Row }) {
  const left = of.expiresAt ? Date.parse(of.expiresAt) - Date.now() : Number.POSITIVE_INFINITY;
  if (of.revokedAt) return <Dot tone="bad">Revoked</Dot>;
  if (left <= 0) return <Dot tone="mute">Expired</Dot>;
  if (of.browserSeenAt) return <Dot tone="bad">Seen in a browser</Dot>;
  if (left < SOON_MS) return <Dot tone="warn">Expires soon</Dot>;
  return <Dot tone="good">Active</Dot>;
}

const FILTERS: FilterDef[] = [
  {
    key: "state",
    label: "State",
    options: [
      { value: "live", label: "Not revoked" },
      { value: "revoked", label: "Revoked" },
    ],
  },
];

/** Secret keys of programs. */
export function ApiKeys() {
  const [address, change] = useAddress();
  const [secret, setSecret] = useState<string | null>(null);
  const { filtered, clearFilters } = useFiltered(["state"]);
  const list = useConnection(
    ApiKeysDocument,
    { filter: { revoked: address.state ? address.state === "revoked" : null } },
    (data) => data.apiKeys,
  );
  const columns: Array<Column<Row>> = [
    { key: "name", title: "Key", cell: (row) => <Text fw={500}>{row.name}</Text> },
    { key: "state", title: "State", cell: (row) => <State of={row} /> },
    { key: "prefix", title: "Begins with", cell: (row) => <code>{row.prefix}…</code> },
    {
      key: "scopes",
      title: "May",
      cell: (row) => (
        <Text size="sm" c="dimmed" lineClamp={2} title={row.scopes.join("\n")}>
          {row.scopes.length > 8 ? "everything" : row.scopes.join(", ")}
        </Text>
      ),
    },
    { key: "used", title: "Last used", cell: (row) => <Time at={row.lastUsedAt} /> },
    {
      key: "expires",
      title: "Expires",
      cell: (row) => (row.expiresAt ? <Time at={row.expiresAt} /> : "Never"),
    },
    { key: "created", title: "Made", optional: true, cell: (row) => <Time at={row.createdAt} /> },
    { key: "by", title: "Made by", optional: true, cell: (row) => row.createdBy },
    {
      key: "actions",
      title: "",
      right: true,
      cell: (row) =>
        !row.revokedAt && (
          <Group gap={4} justify="flex-end" wrap="nowrap">
            <Rotate of={row} onMade={setSecret} />
            <Revoke of={row} />
          </Group>
        ),
    },
  ];
  const create = (
    <Act leftSection={<Plus size={16} aria-hidden />} onClick={() => change({ new: "1" })}>
      New API key
    </Act>
  );
  return (
    <Page
      title="API keys"
      actions={create}
      lead="Secret keys with which your backends call the API. Keep them out of pages and apps."
    >
      <DataTable
        name="api-keys"
        what="keys"
        list={list}
        columns={columns}
        filtered={filtered}
        clearFilters={clearFilters}
        filters={<Filters of={FILTERS} />}
        empty={
          <Empty icon={KeyRound} title="No key yet" action={create}>
            A key with the scope <code>affiliate:write</code> lets a backend send conversions.
          </Empty>
        }
      />
      {address.new === "1" && (
        <NewKey
          onClose={() => change({ new: undefined })}
          onMade={(made) => {
            change({ new: undefined });
            setSecret(made);
          }}
        />
      )}
      {secret && (
        <RevealOnce
          title="Your new API key"
          secret={secret}
          examples={[
            { what: "For an .env file", text: `INTROW_API_KEY=${secret}` },
            {
              what: "To try it",
              text: `curl -i ${window.location.origin}/api/v1/affiliate/conversions \\\n  -H 'x-api-key: ${secret}' -H 'content-type: application/json' \\\n  -d '{"clickId":"…"}'`,
            },
          ]}
          onClose={() => setSecret(null)}
        />
      )}
    </Page>
  );
}

/** Puts a new key beside one that is in use, so that its users can change over. */
function Rotate({ of, onMade }: { of: Row; onMade: (secret: string) => void }) {
  const { run, saving } = useWrite(ApiKeyRotateDocument, { tell: true });
  const confirm = useConfirm();
  return (
    <Act
      variant="subtle"
      color="gray"
      size="compact-sm"
      loading={saving}
      onClick={async () => {
        const yes = await confirm({
          title: `A new secret for ${of.name}?`,
          effect: `You get a new key with the same name and scopes. The old one goes on working for ${OVERLAP_HOURS} hours, so that you can put the new one in place meanwhile.`,
          action: "Make a new key",
        });
        if (!yes) return;
        const made = await run({ id: of.id, overlapHours: OVERLAP_HOURS });
        if (made?.secret) onMade(made.secret);
      }}
    >
      Rotate
    </Act>
  );
}

function Revoke({ of }: { of: Row }) {
  const { run, saving } = useWrite(ApiKeyRevokeDocument, { tell: true });
  const confirm = useConfirm();
  return (
    <Act
      variant="subtle"
      color="red"
      size="compact-sm"
      loading={saving}
      onClick={async () => {
        const inUse = of.lastUsedAt && Date.now() - Date.parse(of.lastUsedAt) < IN_USE_MS;
        const yes = await confirm({
          title: `Revoke ${of.name}?`,
          effect: (
            <Stack gap="xs">
              <Text>
                Whatever uses it is refused within two seconds, and for good: a key cannot be restored.
              </Text>
              {of.lastUsedAt && (
                <Text fw={inUse ? 600 : 400} c={inUse ? "red" : undefined}>
                  It was last used {relative(of.lastUsedAt, Date.now())}.
                </Text>
              )}
            </Stack>
          ),
          action: "Revoke",
          danger: true,
          typed: of.name,
        });
        if (yes && (await run({ id: of.id }))) toast.done(`${of.name} is revoked.`);
      }}
    >
      Revoke
    </Act>
  );
}
