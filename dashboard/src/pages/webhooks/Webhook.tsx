import { Alert, Button, Drawer, Group, Menu, Stack, Switch, Tabs, Text, TextInput } from "@mantine/core";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useConnection, useData, useWrite } from "../../api/data";
import {
  type EndpointPartsFragment,
  WebhookDeliveriesDocument,
  type WebhookDeliveriesQuery,
  WebhookDeliveryDocument,
  WebhookDeliveryRetryDocument,
  WebhookEndpointDeleteDocument,
  WebhookEndpointDocument,
  WebhookEndpointRecoverDocument,
  WebhookEndpointRotateSecretDocument,
  WebhookEndpointTestDocument,
  WebhookEndpointUpdateDocument,
} from "../../graphql";
import { Act } from "../../ui/Act";
import { useConfirm } from "../../ui/Confirm";
import { Code, CopyText } from "../../ui/Copy";
import { Filters, useFiltered } from "../../ui/Filters";
import { counted, rate } from "../../ui/format";
import { Detail, Facts, Page, Section } from "../../ui/Page";
import { SaveBar, useDraft } from "../../ui/SaveBar";
import { Empty, Failed, Loading, Missing } from "../../ui/State";
import { Status } from "../../ui/Status";
import { oneOf, useAddress } from "../../ui/search";
import { type Column, DataTable, RowButton } from "../../ui/Table";
import { Time } from "../../ui/Time";
import { toast } from "../../ui/toast";
import { EventChoice, Health, Secret } from "./Webhooks";
import { EVENTS, VERIFICATION } from "./words";

const OVERLAP_HOURS = 24;
const HOUR_MS = 3_600_000;
const SINCE = [
  ["the last hour", HOUR_MS],
  ["the last day", 24 * HOUR_MS],
  ["the last week", 7 * 24 * HOUR_MS],
] as const;

