import { Stack, Text } from "@mantine/core";
import { useData } from "../../api/data";
import { LegacyMissesDocument } from "../../graphql";
import { Act } from "../../ui/Act";
import { counted } from "../../ui/format";
import { Section } from "../../ui/Page";
import { useAddress } from "../../ui/search";
import { Time } from "../../ui/Time";
import classes from "./misses.module.css";

/** Old URLs that somebody followed and that lead nowhere yet. */
export function Misses() {
  const [, change] = useAddress();
  const misses = useData(LegacyMissesDocument, {}).data?.legacyMisses;
  return (
    <Section title="Followed, and not mapped">
      {misses?.length === 0 && (
        <Text c="dimmed">Every old URL that was followed on your old hosts leads somewhere.</Text>
      )}
      <Stack gap="sm">
        {misses?.map(({ normalised, count, lastAt }) => (
          <div key={normalised} className={classes.miss}>
            <div>
              <code className={classes.url}>{normalised}</code>
              <Text size="sm" c="dimmed">
                {counted(count, "time")}, last <Time at={lastAt} />
              </Text>
            </div>
            <Act
              size="compact-sm"
              variant="default"
              style={{ flex: "none" }}
              onClick={() => change({ new: "1", url: normalised })}
            >
              Map it
            </Act>
          </div>
        ))}
      </Stack>
    </Section>
  );
}
