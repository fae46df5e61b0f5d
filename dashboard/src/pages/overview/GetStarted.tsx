import { Button, Group, Progress, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Circle, CircleCheck } from "lucide-react";
import { useData } from "../../api/data";
import { CampaignOptionsDocument, type OverviewQuery } from "../../graphql";
import { Section } from "../../ui/Page";
import { Time } from "../../ui/Time";

type Steps = OverviewQuery["overview"]["getStarted"];

type StepName = Steps[number]["step"];

interface Way {
  title: string;
  action: string;
  to: string;
  search?: Record<string, string>;
}

/** Where each step is taken; those of a campaign on the page of the first one, once there is one. */
function wayOf(step: StepName, campaignId: string | undefined): Way {
  const campaign = campaignId ? `/campaigns/${campaignId}` : "/campaigns";
  switch (step) {
    case "ORGANISATION_NAMED":
      return { title: "Name your organisation", action: "Settings", to: "/settings" };
    case "CAMPAIGN_MADE":
      return { title: "Make a campaign", action: "New campaign", to: "/campaigns", search: { new: "1" } };
    case "PARTNER_ADDED":
      return { title: "Add a partner", action: "Add partner", to: "/partners", search: { new: "1" } };
    case "LINK_MADE":
      return {
        title: "Give the partner a link",
        action: "Generate links",
        to: campaign,
        search: { tab: "links" },
      };
    case "INSTALLED":
      return {
        title: "Put the snippet on your site, or call with a key",
        action: "Install",
        to: campaign,
        search: { tab: "install" },
      };
    case "FIRST_CONVERSION":
      return {
        title: "Record the first conversion",
        action: "Send a test conversion",
        to: campaign,
        search: { tab: "install" },
      };
  }
}

/** The way to the first conversion, from what is really there. Gone when it has been walked. */
export function GetStarted({ steps }: { steps: Steps }) {
  const campaigns = useData(CampaignOptionsDocument, {});
  const done = steps.filter(({ doneAt }) => doneAt !== null).length;
  if (done === steps.length) return null;
  const first = campaigns.data?.campaigns.nodes.at(-1)?.id;
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
          const { title, action, to, search } = wayOf(step, first);
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
