// How the service stands for this organisation: what is wrong, since when, and where to mend it.
import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useData } from "../../api/data";
import { HealthDocument, type HealthQuery, SelfCheckDocument } from "../../graphql";
import { count, counted, numbersOf } from "../../ui/format";
import { Page, Section } from "../../ui/Page";
import { Prose } from "../../ui/Prose";
import { useRange } from "../../ui/range";
import { Failed, Loading } from "../../ui/State";
import { Dot, type Tone } from "../../ui/Status";
import type { Search } from "../../ui/search";
import { Time } from "../../ui/Time";

const DAY_MS = 24 * 60 * 60 * 1000;
const SOON_MS = 14 * DAY_MS;

/** How long a message may wait before somebody should look why. */
const LATE_MS = 5 * 60 * 1000;
/** How many clicks wait in memory where the database keeps up. */
const FEW_CLICKS = 1000;
/** With less than this, a disk is as good as full. */
const LITTLE_BYTES = 1e9;

type Server = NonNullable<HealthQuery["server"]["health"]>;
type Endpoint = HealthQuery["webhookEndpoints"]["nodes"][number];
type Key = HealthQuery["apiKeys"]["nodes"][number];
type Campaign = HealthQuery["campaigns"]["nodes"][number];

export function Health() {
  const { data, error, refetch } = useData(HealthDocument, {});
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  const { webhookEndpoints, apiKeys, campaigns, server } = data;
  return (
    <Page narrow title="Health" lead={`Whether all is as it should be. This is introw ${server.version}.`}>
      <Stack gap="lg">
        {server.health && <Service health={server.health} />}
        <Figures />
        <Part
          title="Webhooks"
          of={webhookEndpoints}
          what="endpoint"
          wrong={webhookEndpoints.nodes.filter(
            ({ status, failingSince }) => status === "DISABLED" || failingSince,
          )}
          fine="Every message gets through."
          none="No endpoint is told of what happens."
          row={endpointRow}
        />
        <Part
          title="Installation"
          of={campaigns}
          what="active campaign"
          wrong={campaigns.nodes.filter(hasProblem)}
          fine="Nothing is known to be wrong with any page."
          none="No campaign is active."
          row={campaignRow}
        />
        <Part
          title="API keys"
          of={apiKeys}
          what="key"
          wrong={apiKeys.nodes.filter((key) => endsSoon(key) || key.browserSeenAt)}
          fine="None ends within 14 days, and none was seen in a browser."
          none="There is no key."
          row={keyRow}
        />
      </Stack>
    </Page>
  );
}

const CACHES: Record<Server["cache"], readonly [tone: Tone, word: string, why: string]> = {
  NONE: ["mute", "None", "No Redis is configured: this server remembers for itself."],
  REACHABLE: ["good", "Reachable", "Redis answers."],
  AWAY: ["bad", "Away", "Redis does not answer. All goes on, slower, and each server by itself."],
};

const BYTES = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];

