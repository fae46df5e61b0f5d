import { Stack, Text } from "@mantine/core";
import type { FormPartsFragment } from "../../graphql";
import { show } from "../../ui/json";
import classes from "./mapping.module.css";

interface FilledProps {
  title: string;
  form: FormPartsFragment | undefined;
  /** What it is compared with: what differs is marked. */
  before?: FormPartsFragment;
}

/** A form as a conversion fills it. */
export function Filled({ title, form, before }: FilledProps) {
  const rest = Object.entries((form?.unmapped ?? {}) as Record<string, unknown>);
  const was = new Map(before?.fields.map(({ fieldId, value }) => [fieldId, show(value)]));
  // A field that was filled and would be empty is a change as well.
  const lost = before?.fields.filter(
    ({ fieldId }) => !form?.fields.some((field) => field.fieldId === fieldId),
  );
  return (
    <Stack gap={6}>
      <Text size="sm" fw={500}>
        {title}
      </Text>
      {form && form.fields.length + (lost?.length ?? 0) === 0 && (
        <Text size="sm" c="dimmed">
          No field is filled.
        </Text>
      )}
      <dl className={classes.filled}>
        {form?.fields.map(({ fieldId, label, value }) => (
          <div key={fieldId} style={{ display: "contents" }}>
            <dt>{label}</dt>
            <dd data-changed={(before && was.get(fieldId) !== show(value)) || undefined}>{show(value)}</dd>
          </div>
        ))}
        {lost?.map(({ fieldId, label }) => (
          <div key={fieldId} style={{ display: "contents" }}>
            <dt>{label}</dt>
            <dd data-changed>empty</dd>
          </div>
        ))}
      </dl>
      {form?.problems.map(({ fieldId, label, message }) => (
        <Text key={fieldId} size="sm" c="red">
          <b>{label}:</b> {message}
        </Text>
      ))}
      {rest.length > 0 && (
        <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
          Beside the form: {rest.map(([key, value]) => `${key} = ${show(value)}`).join(", ")}
        </Text>
      )}
    </Stack>
  );
}
