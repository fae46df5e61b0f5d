import { Group, Skeleton, Stack, Text } from "@mantine/core";
import { useData } from "../../api/data";
import { RetentionDocument, type RetentionQuery } from "../../graphql";
import { counted } from "../../ui/format";
import { Section } from "../../ui/Page";
import { Failed } from "../../ui/State";

type Kept = RetentionQuery["server"]["retention"][number];

const NAMES: Record<Kept["of"], string> = {
  CLICKS: "Clicks",
  CONVERSIONS: "Conversions, submissions, decisions, rewards",
  AUDIT_LOG: "Audit log",
  WEBHOOK_EVENTS: "Webhook events and deliveries",
  REQUEST_LOG: "Request log",
  ANSWERS: "Answers to idempotency keys",
  SNIPPET_LOADS: "Loads of the snippet",
  VISITOR_SALTS: "What tells visitors apart",
  SESSIONS: "Sessions of members",
  PORTAL_SESSIONS: "Sessions on the portal",
  SIGN_IN_LINKS: "Sign-in links of members",
  PORTAL_LINKS: "Sign-in links of partners",
  INVITATIONS: "Invitations, until accepted",
};

const DAY = 24 * 60 * 60;
const lasting = (seconds: number) =>
  seconds > DAY ? counted(seconds / DAY, "day") : counted(seconds / 3600, "hour");

function time({ seconds, unusedSeconds }: Kept): string {
  if (seconds === null) return "For good";
  return unusedSeconds === null
    ? lasting(seconds)
    : `${lasting(seconds)}, or ${lasting(unusedSeconds)} without use`;
}

/** What the server keeps for how long. */
export function Retention() {
  const { data, error, refetch } = useData(RetentionDocument, {});
  return (
    <Section title="What is kept">
      <Text size="sm" c="dimmed" mb="md">
        The longest that each is kept. Clicks and conversions are never deleted, so that every figure can be
        counted again.
      </Text>
      {data ? (
        <Stack component="dl" gap={6} m={0}>
          {data.server.retention.map((kept) => (
            <Group key={kept.of} justify="space-between" gap={8}>
              <Text component="dt" size="sm" c="dimmed">
                {NAMES[kept.of]}
              </Text>
              <Text component="dd" size="sm" m={0}>
                {time(kept)}
              </Text>
            </Group>
          ))}
        </Stack>
      ) : error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : (
        <Skeleton height={260} />
      )}
    </Section>
  );
}
