import { Alert, Group, Stack, Text } from "@mantine/core";
import { useData } from "../../api/data";
import { UnmappedPropertiesDocument } from "../../graphql";
import { Act } from "../../ui/Act";
import { counted } from "../../ui/format";
import { show } from "../../ui/json";
import { Time } from "../../ui/Time";
import type { Row } from "./mapping";

interface UnmappedProps {
  campaignId: string;
  rows: readonly Row[];
  onMap: (property: string) => void;
}

/** Properties that are sent and that no field takes. */
export function Unmapped({ campaignId, rows, onMap }: UnmappedProps) {
  const { data } = useData(UnmappedPropertiesDocument, { campaignId });
  const taken = new Set(rows.map(({ property }) => property.trim()));
  const left = (data?.unmappedProperties ?? []).filter(({ property }) => !taken.has(property));
  if (left.length === 0) return null;
  return (
    <Alert mt="lg" color="yellow" variant="light" title="Sent, and not mapped">
      <Stack gap={6}>
        {left.map(({ property, count, lastValue, lastSeenAt }) => (
          <Group key={property} gap="xs">
            <code>{property}</code>
            <Text size="sm">
              seen {counted(count, "time")} in the last 1,000 conversions, last as{" "}
              <code>{show(lastValue)}</code> <Time at={lastSeenAt} />
            </Text>
            <Act size="compact-xs" variant="default" onClick={() => onMap(property)}>
              Map it
            </Act>
          </Group>
        ))}
      </Stack>
    </Alert>
  );
}
