import {
  Anchor,
  Badge,
  Button,
  FileButton,
  Group,
  Modal,
  Select,
  Stack,
  Table,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Plus, Signature, Upload } from "lucide-react";
import { useState } from "react";
import { useConnection, useWrite } from "../../api/data";
import {
  LegacyLinkCreateDocument,
  LegacyLinkDeleteDocument,
  LegacyLinksDocument,
  LegacyLinksImportDocument,
  type LegacyLinksImportMutation,
  type LegacyLinksQuery,
  LinksDocument,
} from "../../graphql";
import { Act } from "../../ui/Act";
import { useConfirm } from "../../ui/Confirm";
import { Filters, useFiltered } from "../../ui/Filters";
import { counted, NOTHING } from "../../ui/format";
import { Page } from "../../ui/Page";
import { Empty } from "../../ui/State";
import { useAddress } from "../../ui/search";
import { type Column, DataTable } from "../../ui/Table";
import { Time } from "../../ui/Time";
import { toast } from "../../ui/toast";

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
  { key: "created", title: "Added", cell: (row) => <Time at={row.createdAt} /> },
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
      {address.new === "1" && <Add onClose={() => change({ new: undefined })} />}
      {importing && <Import onClose={() => setImporting(false)} />}
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

function Add({ onClose }: { onClose: () => void }) {
  const [url, setUrl] = useState("");
  const [linkId, setLink] = useState<string | null>(null);
  const { run, saving, problems } = useWrite(LegacyLinkCreateDocument);
  const links = useConnection(LinksDocument, { filter: {} }, (data) => data.links, { size: 100 });
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
          <Select
            label="Leads to"
            required
            searchable
            data={links.rows.map((link) => ({
              value: link.id,
              label: `${link.partner?.name ?? link.code} · ${link.campaign?.name ?? ""} (${link.code})`,
            }))}
            value={linkId}
            error={problems.of("linkId")}
            onChange={setLink}
          />
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

type ImportRow = NonNullable<LegacyLinksImportMutation["legacyLinksImport"]["rows"]>[number];

function Import({ onClose }: { onClose: () => void }) {
  const [csv, setCsv] = useState("");
  const [rows, setRows] = useState<ImportRow[] | null>(null);
  const { run, saving, problems } = useWrite(LegacyLinksImportDocument);
  const failed = rows?.filter((row) => row.message) ?? [];
  return (
    <Modal opened onClose={onClose} title="Import legacy links" size="lg">
      {rows ? (
        <Stack gap="md">
          <Text>
            {counted(rows.length - failed.length, "row")} imported
            {failed.length > 0 && `, ${counted(failed.length, "row")} not`}.
          </Text>
          <Table.ScrollContainer minWidth={420} mah={360}>
            <Table>
              <Table.Tbody>
                {rows.map((row) => (
                  <Table.Tr key={row.line}>
                    <Table.Td>{row.line}</Table.Td>
                    <Table.Td style={{ overflowWrap: "anywhere" }}>{row.url}</Table.Td>
                    <Table.Td>
                      {row.message ? (
                        <Text c="red">{row.message}</Text>
                      ) : (
                        <Badge color="teal">Imported</Badge>
                      )}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
          <Group justify="flex-end">
            <Button onClick={onClose}>Done</Button>
          </Group>
        </Stack>
      ) : (
        <Stack gap="md">
          <Text c="dimmed">
            Two columns, <code>url</code> and <code>link</code>: the old URL, and the id or the code of the
            link. Each row is told by itself whether it went in.
          </Text>
          <Textarea
            label="CSV"
            autosize
            minRows={6}
            maxRows={16}
            placeholder={"url,link\nhttps://old.example.com/ref?id=7,zPpScHyL"}
            value={csv}
            error={problems.besides()[0]}
            onChange={(event) => setCsv(event.currentTarget.value)}
            styles={{ input: { fontFamily: "var(--introw-mono)", fontSize: 12.5 } }}
          />
          <Group justify="space-between">
            <FileButton accept=".csv,text/csv" onChange={async (file) => file && setCsv(await file.text())}>
              {(props) => (
                <Button variant="default" {...props}>
                  Choose a file
                </Button>
              )}
            </FileButton>
            <Group>
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Act
                loading={saving}
                because={csv.trim() === "" && "Paste rows or choose a file."}
                onClick={async () => {
                  const done = await run({ csv });
                  if (done?.rows) setRows(done.rows);
                }}
              >
                Import
              </Act>
            </Group>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
