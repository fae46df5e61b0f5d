import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { Copy } from "lucide-react";
import { useState } from "react";
import { useWrite } from "../../api/data";
import { CampaignDuplicateDocument } from "../../graphql";
import { Act } from "../../ui/Act";
import { toast } from "../../ui/toast";
import type { CampaignParts } from "./Campaign";

/** Makes another campaign with the settings of this one. */
export function Duplicate({ campaign }: { campaign: CampaignParts }) {
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState("");
  const { run, saving, problems, clear } = useWrite(CampaignDuplicateDocument);
  const navigate = useNavigate();
  return (
    <>
      <Act
        variant="default"
        leftSection={<Copy size={15} aria-hidden />}
        onClick={() => {
          setName(`${campaign.name} (copy)`);
          clear();
          setOpened(true);
        }}
      >
        Duplicate
      </Act>
      <Modal opened={opened} onClose={() => setOpened(false)} title={`Duplicate ${campaign.name}`}>
        <form
          onSubmit={async (event) => {
            event.preventDefault();
            const made = await run({ id: campaign.id, name });
            if (!made?.campaign) return;
            setOpened(false);
            toast.done(`${name} is there.`);
            void navigate({ to: `/campaigns/${made.campaign.id}` });
          }}
        >
          <Stack gap="md">
            <Text c="dimmed">
              The new one takes its settings, form and field mapping over. Links stay here: generate those of
              the new one for the partners that take part.
            </Text>
            <TextInput
              label="Name"
              required
              data-autofocus
              value={name}
              error={problems.of("name") ?? problems.besides("name")[0]}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setOpened(false)}>
                Cancel
              </Button>
              <Act type="submit" loading={saving}>
                Duplicate
              </Act>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
