import { Anchor, Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Plus, Signature, Upload } from "lucide-react";
import { useState } from "react";
import { useConnection, useWrite } from "../../api/data";
import {
  LegacyLinkCreateDocument,
  LegacyLinkDeleteDocument,
  LegacyLinksDocument,
  type LegacyLinksQuery,
} from "../../graphql";
import { Act } from "../../ui/Act";
import { useConfirm } from "../../ui/Confirm";
import { Filters, useFiltered } from "../../ui/Filters";
import { counted, NOTHING } from "../../ui/format";
import { LinkSelect } from "../../ui/LinkSelect";
import { Page } from "../../ui/Page";
import { Empty } from "../../ui/State";
import { useAddress } from "../../ui/search";
import { type Column, DataTable } from "../../ui/Table";
import { Time } from "../../ui/Time";
import { toast } from "../../ui/toast";
import { ImportLegacyLinks } from "./ImportLegacyLinks";
import classes from "./legacy.module.css";
import { Misses } from "./Misses";
import { TestBox } from "./TestBox";

type Row = LegacyLinksQuery["legacyLinks"]["nodes"][number];

const COLUMNS: Array<Column<Row>> = [
  {
    key: "url",
    title: "Old URL",
    cell: (row) => (
      <Text size="sm" style={{ overflowWrap: "anywhere" }}>
        {row.url}
      </Text>
    ),
  },
  {
    key: "link",
    title: "Leads to",
    cell: (row) =>
      row.link ? (
        <Anchor renderRoot={(props) => <Link to={`/links/${row.link?.id}`} {...props} />}>
          {row.link.partner?.name ?? row.link.code}
          {row.link.campaign && ` · ${row.link.campaign.name}`}
        </Anchor>
      ) : (
        NOTHING
      ),
  },
  { key: "normalised", title: "Compared as", optional: true, cell: (row) => <code>{row.normalised}</code> },
  { key: "hits", title: "Followed", right: true, cell: (row) => counted(row.hits, "time") },
  { key: "lastHit", title: "Last", cell: (row) => <Time at={row.lastHitAt} /> },
  { key: "created", title: "Added", optional: true, cell: (row) => <Time at={row.createdAt} /> },
  { key: "actions", title: "", right: true, cell: (row) => <Delete of={row} /> },
];

/** Old URLs of another system, and the links that they lead to. */
export function LegacyLinks() {
  const [address, change] = useAddress();
  const { filtered, clearFilters } = useFiltered(["q"]);
  const list = useConnection(
    LegacyLinksDocument,
    { filter: { search: address.q ?? null } },
    (data) => data.legacyLinks,
  );
  const [importing, setImporting] = useState(false);
  const actions = (
    <Group gap="xs">
      <Act
        variant="default"
        leftSection={<Upload size={15} aria-hidden />}
        onClick={() => setImporting(true)}
      >
        Import CSV
      </Act>
      <Act leftSection={<Plus size={16} aria-hidden />} onClick={() => change({ new: "1" })}>
        Add
      </Act>
    </Group>
  );
  return (
    <Page
      title="Legacy links"
      actions={actions}
      lead="URLs that partners shared before you came here. They go on working."
    >
      <DataTable
        name="legacy-links"
        what="legacy links"
        list={list}
        columns={COLUMNS}
        filtered={filtered}
        clearFilters={clearFilters}
        filters={<Filters search="Search in the URLs" of={[]} />}
        empty={
          <Empty icon={Signature} title="No legacy link" action={actions}>
            Point the old host’s redirects at <code>/api/v1/affiliate/legacy-redirect</code> and say here
            which link each old URL stands for.
          </Empty>
        }
      />
      <div className={classes.beside}>
        <Misses />
        <TestBox />
      </div>
      {address.new === "1" && (
        <Add onClose={() => change({ new: undefined, url: undefined })} initial={address.url ?? ""} />
      )}
      {importing && <ImportLegacyLinks onClose={() => setImporting(false)} />}
    </Page>
  );
}

function Delete({ of }: { of: Row }) {
  const { run, saving } = useWrite(LegacyLinkDeleteDocument, { tell: true });
  const confirm = useConfirm();
  return (
    <Act
      variant="subtle"
      color="red"
      size="compact-sm"
      loading={saving}
      onClick={async () => {
        const yes = await confirm({
          title: "Delete this legacy link?",
          effect: `Whoever follows ${of.url} from now on finds nothing.`,
          action: "Delete",
          danger: true,
        });
        if (yes && (await run({ id: of.id }))) toast.done("Deleted.");
      }}
    >
      Delete
    </Act>
  );
}

function Add({ onClose, initial }: { onClose: () => void; initial: string }) {
  const [url, setUrl] = useState(initial);
  const [linkId, setLink] = useState<string | null>(null);
  const { run, saving, problems } = useWrite(LegacyLinkCreateDocument);
  return (
    <Modal opened onClose={onClose} title="Add a legacy link">
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          if (!(await run({ linkId: linkId ?? "", url }))) return;
          toast.done("Added.");
          onClose();
        }}
      >
        <Stack gap="md">
          <TextInput
            label="Old URL"
            required
            data-autofocus
            placeholder="https://old.example.com/ref?id=7"
            value={url}
            error={problems.of("url")}
            onChange={(event) => setUrl(event.currentTarget.value)}
          />
          <LinkSelect label="Leads to" value={linkId} error={problems.of("linkId")} onChange={setLink} />
          {problems.besides("url", "linkId").map((message) => (
            <Text key={message} c="red" size="sm" role="alert">
              {message}
            </Text>
          ))}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Act type="submit" loading={saving} because={!linkId && "Choose where it leads."}>
              Add
            </Act>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
