import { Badge, Button, Group, SimpleGrid, Text } from "@mantine/core";
import { useState } from "react";
import { useData } from "../../api/data";
import { DecisionReasonsDocument } from "../../graphql";
import { count } from "../../ui/format";
import { Section } from "../../ui/Page";
import { Prose } from "../../ui/Prose";
import { useRange } from "../../ui/range";
import { Status } from "../../ui/Status";
import { Time } from "../../ui/Time";
import { reasonOf } from "./words";

const AT_FIRST = 3;

/** How often each reason was given, what it means, and what to do about it. */
export function Reasons() {
  const range = useRange("30d");
  const { data } = useData(DecisionReasonsDocument, {
    from: range.fromTime ?? null,
    to: range.toTime ?? null,
  });
  const [all, setAll] = useState(false);
  const reasons = data?.decisionReasons.filter(({ outcome }) => outcome !== "RECORDED") ?? [];
  if (reasons.length === 0) return null;
  return (
    <div style={{ marginBottom: 20 }}>
      <Section
        title="Why calls were not recorded"
        actions={
          <Badge color="gray" c="var(--mantine-color-text)">
            {range.label}
          </Badge>
        }
      >
        <SimpleGrid cols={{ base: 1, md: 2, xl: 3 }} spacing="xl" verticalSpacing="lg">
          {(all ? reasons : reasons.slice(0, AT_FIRST)).map(
            ({ reason, outcome, count: many, meaning, howToFix, lastSeen }) => (
              <div key={reason}>
                <Group gap={8} align="baseline" wrap="nowrap">
                  <Text fw={600} size="lg" className="numbers">
                    {count(many)}
                  </Text>
                  <Text fw={500}>{reasonOf(reason)}</Text>
                </Group>
                <Text size="sm" c="dimmed">
                  <Prose>{meaning}</Prose>
                </Text>
                <Text size="sm" mt={4}>
                  <b>Fix:</b> <Prose>{howToFix}</Prose>
                </Text>
                <Group gap="md" mt={4}>
                  <Text size="xs" component="span">
                    <Status of={outcome} />
                  </Text>
                  <Text size="xs" c="dimmed">
                    last <Time at={lastSeen} />
                  </Text>
                </Group>
              </div>
            ),
          )}
        </SimpleGrid>
        {reasons.length > AT_FIRST && (
          <Button variant="default" size="xs" mt="lg" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? "Show fewer" : `Show all ${reasons.length}`}
          </Button>
        )}
      </Section>
    </div>
  );
}
