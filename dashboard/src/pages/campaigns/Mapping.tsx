import {
  ActionIcon,
  Alert,
  Badge,
  Group,
  Select,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
  Tooltip,
} from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { Plus, Trash2 } from "lucide-react";
import { useMemo, useState } from "react";
import { useData, useWrite } from "../../api/data";
import {
  FieldMappingsPreviewDocument,
  type FieldMappingsPreviewQuery,
  FieldMappingsSetDocument,
  RecentPayloadsDocument,
} from "../../graphql";
import { Act } from "../../ui/Act";
import { counted, words } from "../../ui/format";
import { show } from "../../ui/json";
import { Section } from "../../ui/Page";
import { SaveBar, useDraft } from "../../ui/SaveBar";
import { Failed } from "../../ui/State";
import { Time } from "../../ui/Time";
import { toast } from "../../ui/toast";
import type { CampaignParts } from "./Campaign";

interface Row {
  property: string;
  fieldId: string;
}

const SAMPLE = JSON.stringify(
  { email: "ada@example.org", plan: "Team", order_value: "49.90", coupon: "SPRING" },
  null,
  2,
);
const TYPING_MS = 400;

const complete = (rows: readonly Row[]) =>
  rows
    .filter((row) => row.property.trim() !== "" && row.fieldId !== "")
    .map((row) => ({ ...row, property: row.property.trim() }));

