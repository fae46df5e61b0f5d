import { SimpleGrid, Text, Textarea } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useData } from "../../api/data";
import { FieldMappingsPreviewDocument } from "../../graphql";
import { Failed } from "../../ui/State";
import { Filled } from "./Filled";
import { complete, type Row } from "./mapping";
import { parsed } from "./payload";

const SAMPLE = JSON.stringify(
  { email: "ada@example.org", properties: { plan: "Team", order_value: "49.90", coupon: "SPRING" } },
  null,
  2,
);
const TYPING_MS = 400;

/** What a pasted payload would become. */
export function Trial({ campaignId, rows, dirty }: { campaignId: string; rows: Row[]; dirty: boolean }) {
  const [pasted, setPasted] = useState(SAMPLE);
  const [settled] = useDebouncedValue(pasted, TYPING_MS);
  const [draft] = useDebouncedValue(rows, TYPING_MS);
  const payload = parsed(settled);
  const enabled = payload.problem === null;
  const { email, properties } = payload;
  const now = useData(FieldMappingsPreviewDocument, { campaignId, email, properties }, { enabled });
  const then = useData(
    FieldMappingsPreviewDocument,
    { campaignId, email, properties, mappings: complete(draft) },
    { enabled: enabled && dirty },
  );
  const before = now.data?.fieldMappingsPreview;
  const after = then.data?.fieldMappingsPreview;
  const wrong = [...(before?.userErrors ?? []), ...(after?.userErrors ?? [])][0]?.message;
  const error = now.error ?? then.error;
  if (error) return <Failed error={error} />;
  return (
    <SimpleGrid cols={{ base: 1, md: dirty ? 3 : 2 }} spacing="xl">
      <Textarea
        label="What would be sent"
        autosize
        minRows={8}
        maxRows={18}
        value={pasted}
        error={payload.problem ?? wrong}
        onChange={(event) => setPasted(event.currentTarget.value)}
        styles={{ input: { fontFamily: "var(--introw-mono)", fontSize: 12.5 } }}
      />
      <Filled title="With the saved mapping" form={before} />
      {dirty && <Filled title="With your changes" form={after} before={before} />}
      {!enabled && (
        <Text size="sm" c="dimmed">
          As it was when it could be read last.
        </Text>
      )}
    </SimpleGrid>
  );
}
