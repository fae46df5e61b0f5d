import { Button, Checkbox, Group, Modal, ScrollArea, Stack, Text, TextInput } from "@mantine/core";
import { Link2, Plus } from "lucide-react";
import { useState } from "react";
import { useConnection, useWrite } from "../../api/data";
import { LinkHoldersDocument, LinksGenerateDocument, PartnerChoicesDocument } from "../../graphql";
import { Act } from "../../ui/Act";
import { counted } from "../../ui/format";
import { Empty, Failed } from "../../ui/State";
import { toast } from "../../ui/toast";
import { LinkTable } from "../links/LinkTable";
import type { CampaignParts } from "./Campaign";

/** The links of a campaign, one for each partner that takes part. */
export function CampaignLinks({ campaign }: { campaign: CampaignParts }) {
  const [choosing, setChoosing] = useState(false);
  const generate = (
    <Act leftSection={<Plus size={16} aria-hidden />} size="xs" onClick={() => setChoosing(true)}>
      Generate links
    </Act>
  );
  return (
    <>
      <LinkTable
        campaignId={campaign.id}
        action={generate}
        empty={
          <Empty icon={Link2} title="No partner takes part yet" action={generate}>
            Every partner that takes part has one link of its own. Choose partners, and their links are made.
          </Empty>
        }
      />
      {choosing && <Generate campaign={campaign} onClose={() => setChoosing(false)} />}
    </>
  );
}

function Generate({ campaign, onClose }: { campaign: CampaignParts; onClose: () => void }) {
  const [search, setSearch] = useState("");
  const [all, setAll] = useState(false);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const list = useConnection(
    PartnerChoicesDocument,
    { filter: { status: "ACTIVE", search: search || null } },
    (data) => data.partners,
    { size: 100 },
  );
  const existing = useConnection(
    LinkHoldersDocument,
    { filter: { campaignId: campaign.id } },
    (data) => data.links,
    { size: 100 },
  );
  const taken = new Set(existing.rows.map((link) => link.partner?.id));
  const { run, saving, problems } = useWrite(LinksGenerateDocument);
  const toggle = (id: string, on: boolean) =>
    setChosen((before) => {
      const after = new Set(before);
      on ? after.add(id) : after.delete(id);
      return after;
    });
  return (
    <Modal opened onClose={onClose} title={`Links for ${campaign.name}`}>
      <Stack gap="sm">
        <Text c="dimmed">A partner has one link per campaign. Those that have theirs keep it.</Text>
        <Checkbox
          label="Every active partner"
          checked={all}
          onChange={(event) => setAll(event.currentTarget.checked)}
        />
        <TextInput
          disabled={all}
          aria-label="Search partners"
          placeholder="Search partners"
          data-autofocus
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <ScrollArea.Autosize mah={320} type="auto" viewportProps={{ tabIndex: 0 }}>
          <Stack gap={8} py={2}>
            {list.rows.map((partner) => (
              <Checkbox
                key={partner.id}
                label={partner.name}
                description={taken.has(partner.id) ? "Has a link already" : (partner.domain ?? undefined)}
                disabled={all || taken.has(partner.id)}
                checked={all || chosen.has(partner.id) || taken.has(partner.id)}
                onChange={(event) => toggle(partner.id, event.currentTarget.checked)}
              />
            ))}
            {!list.loading && !list.error && list.rows.length === 0 && (
              <Text c="dimmed">
                No active partner {search ? "matches" : "yet: add one on the page Partners"}.
              </Text>
            )}
          </Stack>
        </ScrollArea.Autosize>
        {list.error && <Failed error={list.error} retry={list.retry} />}
        {problems.besides().map((message) => (
          <Text key={message} c="red" role="alert">
            {message}
          </Text>
        ))}
        <Group justify="flex-end" mt="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Act
            loading={saving}
            because={!all && chosen.size === 0 && "Choose a partner first."}
            onClick={async () => {
              const who = all ? { allPartners: true } : { partnerIds: [...chosen] };
              const done = await run({ campaignId: campaign.id, ...who });
              if (!done) return;
              const there = done.existingCount ? `, ${done.existingCount} there already` : "";
              toast.done(`${counted(done.createdCount ?? 0, "link")} made${there}.`);
              onClose();
            }}
          >
            {!all && chosen.size > 0 ? `Generate ${counted(chosen.size, "link")}` : "Generate links"}
          </Act>
        </Group>
      </Stack>
    </Modal>
  );
}