/** Which property of a conversion fills which field, with a dry run beside it. */
export function Mapping({ campaign }: { campaign: CampaignParts }) {
  const saved = useMemo(
    () => ({ rows: campaign.fieldMappings.map(({ property, fieldId }) => ({ property, fieldId })) }),
    [campaign.fieldMappings],
  );
  const { draft, dirty, set, reset } = useDraft<{ rows: Row[] }>(saved);
  const { run, saving, problems, clear } = useWrite(FieldMappingsSetDocument);
  const recent = useData(RecentPayloadsDocument, { campaignId: campaign.id });
  const payloads = recent.data?.conversions.nodes ?? [];
  const fields = campaign.form.fields;

  const unmapped = useMemo(() => {
    const taken = new Set([
      ...draft.rows.map((row) => row.property.trim()),
      ...fields.map((field) => field.id),
    ]);
    const seen = new Map<string, { count: number; last: unknown }>();
    for (const { properties } of payloads) {
      if (properties === null || typeof properties !== "object") continue;
      for (const [key, value] of Object.entries(properties)) {
        if (taken.has(key)) continue;
        const known = seen.get(key);
        seen.set(key, { count: (known?.count ?? 0) + 1, last: known?.last ?? value });
      }
    }
    return [...seen].sort((a, b) => b[1].count - a[1].count);
  }, [payloads, draft.rows, fields]);

  const lastSeen = (property: string): unknown => {
    for (const { properties, email } of payloads) {
      const value = (properties as Record<string, unknown> | null)?.[property];
      if (value !== undefined) return value;
      if (property === "email" && email) return email;
    }
    return undefined;
  };

  const change = (index: number, patch: Partial<Row>) =>
    set({ rows: draft.rows.map((row, at) => (at === index ? { ...row, ...patch } : row)) });

  return (
    <Stack gap="lg">
      <Section
        title="Field mapping"
        actions={
          <Act
            size="xs"
            variant="default"
            leftSection={<Plus size={14} aria-hidden />}
            onClick={() => set({ rows: [...draft.rows, { property: "", fieldId: "" }] })}
          >
            Add a row
          </Act>
        }
      >
        <Text c="dimmed" mb="md">
          What a page or a backend sends as <code>properties</code>, and the field of “{campaign.form.name}”
          that it fills. A property that is named like a field’s id needs no row.
        </Text>
        <Stack gap="sm">
          {draft.rows.map((row, index) => {
            const field = fields.find(({ id }) => id === row.fieldId);
            const seen = lastSeen(row.property.trim());
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is known by its place until it is saved
              <Group key={index} align="flex-start" gap="xs" wrap="wrap">
                <TextInput
                  aria-label={`Property of row ${index + 1}`}
                  placeholder="property"
                  value={row.property}
                  error={problems.within(`mappings.${index}.property`)}
                  onChange={(event) => change(index, { property: event.currentTarget.value })}
                  styles={{ input: { fontFamily: "var(--introw-mono)", fontSize: 13 } }}
                  w={200}
                />
                <Text c="dimmed" lh="36px" aria-hidden>
                  →
                </Text>
                <Select
                  aria-label={`Field of row ${index + 1}`}
                  placeholder="Choose a field"
                  data={fields.map(({ id, label }) => ({ value: id, label }))}
                  value={row.fieldId || null}
                  allowDeselect={false}
                  error={problems.within(`mappings.${index}.fieldId`)}
                  onChange={(fieldId) => change(index, { fieldId: fieldId ?? "" })}
                  w={220}
                />
                <Group gap={6} h={36}>
                  {field && (
                    <Badge color="gray" c="var(--mantine-color-text)">
                      {words(field.dataType)}
                    </Badge>
                  )}
                  {field?.isRequired && <Badge>Required</Badge>}
                  {seen !== undefined && (
                    <Text size="sm" c="dimmed">
                      last seen <code>{show(seen)}</code>
                    </Text>
                  )}
                </Group>
                <Tooltip label="Take this row away">
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size={36}
                    ml="auto"
                    aria-label={`Take row ${index + 1} away`}
                    onClick={() => set({ rows: draft.rows.filter((_, at) => at !== index) })}
                  >
                    <Trash2 size={15} aria-hidden />
                  </ActionIcon>
                </Tooltip>
              </Group>
            );
          })}
          {draft.rows.length === 0 && (
            <Text c="dimmed">No row yet: every property stays beside the form, unmapped.</Text>
          )}
        </Stack>
        {unmapped.length > 0 && (
          <Alert mt="lg" color="yellow" variant="light" title="Sent, and not mapped">
            <Stack gap={6}>
              {unmapped.map(([property, { count, last }]) => (
                <Group key={property} gap="xs">
                  <code>{property}</code>
                  <Text size="sm">
                    seen {counted(count, "time")} in the last {payloads.length} conversions, last as{" "}
                    <code>{show(last)}</code>
                  </Text>
                  <Act
                    size="compact-xs"
                    variant="default"
                    onClick={() => set({ rows: [...draft.rows, { property, fieldId: "" }] })}
                  >
                    Map it
                  </Act>
                </Group>
              ))}
            </Stack>
          </Alert>
        )}
      </Section>
      <DryRun campaign={campaign} rows={draft.rows} dirty={dirty} payloads={payloads} />
      <SaveBar
        dirty={dirty}
        saving={saving}
        problems={problems.besides(...draft.rows.map((_, index) => `mappings.${index}`))}
        note="Applies to conversions from now on. Submissions in error can be run again with it."
        onSave={async () => {
          const unfinished = draft.rows.some((row) => row.property.trim() === "" || row.fieldId === "");
          if (unfinished)
            return toast.refused("A row lacks its property or its field. Fill it, or take it away.");
          const done = await run({ campaignId: campaign.id, mappings: complete(draft.rows) });
          if (done) toast.done("The mapping is saved.");
        }}
        onDiscard={() => {
          clear();
          reset();
        }}
      />
    </Stack>
  );
}

type Payload = { id: string; createdAt: string; email: string | null; properties: unknown };

