import { Stack, Tabs, Text } from "@mantine/core";
import { Plus } from "lucide-react";
import { useMemo } from "react";
import { useWrite } from "../../api/data";
import { FieldMappingsSetDocument } from "../../graphql";
import { Act } from "../../ui/Act";
import { Section } from "../../ui/Page";
import { SaveBar, useDraft } from "../../ui/SaveBar";
import { toast } from "../../ui/toast";
import type { CampaignParts } from "./Campaign";
import { DryRun } from "./DryRun";
import { MappingRow } from "./MappingRow";
import { complete, type Row, unfinished } from "./mapping";
import { Trial } from "./Trial";
import { Unmapped } from "./Unmapped";

/** Which property of a conversion fills which field, with a dry run below it. */
export function Mapping({ campaign }: { campaign: CampaignParts }) {
  const saved = useMemo(
    () => ({ rows: campaign.fieldMappings.map(({ property, fieldId }) => ({ property, fieldId })) }),
    [campaign.fieldMappings],
  );
  const { draft, dirty, set, reset } = useDraft<{ rows: Row[] }>(saved);
  const { run, saving, problems, clear } = useWrite(FieldMappingsSetDocument);
  const { rows } = draft;
  const add = (property = "") => set({ rows: [...rows, { property, fieldId: "" }] });
  return (
    <Stack gap="lg">
      <Section
        title="Field mapping"
        actions={
          <Act size="xs" variant="default" leftSection={<Plus size={14} aria-hidden />} onClick={() => add()}>
            Add a row
          </Act>
        }
      >
        <Text c="dimmed" mb="md">
          What a page or a backend sends as <code>properties</code>, and the field of “{campaign.form.name}”
          that it fills. A property that is named like a field’s id needs no row.
        </Text>
        <Stack gap="sm">
          {rows.map((row, index) => (
            <MappingRow
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is known by its place until it is saved
              key={index}
              number={index + 1}
              row={row}
              fields={campaign.form.fields}
              lastSeen={
                campaign.fieldMappings.find(({ property }) => property === row.property.trim())?.lastSeen
              }
              problems={{
                property: problems.within(`mappings.${index}.property`),
                field: problems.within(`mappings.${index}.fieldId`),
              }}
              onChange={(patch) =>
                set({ rows: rows.map((other, at) => (at === index ? { ...other, ...patch } : other)) })
              }
              onRemove={() => set({ rows: rows.filter((_, at) => at !== index) })}
            />
          ))}
          {rows.length === 0 && (
            <Text c="dimmed">No row yet: every property stays beside the form, unmapped.</Text>
          )}
        </Stack>
        <Unmapped campaignId={campaign.id} rows={rows} onMap={add} />
      </Section>
      <Section title="Dry run">
        <Tabs defaultValue="real">
          <Tabs.List mb="md">
            <Tabs.Tab value="real">The last 100 conversions</Tabs.Tab>
            <Tabs.Tab value="own">Your own example</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="real">
            <DryRun campaignId={campaign.id} rows={rows} dirty={dirty} />
          </Tabs.Panel>
          <Tabs.Panel value="own">
            <Trial campaignId={campaign.id} rows={rows} dirty={dirty} />
          </Tabs.Panel>
        </Tabs>
      </Section>
      <SaveBar
        dirty={dirty}
        saving={saving}
        problems={problems.besides(...rows.map((_, index) => `mappings.${index}`))}
        note="Applies to conversions from now on. Submissions that failed can be run again with it."
        onSave={async () => {
          if (unfinished(rows))
            return toast.refused("A row lacks its property or its field. Fill it, or take it away.");
          const done = await run({ campaignId: campaign.id, mappings: complete(rows) });
          if (!done) return;
          reset();
          toast.done("The mapping is saved.");
        }}
        onDiscard={() => {
          clear();
          reset();
        }}
      />
    </Stack>
  );
}
