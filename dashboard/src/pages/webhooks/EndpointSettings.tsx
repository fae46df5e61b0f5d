import { Stack, Switch, TextInput } from "@mantine/core";
import { useWrite } from "../../api/data";
import { type EndpointPartsFragment, WebhookEndpointUpdateDocument } from "../../graphql";
import { Section } from "../../ui/Page";
import { SaveBar, useDraft } from "../../ui/SaveBar";
import { toast } from "../../ui/toast";
import { EventChoice } from "./Webhooks";

/** Where an endpoint is, and which events it gets. */
export function EndpointSettings({ endpoint }: { endpoint: EndpointPartsFragment }) {
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