function DryRun({
  campaign,
  rows,
  dirty,
  payloads,
}: {
  campaign: CampaignParts;
  rows: Row[];
  dirty: boolean;
  payloads: Payload[];
}) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [pasted, setPasted] = useState(SAMPLE);
  const [settled] = useDebouncedValue(pasted, TYPING_MS);
  const payload = payloads.find(({ id }) => id === chosen);

  let email: string | null = payload?.email ?? null;
  let properties: unknown = payload?.properties ?? {};
  let unreadable: string | null = null;
  if (!payload) {
    try {
      const parsed: unknown = JSON.parse(settled);
      if (parsed === null || typeof parsed !== "object" || Array.isArray(parsed))
        throw new Error("It is no object: { … }.");
      const { email: given, properties: inside, ...others } = parsed as Record<string, unknown>;
      email = typeof given === "string" ? given : null;
      properties = inside !== null && typeof inside === "object" ? inside : others;
    } catch (error) {
      unreadable = error instanceof Error ? error.message : String(error);
    }
  }
  const enabled = unreadable === null;
  const now = useData(
    FieldMappingsPreviewDocument,
    { campaignId: campaign.id, email, properties },
    { enabled },
  );
  const [draft] = useDebouncedValue(rows, TYPING_MS);
  const then = useData(
    FieldMappingsPreviewDocument,
    { campaignId: campaign.id, email, properties, mappings: complete(draft) },
    { enabled: enabled && dirty },
  );

  return (
    <Section title="Dry run">
      <SimpleGrid cols={{ base: 1, md: dirty ? 3 : 2 }} spacing="lg">
        <Stack gap="xs">
          <Select
            label="A real one, or your own"
            placeholder="Paste your own below"
            clearable
            clearButtonProps={{ "aria-label": "Paste your own" }}
            data={payloads.map((row) => ({
              value: row.id,
              label: `${row.createdAt.slice(0, 16).replace("T", " ")}  ${row.email ?? ""}`,
            }))}
            value={chosen}
            onChange={setChosen}
          />
          {payload ? (
            <Text size="sm" c="dimmed">
              Sent <Time at={payload.createdAt} />
            </Text>
          ) : null}
          <Textarea
            aria-label="What would be sent"
            autosize
            minRows={7}
            maxRows={18}
            readOnly={payload !== undefined}
            value={
              payload
                ? JSON.stringify({ email: payload.email, properties: payload.properties }, null, 2)
                : pasted
            }
            error={unreadable && `This is not JSON yet: ${unreadable}`}
            onChange={(event) => setPasted(event.currentTarget.value)}
            styles={{ input: { fontFamily: "var(--introw-mono)", fontSize: 12.5 } }}
          />
        </Stack>
        <Outcome title="With the saved mapping" result={now.data?.fieldMappingsPreview} error={now.error} />
        {dirty && (
          <Outcome
            title="With your changes"
            result={then.data?.fieldMappingsPreview}
            before={now.data?.fieldMappingsPreview}
            error={then.error}
          />
        )}
      </SimpleGrid>
    </Section>
  );
}

type Preview = FieldMappingsPreviewQuery["fieldMappingsPreview"];

function Outcome({
  title,
  result,
  before,
  error,
}: {
  title: string;
  result?: Preview;
  before?: Preview;
  error: Error | null;
}) {
  if (error) return <Failed error={error} />;
  const was = new Map(before?.fields.map(({ fieldId, value }) => [fieldId, show(value)]));
  const rest = Object.entries((result?.unmapped ?? {}) as Record<string, unknown>);
  return (
    <Stack gap="xs">
      <Text fw={500}>{title}</Text>
      {result?.fields.map(({ fieldId, label, value }) => {
        const changed = before !== undefined && was.get(fieldId) !== show(value);
        return (
          <Group key={fieldId} justify="space-between" wrap="nowrap" gap="md">
            <Text c="dimmed">{label}</Text>
            <Text ta="right" fw={changed ? 600 : 400} style={{ overflowWrap: "anywhere" }}>
              {show(value)} {changed && <Badge ml={4}>changes</Badge>}
            </Text>
          </Group>
        );
      })}
      {result && result.fields.length === 0 && <Text c="dimmed">No field is filled.</Text>}
      {result?.problems.map(({ fieldId, label, message }) => (
        <Alert key={fieldId} color="red" variant="light" p="xs">
          <b>{label}:</b> {message}
        </Alert>
      ))}
      {result?.userErrors.map(({ message }) => (
        <Alert key={message} color="red" variant="light" p="xs">
          {message}
        </Alert>
      ))}
      {rest.length > 0 && (
        <Text size="sm" c="dimmed">
          Beside the form: {rest.map(([key, value]) => `${key} = ${show(value)}`).join(", ")}
        </Text>
      )}
    </Stack>
  );
}
