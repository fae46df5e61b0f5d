import { Anchor, Button, SimpleGrid, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useData } from "../../api/data";
import { FieldMappingsDryRunDocument, type FieldMappingsDryRunQuery } from "../../graphql";
import { counted, masked } from "../../ui/format";
import { Failed, Loading } from "../../ui/State";
import { Dot } from "../../ui/Status";
import { Time } from "../../ui/Time";
import { Filled } from "./Filled";
import { complete, type Row } from "./mapping";
import classes from "./mapping.module.css";

const TYPING_MS = 400;
const AT_FIRST = 5;

type Result = FieldMappingsDryRunQuery["fieldMappingsDryRun"];

/** What the last conversions became, and beside it what they would become with the rows on the screen. */
export function DryRun({ campaignId, rows, dirty }: { campaignId: string; rows: Row[]; dirty: boolean }) {
  const [draft] = useDebouncedValue(rows, TYPING_MS);
  const [all, setAll] = useState(false);
  const { data, error, refetch, isPlaceholderData } = useData(FieldMappingsDryRunDocument, {
    campaignId,
    mappings: complete(draft),
  });
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  const run = data?.fieldMappingsDryRun;
  if (!run) return <Loading lines={3} />;
  if (run.userErrors.length > 0)
    return <Text c="dimmed">{run.userErrors.map(({ message }) => message).join(" ")}</Text>;
  if (run.conversions.length === 0)
    return <Text c="dimmed">This campaign has no conversion yet. Try an example of your own.</Text>;
  // What would change is what one wants to see first.
  const sorted = [...run.conversions].sort((a, b) => Number(b.changes) - Number(a.changes));
  return (
    <Stack gap="md">
      {isPlaceholderData ? (
        <Text c="dimmed">Trying it on the last conversions…</Text>
      ) : (
        <Summary of={run} dirty={dirty} />
      )}
      {sorted.slice(0, all ? sorted.length : AT_FIRST).map((row) => (
        <article key={row.conversion.id} className={classes.run}>
          <div className={classes.runHead}>
            <Anchor
              fw={500}
              renderRoot={(props) => <Link to={`/conversions/${row.conversion.id}`} {...props} />}
            >
              <Time at={row.conversion.createdAt} absolute />
              {row.conversion.email && ` · ${masked(row.conversion.email)}`}
            </Anchor>
            {row.changes ? <Dot tone="warn">Changes</Dot> : <Dot tone="mute">Stays as it is</Dot>}
          </div>
          {row.changes ? (
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
              <Filled title="Became" form={row.before} />
              <Filled title="Would become" form={row.after} before={row.before} />
            </SimpleGrid>
          ) : (
            <Filled title="Became" form={row.before} />
          )}
        </article>
      ))}
      {sorted.length > AT_FIRST && (
        <Button variant="default" size="xs" onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? "Show fewer" : `Show all ${sorted.length}`}
        </Button>
      )}
    </Stack>
  );
}

function Summary({ of, dirty }: { of: Result; dirty: boolean }) {
  const those = counted(of.conversions.length, "conversion");
  return (
    <Text aria-live="polite">
      {dirty ? "With your changes, " : "With the saved mapping, "}
      <b>
        {of.changedCount} of the last {those}
      </b>{" "}
      would become something else
      {of.errorCount > 0 ? (
        <>
          , and{" "}
          <Text span c="red" fw={600}>
            {of.errorCount} would fail
          </Text>
          .
        </>
      ) : (
        ", and none would fail."
      )}{" "}
      <Text span c="dimmed">
        Nothing is written.
      </Text>
    </Text>
  );
}
