import { Group, SimpleGrid, Text } from "@mantine/core";
import { useMemo } from "react";
import { useData } from "../../api/data";
import { IgnoredCallsDocument } from "../../graphql";
import { count } from "../../ui/format";
import { Page, Section } from "../../ui/Page";
import { Prose } from "../../ui/Prose";
import { Time } from "../../ui/Time";
import { DecisionTable } from "./DecisionTable";
import { reasonOf } from "./words";

/** Every conversion call, and why it became what it did. */
export function Decisions() {
  return (
    <Page
      title="Decisions"
      lead="What became of every call that sent a conversion, also of those that were answered with “ignored”."
    >
      <Unsigned />
      <DecisionTable />
    </Page>
  );
}

/** Calls whose token was not genuine: these are only counted. */
function Unsigned() {
  const { data } = useData(IgnoredCallsDocument, {});
  const reasons = useMemo(() => {
    const sums = new Map<string, { count: number; explanation: string; last: string }>();
    for (const { reason, count, explanation, hour } of data?.ignoredCalls ?? []) {
      const known = sums.get(reason);
      sums.set(reason, { count: (known?.count ?? 0) + count, explanation, last: known?.last ?? hour });
    }
    return [...sums].sort((a, b) => b[1].count - a[1].count);
  }, [data]);
  if (reasons.length === 0) return null;
  return (
    <div style={{ marginBottom: 20 }}>
      <Section title="Without a genuine click token, last 7 days">
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }} spacing="lg">
          {reasons.map(([reason, { count: many, explanation, last }]) => (
            <div key={reason}>
              <Group gap={8} align="baseline">
                <Text fw={600} size="lg" className="numbers">
                  {count(many)}
                </Text>
                <Text fw={500}>{reasonOf(reason)}</Text>
              </Group>
              <Text size="sm" c="dimmed">
                <Prose>{explanation}</Prose>
              </Text>
              <Text size="xs" c="dimmed" mt={4}>
                Last in the hour that began <Time at={last} />
              </Text>
            </div>
          ))}
        </SimpleGrid>
      </Section>
    </div>
  );
}
