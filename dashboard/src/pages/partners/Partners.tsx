import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { Handshake, Plus, Upload } from "lucide-react";
import { useState } from "react";
import { useConnection, useWrite } from "../../api/data";
import { PartnerCreateDocument, PartnersDocument, type PartnersQuery } from "../../graphql";
import { Act } from "../../ui/Act";
import { Filters, useFiltered } from "../../ui/Filters";
import { count, NOTHING, rate } from "../../ui/format";
import { Page } from "../../ui/Page";
import { Empty } from "../../ui/State";
import { Status } from "../../ui/Status";
import { given, oneOf, useAddress } from "../../ui/search";
import { type Column, DataTable } from "../../ui/Table";
import { Time } from "../../ui/Time";
import { toast } from "../../ui/toast";
import { ImportPartners } from "./ImportPartners";
import { SetStatus } from "./SetStatus";

type Row = PartnersQuery["partners"]["nodes"][number];

const COLUMNS: Array<Column<Row>> = [
  { key: "name", title: "Partner", cell: (row) => row.name },
  { key: "status", title: "Status", cell: (row) => <Status of={row.status} /> },
  { key: "domain", title: "Domain", cell: (row) => row.domain ?? NOTHING },
  { key: "users", title: "Users", right: true, cell: (row) => count(row.users?.totalCount) },
  { key: "links", title: "Links", right: true, cell: (row) => count(row.links?.totalCount) },
  { key: "clicks", title: "Clicks, 30 d", right: true, cell: (row) => count(row.stats?.clicks) },
  {
    key: "conversions",
    title: "Conversions, 30 d",
    right: true,
    cell: (row) => count(row.stats?.conversions),
  },
  { key: "rate", title: "Rate", right: true, cell: (row) => rate(row.stats?.conversionRate) },
  { key: "active", title: "Last activity", cell: (row) => <Time at={row.lastActivityAt} /> },
  { key: "email", title: "E-mail", optional: true, cell: (row) => row.email ?? NOTHING },
  { key: "created", title: "Added", optional: true, cell: (row) => <Time at={row.createdAt} /> },
];

const STATUSES = [
  { value: "ACTIVE", label: "Active" },
  { value: "INACTIVE", label: "Inactive" },
] as const;

/** All partners. */
export function Partners() {
  const [address, change] = useAddress();
  const { filtered, clearFilters } = useFiltered(["q", "status"]);
  const filter = { search: address.q ?? null, status: oneOf(address.status, ["ACTIVE", "INACTIVE"]) ?? null };
  const list = useConnection(PartnersDocument, { filter }, (data) => data.partners);
  const [importing, setImporting] = useState(false);
  const create = (
    <Act leftSection={<Plus size={16} aria-hidden />} onClick={() => change({ new: "1" })}>
      Add partner
    </Act>
  );
  return (
    <Page
      title="Partners"
      actions={
        <>
          <Act
            variant="default"
            leftSection={<Upload size={15} aria-hidden />}
            onClick={() => setImporting(true)}
          >
            Import CSV
          </Act>
          {create}
        </>
      }
      lead="The companies and people who share your links."
    >
      <DataTable
        name="partners"
        what="partners"
        list={list}
        csv={{ list: "partners", filter: given(filter) }}
        columns={COLUMNS}
        href={(row) => `/partners/${row.id}`}
        filtered={filtered}
        clearFilters={clearFilters}
        filters={
          <Filters search="Search partners" of={[{ key: "status", label: "Status", options: STATUSES }]} />
        }
        bulk={(ids, clear) => <SetStatus ids={ids} clear={clear} />}
        empty={
          <Empty icon={Handshake} title="No partner yet" action={create}>
            Add the first one; then give it a link in a campaign.
          </Empty>
        }
      />
      {importing && <ImportPartners onClose={() => setImporting(false)} />}
      {address.new === "1" && <NewPartner onClose={() => change({ new: undefined })} />}
    </Page>
  );
}

function NewPartner({ onClose }: { onClose: () => void }) {
  const [input, setInput] = useState({ name: "", email: "", domain: "" });
  const { run, saving, problems } = useWrite(PartnerCreateDocument);
  const navigate = useNavigate();
  return (
    <Modal opened onClose={onClose} title="Add a partner">
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          const made = await run({
            input: {
              name: input.name,
              email: input.email.trim() || null,
              domain: input.domain.trim() || null,
            },
          });
          if (!made?.partner) return;
          toast.done(`${made.partner.name} is added.`);
          void navigate({ to: `/partners/${made.partner.id}` });
        }}
      >
        <Stack gap="md">
          <TextInput
            label="Name"
            required
            data-autofocus
            value={input.name}
            error={problems.of("name")}
            onChange={(event) => setInput({ ...input, name: event.currentTarget.value })}
          />
          <TextInput
            label="E-mail"
            description="Also known by it when self-referrals are refused."
            value={input.email}
            error={problems.of("email")}
            onChange={(event) => setInput({ ...input, email: event.currentTarget.value })}
          />
          <TextInput
            label="Domain"
            placeholder="northwind.example"
            value={input.domain}
            error={problems.of("domain")}
            onChange={(event) => setInput({ ...input, domain: event.currentTarget.value })}
          />
          {problems.besides("name", "email", "domain").map((message) => (
            <Text key={message} c="red" size="sm" role="alert">
              {message}
            </Text>
          ))}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Act type="submit" loading={saving}>
              Add partner
            </Act>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
