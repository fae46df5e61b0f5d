import { Button, Group, Modal, Stack, Switch, Text, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { ClipboardList, Plus } from "lucide-react";
import { useState } from "react";
import { useConnection, useWrite } from "../../api/data";
import { FormCreateDocument, FormsDocument, type FormsQuery } from "../../graphql";
import { Act } from "../../ui/Act";
import { Filters, useFiltered } from "../../ui/Filters";
import { Page } from "../../ui/Page";
import { Empty } from "../../ui/State";
import { useAddress } from "../../ui/search";
import { type Column, DataTable } from "../../ui/Table";
import { Time } from "../../ui/Time";
import { toast } from "../../ui/toast";

type Row = FormsQuery["forms"]["nodes"][number];

const COLUMNS: Array<Column<Row>> = [
  { key: "name", title: "Form", cell: (row) => row.name },
  {
    key: "fields",
    title: "Fields",
    cell: (row) => (
      <Text size="sm" truncate>
        {row.fields.map(({ label }) => label).join(", ")}
      </Text>
    ),
  },
  {
    key: "review",
    title: "Review",
    cell: (row) => (row.reviewRequired ? "By a person" : "None: accepted at once"),
  },
  { key: "changed", title: "Changed", cell: (row) => <Time at={row.updatedAt} /> },
  { key: "created", title: "Created", optional: true, cell: (row) => <Time at={row.createdAt} /> },
];

/** All forms. */
export function Forms() {
  const [address, change] = useAddress();
  const { filtered, clearFilters } = useFiltered(["q"]);
  const list = useConnection(FormsDocument, { filter: { search: address.q ?? null } }, (data) => data.forms);
  const create = (
    <Act leftSection={<Plus size={16} aria-hidden />} onClick={() => change({ new: "1" })}>
      New form
    </Act>
  );
  return (
    <Page title="Forms" actions={create} lead="What a conversion becomes: the fields that it fills.">
      <DataTable
        name="forms"
        what="forms"
        list={list}
        columns={COLUMNS}
        href={(row) => `/forms/${row.id}`}
        filtered={filtered}
        clearFilters={clearFilters}
        filters={<Filters search="Search by name" of={[]} />}
        empty={
          <Empty icon={ClipboardList} title="No form yet" action={create}>
            A form with an e-mail field is enough to begin with. A new campaign makes one if it is given none.
          </Empty>
        }
      />
      {address.new === "1" && <NewForm onClose={() => change({ new: undefined })} />}
    </Page>
  );
}

function NewForm({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const [reviewRequired, setReview] = useState(false);
  const { run, saving, problems } = useWrite(FormCreateDocument);
  const navigate = useNavigate();
  return (
    <Modal opened onClose={onClose} title="New form">
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          const made = await run({ input: { name, reviewRequired } });
          if (!made?.form) return;
          toast.done("The form is there. Next: its fields.");
          void navigate({ to: `/forms/${made.form.id}` });
        }}
      >
        <Stack gap="md">
          <TextInput
            label="Name"
            required
            data-autofocus
            value={name}
            error={problems.of("name")}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Switch
            label="A person reviews each submission"
            description="Without that, each is accepted at once."
            checked={reviewRequired}
            onChange={(event) => setReview(event.currentTarget.checked)}
          />
          {problems.besides("name").map((message) => (
            <Text key={message} c="red" size="sm" role="alert">
              {message}
            </Text>
          ))}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Act type="submit" loading={saving}>
              Create form
            </Act>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
