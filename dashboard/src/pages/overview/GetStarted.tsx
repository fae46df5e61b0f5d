import { Button, Group, Progress, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Circle, CircleCheck } from "lucide-react";
import type { OverviewQuery } from "../../graphql";
import { Section } from "../../ui/Page";
import { Time } from "../../ui/Time";

type Steps = OverviewQuery["overview"]["getStarted"];

const STEPS: Record<
  Steps[number]["step"],
  { title: string; action: string; to: string; search?: Record<string, string> }
> = {
  ORGANISATION_NAMED: { title: "Name your organisation", action: "Settings", to: "/settings" },
  CAMPAIGN_MADE: { title: "Make a campaign", action: "New campaign", to: "/campaigns", search: { new: "1" } },
  PARTNER_ADDED: { title: "Add a partner", action: "Add partner", to: "/partners", search: { new: "1" } },
  LINK_MADE: { title: "Give the partner a link", action: "Choose a campaign", to: "/campaigns" },
  INSTALLED: {
    title: "Put the snippet on your site, or call with a key",
    action: "Choose a campaign",
    to: "/campaigns",
  },
  FIRST_CONVERSION: { title: "Record the first conversion", action: "See what arrives", to: "/decisions" },
};

/** The way to the first conversion, from what is really there. Gone when it has been walked. */
export function GetStarted({ steps }: { steps: Steps }) {
  const done = steps.filter(({ doneAt }) => doneAt !== null).length;
  if (done === steps.length) return null;
  const next = steps.find(({ doneAt }) => doneAt === null)?.step;
  return (
    <Section title="Get started">
      <Progress
        value={(100 * done) / steps.length}
        mb="md"
        aria-label={`${done} of ${steps.length} steps done`}
      />
      <Stack gap="sm">
        {steps.map(({ step, doneAt }) => {
          const { title, action, to, search } = STEPS[step];
          return (
            <Group key={step} justify="space-between" wrap="nowrap">
              <Group gap="sm" wrap="nowrap">
                {doneAt ? (
                  <CircleCheck size={18} color="var(--introw-good)" aria-label="Done" />
                ) : (
                  <Circle size={18} aria-hidden />
                )}
                <Text c={doneAt ? "dimmed" : undefined}>{title}</Text>
              </Group>
              {doneAt ? (
                <Text size="sm" c="dimmed">
                  <Time at={doneAt} />
                </Text>
              ) : (
                <Button
                  size="xs"
                  variant={step === next ? "filled" : "default"}
                  renderRoot={(props) => <Link to={to} search={search as never} {...props} />}
                >
                  {action}
                </Button>
              )}
            </Group>
          );
        })}
      </Stack>
    </Section>
  );
}
