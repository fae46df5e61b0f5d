import { Button, Group, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useData, useWrite } from "../../api/data";
import { CampaignCreateDocument, FormOptionsDocument } from "../../graphql";
import { Act } from "../../ui/Act";
import { toast } from "../../ui/toast";

const BLANK = { name: "", destinationUrl: "", formId: null as string | null };

/** Asks for the three things that a campaign cannot do without. */
export function NewCampaign({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [input, setInput] = useState(BLANK);
  const forms = useData(FormOptionsDocument, {}, { enabled: opened }).data?.forms.nodes ?? [];
  const { run, saving, problems, clear } = useWrite(CampaignCreateDocument);
  const navigate = useNavigate();
  const close = () => {
    setInput(BLANK);
    clear();
    onClose();
  };
  return (
    <Modal opened={opened} onClose={close} title="New campaign">
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          const made = await run({ input });
          if (!made?.campaign) return;
          toast.done(`${input.name} is there. Next: generate links for your partners.`);
          setInput(BLANK);
          void navigate({ to: `/campaigns/${made.campaign.id}`, search: { tab: "links" } as never });
        }}
      >
        <Stack gap="md">
          <TextInput
            label="Name"
            description="Your partners see it too."
            required
            data-autofocus
            value={input.name}
            error={problems.of("name")}
            onChange={(event) => setInput({ ...input, name: event.currentTarget.value })}
          />
          <TextInput
            label="Destination"
            description="Where a click on one of its links leads. It must be https."
            placeholder="https://www.example.com/landing"
            required
            value={input.destinationUrl}
            error={problems.of("destinationUrl")}
            onChange={(event) => setInput({ ...input, destinationUrl: event.currentTarget.value })}
          />
          <Select
            label="Form"
            description="What a conversion becomes. Leave it empty and a small one is made."
            placeholder="Make a small one"
            clearable
            searchable={forms.length > 8}
            clearButtonProps={{ "aria-label": "No form" }}
            data={forms.map(({ id, name }) => ({ value: id, label: name }))}
            value={input.formId}
            error={problems.of("formId")}
            onChange={(formId) => setInput({ ...input, formId })}
          />
          {problems.besides("name", "destinationUrl", "formId").map((message) => (
            <Text key={message} c="red" size="sm" role="alert">
              {message}
            </Text>
          ))}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Act type="submit" loading={saving}>
              Create campaign
            </Act>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
