import { Button, Chip, Group, Text } from "@mantine/core";
import { Pause, Play, Radio } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useData } from "../../api/data";
import { type Connection, follow } from "../../api/stream";
import {
  ActivityDocument,
  type ActivityPartsFragment,
  LinksDocument,
  RecentActivityDocument,
} from "../../graphql";
import { Code } from "../../ui/Copy";
import { Filters } from "../../ui/Filters";
import { counted } from "../../ui/format";
import { Page, Section } from "../../ui/Page";
import { Empty, Loading } from "../../ui/State";
import { Dot } from "../../ui/Status";
import { useAddress } from "../../ui/search";
import { campaignOf, Event, keyOf, kindOf } from "./Feed";
import classes from "./live.module.css";

/** So many rows are kept. */
const MOST = 200;
const KINDS = [
  { value: "click", label: "Clicks" },
  { value: "conversion", label: "Conversions" },
  { value: "decision", label: "Decisions" },
];

const FILTERS = [{ key: "campaign", label: "Campaign", of: "campaign" }] as const;

const STATES: Record<Connection, React.ReactNode> = {
  connecting: <Dot tone="warn">Connecting</Dot>,
  open: <Dot tone="good">Connected</Dot>,
  lost: <Dot tone="bad">Lost, trying again</Dot>,
};

/** New events before old ones, each once. */
function together(newer: ActivityPartsFragment[], older: ActivityPartsFragment[]) {
  const seen = new Set<string>();
  return [...newer, ...older]
    .filter((event) => {
      const key = keyOf(event);
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .slice(0, MOST);
}

/** What happens, as it happens. */
export function Live() {
  const [address] = useAddress();
  const [events, setEvents] = useState<ActivityPartsFragment[]>([]);
  const [waiting, setWaiting] = useState<ActivityPartsFragment[]>([]);
  const [state, setState] = useState<Connection>("connecting");
  const [kinds, setKinds] = useState(KINDS.map(({ value }) => value));
  const [paused, setPaused] = useState(false);
  const hold = useRef(false);
  const cursor = useRef<string | null>(null);
  const recent = useData(RecentActivityDocument, { first: 50 }).data?.recentActivity;

  useEffect(
    () =>
      follow(ActivityDocument, {
        state: setState,
        variables: () => ({ after: cursor.current }),
        next: ({ activity }) => {
          cursor.current = activity.cursor;
          // Whoever has scrolled down or paused is reading: what is new waits.
          const set = hold.current || window.scrollY > 120 ? setWaiting : setEvents;
          set((before) => together([activity], before));
        },
      }),
    [],
  );

  const release = () => {
    setEvents((before) => together(waiting, before));
    setWaiting([]);
  };
  const all = together(events, recent ?? []);
  const shown = all.filter(
    (event) =>
      kindOf(event) === "more" ||
      (kinds.includes(kindOf(event)) && (!address.campaign || campaignOf(event) === address.campaign)),
  );

  return (
    <Page
      title="Live"
      badge={STATES[state]}
      lead="Clicks, conversions and decisions as they happen."
      actions={
        <Button
          variant="default"
          leftSection={paused ? <Play size={15} aria-hidden /> : <Pause size={15} aria-hidden />}
          onClick={() => {
            hold.current = !paused;
            if (paused) release();
            setPaused(!paused);
          }}
        >
          {paused ? "Go on" : "Pause"}
        </Button>
      }
      narrow
    >
      <Group mb="md" gap="xs">
        <Chip.Group multiple value={kinds} onChange={setKinds}>
          {KINDS.map(({ value, label }) => (
            <Chip key={value} value={value} size="sm">
              {label}
            </Chip>
          ))}
        </Chip.Group>
        <Filters of={FILTERS} />
        {waiting.length > 0 && (
          <Button
            size="compact-sm"
            radius="xl"
            onClick={() => {
              release();
              window.scrollTo({ top: 0 });
            }}
          >
            {waiting.length} new
          </Button>
        )}
      </Group>
      <Section flush>
        <div className={classes.body}>
          {recent === undefined && events.length === 0 ? (
            <Loading />
          ) : shown.length === 0 ? (
            <Waiting />
          ) : (
            shown.map((event) => <Event key={keyOf(event)} of={event} />)
          )}
        </div>
      </Section>
      {all.length >= MOST && (
        <Text size="sm" c="dimmed" mt="sm">
          The last {counted(MOST, "event")}. The lists have all of them.
        </Text>
      )}
    </Page>
  );
}

function Waiting() {
  const link = useData(LinksDocument, { first: 1, filter: { revoked: false } }).data?.links.nodes[0];
  return (
    <Empty
      icon={Radio}
      title="Waiting for the first click"
      action={link && <Code what="a link to try">{link.url}</Code>}
    >
      Open a link in a browser: it appears here within a second.
    </Empty>
  );
}
