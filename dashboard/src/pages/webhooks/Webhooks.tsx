import { Button, Checkbox, Group, Modal, Stack, Switch, Text, TextInput } from "@mantine/core";
import { Webhook as Icon, Plus } from "lucide-react";
import { useState } from "react";
import { useConnection, useWrite } from "../../api/data";
import {
  type EndpointPartsFragment,
  WebhookEndpointCreateDocument,
  WebhookEndpointsDocument,
  type WebhookEventKind,
} from "../../graphql";
import { Act } from "../../ui/Act";
import { counted, NOTHING, rate } from "../../ui/format";
import { Page } from "../../ui/Page";
import { RevealOnce } from "../../ui/RevealOnce";
import { Empty } from "../../ui/State";
import { Dot } from "../../ui/Status";
import { useAddress } from "../../ui/search";
import { type Column, DataTable } from "../../ui/Table";
import { Time } from "../../ui/Time";
import { CHOICES, EVENTS } from "./words";

/** Whether an endpoint takes what it is sent. */
export function Health({ of }: { of: EndpointPartsFragment }) {
  if (of.status === "DISABLED") return <Dot tone="bad">Switched off</Dot>;
  if (of.failingSince) return <Dot tone="bad">Failing</Dot>;
  return <Dot tone="good">Working</Dot>;
}

const COLUMNS: Array<Column<EndpointPartsFragment>> = [
  {
    key: "url",
    title: "Endpoint",
    cell: (row) => <span style={{ overflowWrap: "anywhere" }}>{row.url}</span>,
  },
  { key: "health", title: "State", cell: (row) => <Health of={row} /> },
  { key: "events", title: "Events", cell: (row) => counted(row.events.length, "kind") },
  {
    key: "rate",
    title: "Taken, 24 h",
    right: true,
    cell: (row) => (row.lastDay.attempts === 0 ? NOTHING : rate(row.lastDay.successRate)),
  },
  {
    key: "failure",
    title: "Last failure",
    cell: (row) => row.lastFailure && <Time at={row.lastFailure.at} />,
  },
  { key: "description", title: "Note", optional: true, cell: (row) => row.description },
];

/** Where events are sent. */
export function Webhooks() {
  const [address, change] = useAddress();
  const [secret, setSecret] = useState<string | null>(null);
  const list = useConnection(WebhookEndpointsDocument, {}, (data) => data.webhookEndpoints);
  const create = (
    <Act leftSection={<Plus size={16} aria-hidden />} onClick={() => change({ new: "1" })}>
      Add endpoint
    </Act>
  );
  return (
    <Page
      title="Webhooks"
      actions={create}
      lead="Your servers are told of what happens, signed, and again until they have taken it."
    >
      <DataTable
        name="webhooks"
        what="endpoints"
        list={list}
        columns={COLUMNS}
        href={(row) => `/webhooks/${row.id}`}
        empty={
          <Empty icon={Icon} title="No endpoint yet" action={create}>
            Add the address of a server that wants to know. Each call is signed after the Standard Webhooks
            scheme.
          </Empty>
        }
      />
      {address.new === "1" && (
        <NewEndpoint
          onClose={() => change({ new: undefined })}
          onMade={(made) => {
            change({ new: undefined });
            setSecret(made);
          }}
        />
      )}
      {secret && <Secret secret={secret} onClose={() => setSecret(null)} />}
    </Page>
  );
}

/** A signing secret, shown once. */
export function Secret({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <RevealOnce
      title="The signing secret"
      secret={secret}
      examples={[{ what: "For an .env file", text: `INTROW_WEBHOOK_SECRET=${secret}` }]}
      onClose={onClose}
    />
  );
}

/** Which events, to tick. */
export function EventChoice({
  value,
  onChange,
  error,
}: {
  value: WebhookEventKind[];
  onChange: (value: WebhookEventKind[]) => void;
  error?: string;
}) {
  return (
    <Checkbox.Group
      label="Events"
      value={value}
      error={error}
      onChange={(chosen) => onChange(chosen as WebhookEventKind[])}
    >
      <Stack gap={8} mt={6}>
        {CHOICES.map((kind) => (
          <Checkbox
            key={kind}
            value={kind}
            label={EVENTS[kind].means}
            description={<code>{EVENTS[kind].name}</code>}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}

function NewEndpoint({ onClose, onMade }: { onClose: () => void; onMade: (secret: string) => void }) {
  const [url, setUrl] = useState("");
  const [events, setEvents] = useState<WebhookEventKind[]>(["CONVERSION_RECORDED"]);
  const [includeEmail, setEmail] = useState(false);
  const { run, saving, problems } = useWrite(WebhookEndpointCreateDocument);
  return (
    <Modal opened onClose={onClose} title="Add an endpoint">
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          const made = await run({ input: { url: url.trim(), events, includeEmail } });
          if (made?.secret) onMade(made.secret);
        }}
      >
        <Stack gap="md">
          <TextInput
            label="URL"
            description="At a public address. Redirects are not followed."
            placeholder="https://www.example.com/hooks/introw"
            required
            data-autofocus
            value={url}
            error={problems.of("url")}
            onChange={(event) => setUrl(event.currentTarget.value)}
          />
          <EventChoice value={events} onChange={setEvents} error={problems.within("events")} />
          <Switch
            label="Send customers’ addresses along"
            description="Without this an event names things by their ids alone."
            checked={includeEmail}
            onChange={(event) => setEmail(event.currentTarget.checked)}
          />
          {problems.besides("url", "events").map((message) => (
            <Text key={message} c="red" size="sm" role="alert">
              {message}
            </Text>
          ))}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Act type="submit" loading={saving}>
              Add endpoint
            </Act>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
