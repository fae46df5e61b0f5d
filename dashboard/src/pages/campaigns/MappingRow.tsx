import { ActionIcon, Badge, Group, Select, Text, TextInput, Tooltip } from "@mantine/core";
import { Trash2 } from "lucide-react";
import { useSession } from "../../api/session";
import type { CampaignQuery } from "../../graphql";
import { READ_ONLY } from "../../ui/Act";
import { words } from "../../ui/format";
import { show } from "../../ui/json";
import { Time } from "../../ui/Time";
import type { Row } from "./mapping";

type Parts = NonNullable<CampaignQuery["campaign"]>;

interface MappingRowProps {
  number: number;
  row: Row;
  fields: Parts["form"]["fields"];
  /** What it last held, where it is saved and was seen. */
  lastSeen: Parts["fieldMappings"][number]["lastSeen"] | undefined;
  problems: { property?: string; field?: string };
  onChange: (patch: Partial<Row>) => void;
  onRemove: () => void;
}

/** One row: a property, the field that it fills, and what it last held. */
export function MappingRow({ number, row, fields, lastSeen, problems, onChange, onRemove }: MappingRowProps) {
  const { canWrite } = useSession();
  const field = fields.find(({ id }) => id === row.fieldId);
  return (
    <Group align="flex-start" gap="xs" wrap="wrap">
      <TextInput
        aria-label={`Property of row ${number}`}
        placeholder="property"
        readOnly={!canWrite}
        value={row.property}
        error={problems.property}
        onChange={(event) => onChange({ property: event.currentTarget.value })}
        styles={{ input: { fontFamily: "var(--introw-mono)", fontSize: 13 } }}
        flex="1 1 180px"
        maw={220}
      />
      <Text c="dimmed" lh="36px" aria-hidden visibleFrom="xs">
        →
      </Text>
      <Select
        aria-label={`Field of row ${number}`}
        placeholder="Choose a field"
        readOnly={!canWrite}
        data={fields.map(({ id, label }) => ({ value: id, label }))}
        value={row.fieldId || null}
        allowDeselect={false}
        error={problems.field}
        onChange={(fieldId) => onChange({ fieldId: fieldId ?? "" })}
        flex="1 1 180px"
        maw={240}
      />
      <Group gap={6} mih={36}>
        {field && (
          <Badge color="gray" c="var(--mantine-color-text)">
            {words(field.dataType)}
          </Badge>
        )}
        {field?.isRequired && <Badge>Required</Badge>}
        {lastSeen && (
          <Text size="sm" c="dimmed">
            last <code>{show(lastSeen.value)}</code>, <Time at={lastSeen.at} />
          </Text>
        )}
      </Group>
      <Tooltip label={canWrite ? "Take this row away" : READ_ONLY}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={36}
          ml="auto"
          aria-label={`Take row ${number} away`}
          aria-disabled={!canWrite}
          onClick={() => canWrite && onRemove()}
        >
          <Trash2 size={15} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}