function bytes(value: number): string {
  const step = Math.min(Math.floor(Math.log10(Math.max(value, 1)) / 3), BYTES.length - 1);
  const unit = { style: "unit", unit: BYTES[step], maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(numbersOf(), unit).format(value / 1000 ** step);
}

/** The server that answers, for owners. */
function Service({ health }: { health: Server }) {
  const { database, cache, clicksWaiting, webhooksWaiting, webhooksWaitingSince, dashboardBuild } = health;
  const [tone, word, why] = CACHES[cache];
  const isLate = webhooksWaitingSince !== null && Date.now() - Date.parse(webhooksWaitingSince) > LATE_MS;
  const isFull = database.freeBytes !== null && database.freeBytes < LITTLE_BYTES;
  return (
    <Section title="Service">
      <Stack gap="md">
        <Line tone="good" word="Reachable" title="Database">
          {database.kind === "POSTGRES" ? "PostgreSQL" : "SQLite"} answers in{" "}
          {database.latencyMs < 1 ? "less than a millisecond" : `${Math.round(database.latencyMs)} ms`}, and
          takes {bytes(database.sizeBytes)}.
        </Line>
        {database.freeBytes !== null && (
          <Line tone={isFull ? "bad" : "good"} word={isFull ? "Nearly full" : "Fine"} title="Disk">
            {bytes(database.freeBytes)} are free where the database is.
          </Line>
        )}
        <Line tone={tone} word={word} title="Cache">
          {why}
        </Line>
        <Line tone={isLate ? "warn" : "good"} word={isLate ? "Late" : "Fine"} title="Webhooks on their way">
          {webhooksWaitingSince === null ? (
            "None waits."
          ) : (
            <>
              {counted(webhooksWaiting, "message")}; the oldest since <Time at={webhooksWaitingSince} />.
            </>
          )}
        </Line>
        <Line
          tone={clicksWaiting > FEW_CLICKS ? "warn" : "good"}
          word={clicksWaiting > FEW_CLICKS ? "Waiting" : "Fine"}
          title="Clicks on their way"
        >
          {clicksWaiting === 0 ? "None waits" : counted(clicksWaiting, "click")} in memory to be stored.
        </Line>
        <Line
          tone={dashboardBuild ? "good" : "mute"}
          word={dashboardBuild ? "Built in" : "None"}
          title="Build of the dashboard"
        >
          {dashboardBuild ?? "This server has the API alone."}
        </Line>
      </Stack>
    </Section>
  );
}

/** The figures of the last 30 days, counted again from the rows behind them. */
function Figures() {
  const { from, to } = useRange("30d");
  const { data, dataUpdatedAt, isFetching, error, refetch } = useData(SelfCheckDocument, {
    from: from ?? null,
    to,
  });
  const check = isFetching ? undefined : data?.selfCheck;
  return (
    <Section
      title="Figures"
      actions={
        <Button size="xs" variant="default" loading={isFetching} onClick={() => void refetch()}>
          Count again
        </Button>
      }
    >
      <Stack gap="md" aria-live="polite">
        {!check ? (
          <Line tone="mute" word="Counting">
            {error ? error.message : "Every figure of the last 30 days, from the rows behind it."}
          </Line>
        ) : check.differences.length === 0 ? (
          <Line tone="good" word="Fine">
            Recount matches: {count(check.figures)} figures of the last 30 days, each equal to its rows,
            counted <Time at={new Date(dataUpdatedAt).toISOString()} />.
          </Line>
        ) : (
          check.differences.map(({ figure, kept, recounted }) => (
            <Line key={figure} tone="bad" word="Differs">
              {figure}: shown as {count(kept)}, counted as {count(recounted)}.
            </Line>
          ))
        )}
      </Stack>
    </Section>
  );
}

interface Row {
  tone: Tone;
  word: string;
  title: string;
  to: string;
  search?: Search;
  why: ReactNode;
}

interface PartProps<T> {
  title: string;
  of: { totalCount: number; nodes: T[] };
  what: string;
  wrong: T[];
  fine: string;
  none: string;
  row: (of: T) => Row;
}

function Part<T extends { id: string }>({ title, of, what, wrong, fine, none, row }: PartProps<T>) {
  const looked = of.totalCount > of.nodes.length ? `The newest ${count(of.nodes.length)} of ` : "";
  return (
    <Section title={title}>
      <Stack gap="md">
        {of.totalCount === 0 ? (
          <Line tone="mute" word="None">
            {none}
          </Line>
        ) : wrong.length === 0 ? (
          <Line tone="good" word="Fine">
            {looked}
            {counted(of.totalCount, what)}. {fine}
          </Line>
        ) : (
          wrong.map((each) => {
            const { tone, word, title, to, search, why } = row(each);
            return (
              <Line
                key={each.id}
                tone={tone}
                word={word}
                title={
                  <Anchor
                    fw={500}
                    renderRoot={(props) => <Link to={to} search={search as never} {...props} />}
                  >
                    {title}
                  </Anchor>
                }
              >
                {why}
              </Line>
            );
          })
        )}
      </Stack>
    </Section>
  );
}

function Line({
  tone,
  word,
  title,
  children,
}: {
  tone: Tone;
  word: string;
  title?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Group justify="space-between" align="flex-start" wrap="nowrap" gap="md">
      <div style={{ minWidth: 0, overflowWrap: "anywhere" }}>
        {title}
        <Text component="div" size="sm" c={title ? "dimmed" : undefined}>
          {children}
        </Text>
      </div>
      <span style={{ flex: "none" }}>
        <Dot tone={tone}>{word}</Dot>
      </span>
    </Group>
  );
}

function endpointRow({
  id,
  url,
  description,
  status,
  failingSince,
  disabledReason,
  lastFailure,
}: Endpoint): Row {
  const isOff = status === "DISABLED";
  return {
    tone: isOff ? "bad" : "warn",
    word: isOff ? "Disabled" : "Failing",
    title: description || url,
    to: `/webhooks/${id}`,
    why: (
      <>
        {isOff ? (disabledReason ?? "Somebody switched it off.") : null}
        {failingSince && (
          <>
            {" "}
            Nothing has got through since <Time at={failingSince} />.
          </>
        )}{" "}
        {lastFailure?.message}
      </>
    ),
  };
}

const isMissing = ({ install }: Campaign) => install.snippet?.verdict === "NOT_INSTALLED";
const hasProblem = (campaign: Campaign) =>
  isMissing(campaign) || campaign.install.conversions?.outcome === "REFUSED";

function campaignRow(campaign: Campaign): Row {
  const { id, name, install } = campaign;
  const refused = install.conversions?.outcome === "REFUSED" ? install.conversions : null;
  return {
    tone: "bad",
    word: refused ? "Refused" : "Not installed",
    title: name,
    to: `/campaigns/${id}`,
    search: { tab: "install" },
    why: (
      <Prose>
        {[
          ...(isMissing(campaign) ? (install.snippet?.findings ?? []).map(({ message }) => message) : []),
          refused?.explanation ?? "",
        ].join(" ")}
      </Prose>
    ),
  };
}

const endsSoon = ({ expiresAt }: Key) =>
  expiresAt !== null && Date.parse(expiresAt) > Date.now() && Date.parse(expiresAt) < Date.now() + SOON_MS;

function keyRow(key: Key): Row {
  const { name, expiresAt, browserSeenAt } = key;
  return {
    tone: browserSeenAt ? "bad" : "warn",
    word: browserSeenAt ? "Seen in a browser" : "Ends soon",
    title: name,
    to: "/api-keys",
    why: (
      <>
        {endsSoon(key) && expiresAt && (
          <>
            Ends <Time at={expiresAt} />. Make the next one before.{" "}
          </>
        )}
        {browserSeenAt && (
          <>
            A browser sent it <Time at={browserSeenAt} />, where everybody can read it. Revoke it.
          </>
        )}
      </>
    ),
  };
}