/** One endpoint: what it is sent, what it has taken, and how to check the signature. */
export function WebhookPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, isPending, error, refetch } = useData(WebhookEndpointDocument, { id });
  const [secret, setSecret] = useState<string | null>(null);
  if (isPending) return <Loading />;
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  const endpoint = data?.webhookEndpoint;
  if (!endpoint) return <Missing what="endpoint" />;
  return (
    <Page
      title={endpoint.url}
      badge={<Health of={endpoint} />}
      parent={{ to: "/webhooks", title: "Webhooks" }}
      actions={<Actions endpoint={endpoint} onSecret={setSecret} />}
      narrow
    >
      <Detail
        side={
          <Section title="Details">
            <Facts
              of={[
                ["Id", <CopyText key="id" text={endpoint.id} what="the endpoint's id" />],
                [
                  "Taken, 24 h",
                  endpoint.lastDay.attempts === 0
                    ? "nothing sent"
                    : `${rate(endpoint.lastDay.successRate)} of ${counted(endpoint.lastDay.attempts, "call")}`,
                ],
                endpoint.lastFailure && ["Last failure", <Time key="failure" at={endpoint.lastFailure.at} />],
                endpoint.pausedUntil && ["Tried again", <Time key="paused" at={endpoint.pausedUntil} />],
                endpoint.oldSecretExpiresAt && [
                  "Old secret until",
                  <Time key="old" at={endpoint.oldSecretExpiresAt} />,
                ],
                ["Added", <Time key="added" at={endpoint.createdAt} />],
              ]}
            />
          </Section>
        }
      >
        {endpoint.status === "DISABLED" && (
          <Alert color="red" title="Nothing is sent to it">
            {endpoint.disabledReason ?? "It is switched off."}
          </Alert>
        )}
        {endpoint.status !== "DISABLED" && endpoint.failingSince && (
          <Alert color="yellow" title="It does not take what it is sent">
            Since <Time at={endpoint.failingSince} />: {endpoint.lastFailure?.message} Each event is tried for
            three days; after five days of nothing but failures the endpoint is switched off.
          </Alert>
        )}
        <Deliveries endpoint={endpoint} />
        <Settings endpoint={endpoint} />
        <Section title="Check the signature">
          <Tabs defaultValue={VERIFICATION[0].name}>
            <Tabs.List mb="sm">
              {VERIFICATION.map(({ name }) => (
                <Tabs.Tab key={name} value={name}>
                  {name}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            {VERIFICATION.map(({ name, code }) => (
              <Tabs.Panel key={name} value={name}>
                <Code>{code}</Code>
              </Tabs.Panel>
            ))}
          </Tabs>
        </Section>
      </Detail>
      {secret && <Secret secret={secret} onClose={() => setSecret(null)} />}
    </Page>
  );
}

function Actions({
  endpoint,
  onSecret,
}: {
  endpoint: EndpointPartsFragment;
  onSecret: (secret: string) => void;
}) {
  const test = useWrite(WebhookEndpointTestDocument, { tell: true });
  const rotate = useWrite(WebhookEndpointRotateSecretDocument, { tell: true });
  const recover = useWrite(WebhookEndpointRecoverDocument, { tell: true });
  const remove = useWrite(WebhookEndpointDeleteDocument, { tell: true });
  const confirm = useConfirm();
  const navigate = useNavigate();
  const { id } = endpoint;
  return (
    <>
      <Act
        variant="default"
        loading={test.saving}
        onClick={async () => {
          if (await test.run({ id })) toast.done("A test event is on its way.");
        }}
      >
        Send a test
      </Act>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" loading={rotate.saving || recover.saving || remove.saving}>
            More
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>Send again what failed in</Menu.Label>
          {SINCE.map(([title, ms]) => (
            <Menu.Item
              key={title}
              onClick={async () => {
                const done = await recover.run({ id, since: new Date(Date.now() - ms).toISOString() });
                if (done) toast.done(`${counted(done.events ?? 0, "event")} of ${title} are sent again.`);
              }}
            >
              {title}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item
            onClick={async () => {
              const yes = await confirm({
                title: "A new signing secret?",
                effect: `For ${OVERLAP_HOURS} hours each call is signed with both, so that you can put the new one in place meanwhile.`,
                action: "Make a new secret",
              });
              if (!yes) return;
              const done = await rotate.run({ id, overlapHours: OVERLAP_HOURS });
              if (done?.secret) onSecret(done.secret);
            }}
          >
            New signing secret
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            color="red"
            onClick={async () => {
              const yes = await confirm({
                title: "Delete this endpoint?",
                effect: "Nothing is sent to it any more, and what waits to be sent is dropped.",
                action: "Delete",
                danger: true,
              });
              if (!yes || !(await remove.run({ id }))) return;
              toast.done("The endpoint is deleted.");
              void navigate({ to: "/webhooks" });
            }}
          >
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

function Settings({ endpoint }: { endpoint: EndpointPartsFragment }) {
  const { draft, dirty, set, reset } = useDraft({
    url: endpoint.url,
    description: endpoint.description,
    events: endpoint.events,
    includeEmail: endpoint.includeEmail,
    enabled: endpoint.status !== "DISABLED",
  });
  const { run, saving, problems, clear } = useWrite(WebhookEndpointUpdateDocument);
  return (
    <Section title="Settings">
      <Stack gap="md">
        <TextInput
          label="URL"
          value={draft.url}
          error={problems.of("url")}
          onChange={(event) => set({ url: event.currentTarget.value })}
        />
        <TextInput
          label="Note"
          value={draft.description}
          error={problems.of("description")}
          onChange={(event) => set({ description: event.currentTarget.value })}
        />
        <EventChoice
          value={draft.events}
          onChange={(events) => set({ events })}
          error={problems.within("events")}
        />
        <Switch
          label="Send customers’ addresses along"
          checked={draft.includeEmail}
          onChange={(event) => set({ includeEmail: event.currentTarget.checked })}
        />
        <Switch
          label="Send events to it"
          checked={draft.enabled}
          onChange={(event) => set({ enabled: event.currentTarget.checked })}
        />
      </Stack>
      <SaveBar
        dirty={dirty}
        saving={saving}
        problems={problems.besides("url", "description", "events")}
        onSave={async () => {
          if (!(await run({ id: endpoint.id, input: draft }))) return;
          reset();
          toast.done("Saved.");
        }}
        onDiscard={() => {
          clear();
          reset();
        }}
      />
    </Section>
  );
}

type Row = WebhookDeliveriesQuery["webhookDeliveries"]["nodes"][number];

const STATUSES = [
  { value: "PENDING", label: "Waiting" },
  { value: "DELIVERED", label: "Delivered" },
  { value: "FAILED", label: "Failed" },
  { value: "CANCELLED", label: "Cancelled" },
] as const;

function Deliveries({ endpoint }: { endpoint: EndpointPartsFragment }) {
  const [address] = useAddress();
  const [opened, setOpened] = useState<string | null>(null);
  const { filtered, clearFilters } = useFiltered(["status"]);
  const list = useConnection(
    WebhookDeliveriesDocument,
    {
      filter: {
        endpointId: endpoint.id,
        status: oneOf(address.status, ["PENDING", "DELIVERED", "FAILED", "CANCELLED"]) ?? null,
      },
    },
    (data) => data.webhookDeliveries,
    { size: 25, refetchInterval: 5_000 },
  );
  const columns: Array<Column<Row>> = [
    {
      key: "event",
      title: "Event",
      cell: (row) => <RowButton onClick={() => setOpened(row.id)}>{EVENTS[row.kind].name}</RowButton>,
    },
    { key: "status", title: "State", cell: (row) => <Status of={row.status} /> },
    { key: "made", title: "Made", cell: (row) => <Time at={row.createdAt} /> },
    {
      key: "next",
      title: "Next try",
      cell: (row) => <Time at={row.status === "PENDING" ? row.nextAttemptAt : null} />,
    },
  ];
  return (
    <Section title="What was sent" flush>
      <DataTable
        name="deliveries"
        what="deliveries"
        list={list}
        columns={columns}
        filtered={filtered}
        clearFilters={clearFilters}
        filters={<Filters of={[{ key: "status", label: "State", options: STATUSES }]} />}
        empty={<Empty title="Nothing was sent yet">Send a test to see what arrives.</Empty>}
        bare
      />
      {opened && <Delivery id={opened} onClose={() => setOpened(null)} />}
    </Section>
  );
}

function Delivery({ id, onClose }: { id: string; onClose: () => void }) {
  const { data, error } = useData(WebhookDeliveryDocument, { id });
  const retry = useWrite(WebhookDeliveryRetryDocument, { tell: true });
  const delivery = data?.webhookDelivery;
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="xl"
      title={delivery?.event.type ?? "Delivery"}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {error && <Failed error={error} />}
      {delivery && (
        <Stack gap="lg">
          <Group justify="space-between">
            <Status of={delivery.status} />
            <Act
              variant="default"
              size="xs"
              loading={retry.saving}
              onClick={async () => {
                if (await retry.run({ id })) toast.done("It is sent again, with the same webhook-id.");
              }}
            >
              Send again
            </Act>
          </Group>
          <Facts
            of={[
              ["webhook-id", <CopyText key="event" text={delivery.event.id} what="the webhook-id" />],
              ["About", <CopyText key="subject" text={delivery.event.subjectId} what="the id" />],
              ["Happened", <Time key="at" at={delivery.event.at} />],
            ]}
          />
          <Code what="the data">{JSON.stringify(delivery.event.data, null, 2)}</Code>
          {delivery.attempts.map((attempt) => (
            <div key={attempt.id}>
              <Group justify="space-between" mb={6}>
                <Text fw={500} c={attempt.error ? "red" : undefined}>
                  {attempt.statusCode ? `Answered ${attempt.statusCode}` : (attempt.error ?? "No answer")}
                </Text>
                <Text size="sm" c="dimmed">
                  <Time at={attempt.at} absolute />, {attempt.durationMs} ms
                </Text>
              </Group>
              <Text size="sm" c="dimmed" mb={4}>
                What was sent
              </Text>
              <Code what="the request">{JSON.stringify(attempt.request, null, 2)}</Code>
              {attempt.response && (
                <Text size="sm" c="dimmed" mt="sm" mb={4}>
                  What came back
                </Text>
              )}
              {attempt.response && <Code what="the answer">{attempt.response}</Code>}
            </div>
          ))}
          {delivery.attempts.length === 0 && <Text c="dimmed">Not tried yet.</Text>}
        </Stack>
      )}
    </Drawer>
  );
}
