import { Anchor, Group, SimpleGrid, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { ArrowDownRight, ArrowUpRight, CircleCheck } from "lucide-react";
import { useData } from "../../api/data";
import { OverviewDocument, type OverviewQuery } from "../../graphql";
import { TrafficChart } from "../../ui/Chart";
import { DateRange } from "../../ui/DateRange";
import { count, counted, money, rate } from "../../ui/format";
import { Page, Section } from "../../ui/Page";
import { type Range, useRange } from "../../ui/range";
import { Sparkline } from "../../ui/Sparkline";
import { Stat, Stats } from "../../ui/Stat";
import { Failed, Loading } from "../../ui/State";
import type { Search } from "../../ui/search";
import { Feed } from "../live/Feed";
import { GetStarted } from "./GetStarted";
import classes from "./overview.module.css";

type Figure = OverviewQuery["overview"]["clicks"];
type TopRow = OverviewQuery["topPartners"][number];

/** The range of this page for another. */
const sameRange = (range: Range): Search =>
  range.preset === "custom" ? { from: range.from, to: range.to } : { range: range.preset };

/** How things stand, and what is left to do. */
export function Overview() {
  const range = useRange("30d");
  const { data, isPending, error, refetch } = useData(OverviewDocument, {
    from: range.from ?? null,
    to: range.to,
    timeZone: range.zone,
  });
  if (isPending) return <Loading />;
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  const { overview, rewardTotals } = data;
  const search = sameRange(range);
  return (
    <Page title="Overview" actions={<DateRange usual="30d" without={["all"]} />}>
      <Stack gap="lg">
        <GetStarted steps={overview.getStarted} />
        <Stats>
          <Stat
            label="Clicks"
            value={count(overview.clicks.value)}
            note={<Changed of={overview.clicks} />}
            to="/clicks"
            search={{ ...search, label: "HUMAN" }}
          />
          <Stat
            label="Visitors"
            value={count(overview.uniqueVisitors.value)}
            note={<Changed of={overview.uniqueVisitors} />}
            to="/reports"
            search={search}
          />
          <Stat
            label="Conversions"
            value={count(overview.conversions.value)}
            note={<Changed of={overview.conversions} />}
            to="/conversions"
            search={search}
          />
          <Stat
            label="Rate"
            value={rate(overview.conversionRate.value)}
            note={<Changed of={overview.conversionRate} />}
            to="/reports"
            search={search}
          />
          <Stat
            label="Held"
            value={money(rewardTotals.held)}
            note="waits for review"
            to="/rewards"
            search={{ ...search, status: "HELD" }}
          />
          <Stat
            label="Payable"
            value={money(rewardTotals.payable)}
            note="accepted"
            to="/rewards"
            search={{ ...search, status: "PAYABLE" }}
          />
          <Stat
            label="Reversed"
            value={money(rewardTotals.reversed)}
            note="declined"
            to="/rewards"
            search={{ ...search, status: "REVERSED" }}
          />
        </Stats>
        <SimpleGrid cols={{ base: 1, lg: 3 }} spacing="lg">
          <div className={classes.wide}>
            <Section title={`Clicks and conversions, ${range.label.toLowerCase()}`}>
              <TrafficChart buckets={data.stats.buckets} />
            </Section>
          </div>
          <ToDo of={overview.toDo} />
        </SimpleGrid>
        <SimpleGrid cols={{ base: 1, lg: 3 }} spacing="lg">
          <div className={classes.wide}>
            <Section
              title="Just now"
              actions={
                <Anchor size="sm" renderRoot={(props) => <Link to="/live" {...props} />}>
                  Live
                </Anchor>
              }
            >
              <Feed />
            </Section>
          </div>
          <Stack gap="lg">
            <Top title="Top partners" path="/partners/" rows={data.topPartners} />
            <Top title="Top campaigns" path="/campaigns/" rows={data.topCampaigns} />
          </Stack>
        </SimpleGrid>
      </Stack>
    </Page>
  );
}

/** Above this a share says less than the figure that it is a share of. */
const MOST_CHANGE = 10;

function Changed({ of }: { of: Figure }) {
  const Icon = of.change !== null && of.change < 0 ? ArrowDownRight : ArrowUpRight;
  return (
    <>
      <Group gap={4} component="span">
        {of.change === null ? (
          "nothing before"
        ) : (
          <>
            <Icon size={13} aria-hidden color={of.change < 0 ? "var(--introw-bad)" : "var(--introw-good)"} />
            {of.change < 0 ? "down" : "up"}{" "}
            {of.change > MOST_CHANGE ? `from ${count(of.previous)}` : rate(Math.abs(of.change))}
          </>
        )}
      </Group>
      <Sparkline values={of.sparkline} />
    </>
  );
}

function ToDo({ of }: { of: OverviewQuery["overview"]["toDo"] }) {
  const items = [
    {
      many: of.submissionsToReview,
      text: (n: number) => `${counted(n, "submission")} to review`,
      to: "/submissions",
      search: { status: "PENDING" },
    },
    {
      many: of.submissionsInError,
      text: (n: number) => `${counted(n, "submission")} failed: mend the mapping`,
      to: "/submissions",
      search: { status: "ERROR" },
    },
    {
      many: of.linksToReview,
      text: (n: number) => `${counted(n, "link")} with odd traffic`,
      to: "/links",
      search: { state: "review" },
    },
    {
      many: of.keysExpiring,
      text: (n: number) => `${counted(n, "key")} ${n === 1 ? "expires" : "expire"} within 14 days`,
      to: "/api-keys",
      search: {},
    },
    {
      many: of.webhooksFailing,
      text: (n: number) => `${counted(n, "webhook")} failing`,
      to: "/webhooks",
      search: {},
    },
  ].filter(({ many }) => (many ?? 0) > 0);
  return (
    <Section title="To do">
      {items.length === 0 ? (
        <Group gap="xs" c="dimmed">
          <CircleCheck size={18} aria-hidden /> Nothing waits for you.
        </Group>
      ) : (
        <Stack gap="sm">
          {items.map(({ many, text, to, search }) => (
            <Anchor
              key={text(0)}
              renderRoot={(props) => <Link to={to} search={search as never} {...props} />}
            >
              {text(many ?? 0)}
            </Anchor>
          ))}
        </Stack>
      )}
    </Section>
  );
}

function Top({ title, path, rows }: { title: string; path: string; rows: TopRow[] }) {
  return (
    <Section title={title}>
      {rows.length === 0 && <Text c="dimmed">Nothing in this range.</Text>}
      <Stack gap="sm">
        {rows.map(({ key, label, clicks, conversions, conversionRate }) => (
          <Group key={key} justify="space-between" wrap="nowrap" gap="md">
            <Anchor truncate renderRoot={(props) => <Link to={path + key} {...props} />}>
              {label}
            </Anchor>
            <Text size="sm" c="dimmed" className="numbers" style={{ whiteSpace: "nowrap" }}>
              {count(clicks)} → {count(conversions)} · {rate(conversionRate)}
            </Text>
          </Group>
        ))}
      </Stack>
    </Section>
  );
}
