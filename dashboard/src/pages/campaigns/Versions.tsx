import { Button, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { CampaignQuery } from "../../graphql";
import { counted, money } from "../../ui/format";
import { Section } from "../../ui/Page";
import { Time } from "../../ui/Time";
import { changed } from "./changed";

type Version = NonNullable<CampaignQuery["campaign"]>["versions"][number];

const AT_FIRST = 4;

const BY: Partial<Record<NonNullable<Version["change"]>["actorKind"], string>> = {
  COMMAND_LINE: "the command line",
  KEY: "a key",
  SYSTEM: "the service",
};

/** Every version of the settings that judged conversions, the latest first, and what each one changed. */
export function Versions({ of }: { of: Version[] }) {
  const [all, setAll] = useState(false);
  return (
    <Section title="Versions">
      <Stack gap="md">
        {(all ? of : of.slice(0, AT_FIRST)).map((version, index) => (
          <div key={version.version}>
            <Group justify="space-between" wrap="nowrap">
              <Text fw={500}>
                Version {version.version}
                {index === 0 && (
                  <Text span c="dimmed" fw={400}>
                    , in force
                  </Text>
                )}
              </Text>
              <Text size="sm" c="dimmed">
                <Time at={version.from} />
              </Text>
            </Group>
            {changed(version, of[index + 1], money).map((line) => (
              <Text key={line} size="sm">
                {line}
              </Text>
            ))}
            <Text size="sm" c="dimmed">
              {[
                version.change &&
                  `by ${version.change.actorName ?? BY[version.change.actorKind] ?? "somebody"}`,
                version.conversionCount !== null &&
                  `judged ${counted(version.conversionCount, "conversion")}`,
              ]
                .filter(Boolean)
                .join("; ")}
            </Text>
          </div>
        ))}
        {of.length > AT_FIRST && (
          <Button variant="default" size="xs" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? "Show fewer" : `Show all ${of.length}`}
          </Button>
        )}
      </Stack>
    </Section>
  );
}
