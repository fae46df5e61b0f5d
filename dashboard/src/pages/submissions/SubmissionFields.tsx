import { Alert, Stack, Text } from "@mantine/core";
import type { SubmissionPartsFragment } from "../../graphql";
import { show } from "../../ui/json";
import { Facts } from "../../ui/Page";

/** The filled fields, what did not fit, and what no field took. */
export function SubmissionFields({ submission }: { submission: SubmissionPartsFragment }) {
  const rest = Object.entries((submission.unmapped ?? {}) as Record<string, unknown>);
  return (
    <Stack gap="md">
      {submission.problems.map(({ fieldId, label, message }) => (
        <Alert key={fieldId} color="red" title={label}>
          {message}
        </Alert>
      ))}
      {submission.fields.length === 0 ? (
        <Text c="dimmed">No field is filled.</Text>
      ) : (
        <Facts of={submission.fields.map(({ label, value }) => [label, show(value)] as const)} />
      )}
      {rest.length > 0 && (
        <div>
          <Text size="sm" c="dimmed" mb={6}>
            Sent along, and not mapped to a field
          </Text>
          <Facts of={rest.map(([key, value]) => [key, show(value)] as const)} />
        </div>
      )}
    </Stack>
  );
}
