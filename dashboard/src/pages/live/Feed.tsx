import { Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useData } from "../../api/data";
import { type ActivityPartsFragment, RecentActivityDocument } from "../../graphql";
import { count, host } from "../../ui/format";
import { Status } from "../../ui/Status";
import { Time } from "../../ui/Time";
import { reasonOf } from "../decisions/words";
import classes from "./live.module.css";

const POLL_MS = 5_000;

/** The last few things that happened. */
export function Feed() {
  const { data } = useData(RecentActivityDocument, { first: 10 }, { refetchInterval: POLL_MS });
  const events = data?.recentActivity ?? [];
  if (events.length === 0) return <Text c="dimmed">Nothing yet.</Text>;
  return (
    <Stack gap={0}>
      {events.map((event) => (
        <Event key={keyOf(event)} of={event} />
      ))}
    </Stack>
  );
}

export const keyOf = (event: ActivityPartsFragment) => ("id" in event ? event.id : event.cursor);

/** What kind of event it is, for filters. */
export function kindOf(event: ActivityPartsFragment): "click" | "conversion" | "decision" | "more" {
  switch (event.__typename) {
    case "ClickActivity":
      return "click";
    case "ConversionActivity":
      return "conversion";
    case "DecisionActivity":
      return "decision";
    case "MoreActivity":
      return "more";
  }
}

/** The campaign that it belongs to, for filters. */
export function campaignOf(event: ActivityPartsFragment): string | undefined {
  switch (event.__typename) {
    case "ClickActivity":
      return event.clickIn?.id;
    case "ConversionActivity":
      return event.conversionIn?.id;
    case "DecisionActivity":
      return event.decisionIn?.id;
    case "MoreActivity":
      return undefined;
  }
}

/** One event in a line. */
export function Event({ of }: { of: ActivityPartsFragment }) {
  switch (of.__typename) {
    case "ClickActivity":
      return (
        <Line at={of.at} status={of.label} title={of.clickOf?.name ?? "A click"}>
          {[of.clickIn?.name, of.referrerHost && `from ${of.referrerHost}`, of.device, of.country]
            .filter(Boolean)
            .join(" · ")}
        </Line>
      );
    case "ConversionActivity":
      return (
        <Line
          at={of.at}
          status="CONVERTED"
          title={of.conversionOf?.name ?? "A conversion"}
          to={`/conversions/${of.id}`}
        >
          {[of.conversionIn?.name, of.source === "SERVER" ? "by a server" : "by a page"]
            .filter(Boolean)
            .join(" · ")}
        </Line>
      );
    case "DecisionActivity":
      return (
        <Line
          at={of.at}
          status={of.outcome}
          title={of.decisionOf?.name ?? "A call"}
          to={`/decisions/${of.id}`}
        >
          {[reasonOf(of.reason), of.decisionIn?.name, of.origin && host(of.origin)]
            .filter(Boolean)
            .join(" · ")}
        </Line>
      );
    case "MoreActivity":
      return (
        <Line at={of.at} status="MORE" title="And more">
          {count(of.clicks)} clicks, {count(of.conversions)} conversions, {count(of.decisions)} decisions
        </Line>
      );
  }
}

function Line({
  at,
  status,
  title,
  to,
  children,
}: {
  at: string;
  status: string;
  title: string;
  to?: string;
  children: React.ReactNode;
}) {
  return (
    <div className={classes.event} data-event>
      <span className={classes.status}>
        <Status of={status} />
      </span>
      <span className={classes.what}>
        {to ? <Link to={to}>{title}</Link> : <b>{title}</b>}
        <small>{children}</small>
      </span>
      <span className={classes.at}>
        <Time at={at} />
      </span>
    </div>
  );
}
