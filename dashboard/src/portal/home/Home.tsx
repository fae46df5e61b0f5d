import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Link2 } from "lucide-react";
import { useData } from "../../api/data";
import { TrafficChart } from "../../ui/Chart";
import { DateRange } from "../../ui/DateRange";
import { count, money, rate } from "../../ui/format";
import { type Range, useRange } from "../../ui/range";
import { Stat, Stats } from "../../ui/Stat";
import { Empty, Failed, Loading } from "../../ui/State";
import type { Search } from "../../ui/search";
import { Time } from "../../ui/Time";
import { HomeDocument, type HomeQuery } from "../graphql";
import { Page, Section } from "../Page";
import { usePlace } from "../place";
import classes from "../portal.module.css";
import { Changed } from "./Changed";
import { MyLink } from "./MyLink";
import { Stages } from "./Stages";

/** My link, and what it has brought. */
export function Home() {
  const { organisation } = usePlace();
  const range = useRange("30d");
  const { data, error, refetch } = useData(HomeDocument, {
    from: range.from ?? range.to,
    to: range.to,
    timeZone: range.zone,
  });
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  const last = data.partner.lastActivityAt;
  return (
    <Page title="Home">
      {data.links.totalCount === 0 ? (
        <Section title="Your link">
          <Empty icon={Link2} title="You have no link yet">
            {organisation.name} makes one for you in each campaign that you take part in.
          </Empty>
        </Section>
      ) : (
        <MyLink
          links={data.links.nodes}
          busiest={data.statsBy.map(({ key }) => key)}
          total={data.links.totalCount}
          waiting={!last}
        />
      )}
      {last && <Figures data={data} range={range} />}
    </Page>
  );
}

/** The range of this page for another. */
const sameRange = (range: Range): Search =>
  range.preset === "custom" ? { from: range.from, to: range.to } : { range: range.preset };

function Figures({ data, range }: { data: HomeQuery; range: Range }) {
  const { stats, rewardTotals } = data;
  const search = sameRange(range);
  return (
    <>
      <Section title="Figures" actions={<DateRange usual="30d" without={["all"]} />}>
        {stats && (
          <div className={classes.figures}>
            <Stats>
              <Stat
                label="Clicks"
                value={count(stats.clicks)}
                note={<Changed now={stats.clicks} before={stats.previous.clicks} />}
                to="/performance"
                search={search}
              />
              <Stat
                label="Unique visitors"
                value={count(stats.uniqueVisitors)}
                note={<Changed now={stats.uniqueVisitors} before={stats.previous.uniqueVisitors} />}
                to="/performance"
                search={search}
              />
              <Stat
                label="Conversions"
                value={count(stats.conversions)}
                note={<Changed now={stats.conversions} before={stats.previous.conversions} />}
                to="/conversions"
                search={{ ...search, outcome: "CREDITED" }}
              />
              <Stat
                label="Conversion rate"
                value={rate(stats.conversionRate)}
                note={`${rate(stats.previous.conversionRate)} before`}
                to="/performance"
                search={search}
              />
            </Stats>
            <Stats>
              <Stat
                label="Held"
                value={money(rewardTotals.held)}
                note="waits for a decision"
                to="/earnings"
                search={{ ...search, status: "HELD" }}
              />
              <Stat
                label="Payable"
                value={money(rewardTotals.payable)}
                note="accepted"
                to="/earnings"
                search={{ ...search, status: "PAYABLE" }}
              />
              <Stat
                label="Reversed"
                value={money(rewardTotals.reversed)}
                note="declined"
                to="/earnings"
                search={{ ...search, status: "REVERSED" }}
              />
              <Stat
                label="Last activity"
                value={<Time at={data.partner.lastActivityAt} />}
                note="click or conversion"
              />
            </Stats>
          </div>
        )}
      </Section>
      {stats && (
        <Section
          title="Day by day"
          actions={
            <Button
              size="compact-sm"
              variant="subtle"
              renderRoot={(props) => <Link to="/performance" search={search as never} {...props} />}
            >
              All performance
            </Button>
          }
        >
          <TrafficChart buckets={stats.buckets} />
        </Section>
      )}
      <Stages />
    </>
  );
}
