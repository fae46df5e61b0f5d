import { Alert, Anchor, NumberInput, Select, Stack, Switch, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useData } from "../../api/data";
import { type AttributionModel, WhatIfDocument, type WhatIfQuery } from "../../graphql";
import { DateRange } from "../../ui/DateRange";
import { count, counted, NOTHING } from "../../ui/format";
import { Detail, Section } from "../../ui/Page";
import { useRange } from "../../ui/range";
import { Stat, Stats } from "../../ui/Stat";
import { Empty, Failed, Loading } from "../../ui/State";
import { type Column, DataTable } from "../../ui/Table";
import type { CampaignParts } from "./Campaign";
import { MODELS } from "./words";

const TYPING_MS = 400;

const SWITCHES = [
  ["blockSelfReferral", "Refuse self-referrals"],
  ["blockDisposable", "Refuse disposable addresses"],
  ["blockDuplicateEmail", "Count each customer once"],
] as const;

type Result = NonNullable<WhatIfQuery["whatIf"]>;
type Row = Result["partners"][number] & { id: string };

/** Minus and plus stand before a figure, so that gains and losses are told apart without colour. */
const signed = (value: number, sign: "+" | "−") => (value === 0 ? "0" : `${sign}${count(value)}`);

const COLUMNS: Array<Column<Row>> = [
  { key: "partner", title: "Partner", cell: (row) => row.partner?.name ?? NOTHING },
  { key: "before", title: "Credited", right: true, cell: (row) => count(row.creditedBefore) },
  { key: "gained", title: "Gained", right: true, cell: (row) => signed(row.gained, "+") },
  { key: "lost", title: "Lost", right: true, cell: (row) => signed(row.lost, "−") },
  {
    key: "then",
    title: "Would be credited",
    right: true,
    cell: (row) => <b>{count(row.creditedThen)}</b>,
  },
];

/** Judges what was sent again, under rules of one's choice. Nothing is written. */
export function WhatIf({ campaign }: { campaign: CampaignParts }) {
  const range = useRange("30d");
  const [days, setDays] = useState(campaign.attributionWindowDays);
  const [model, setModel] = useState<AttributionModel>(campaign.attributionModel);
  const { blockSelfReferral, blockDisposable, blockDuplicateEmail } = campaign.qualityRules;
  const saved = { blockSelfReferral, blockDisposable, blockDuplicateEmail };
  const [rules, setRules] = useState(saved);
  const [windowDays] = useDebouncedValue(days, TYPING_MS);
  const [until] = useState(() => new Date().toISOString());
  const { data, error, refetch, isFetching } = useData(WhatIfDocument, {
    campaignId: campaign.id,
    from: range.fromTime ?? campaign.createdAt,
    to: range.toTime ?? until,
    windowDays,
    model,
    rules,
  });
  const result = data?.whatIf;
  const same =
    days === campaign.attributionWindowDays &&
    model === campaign.attributionModel &&
    JSON.stringify(rules) === JSON.stringify(saved);
  return (
    <Detail
      sideFirst
      side={
        <Section title="What if">
          <Stack gap="md">
            <div>
              <Text size="sm" fw={500} mb={4}>
                The calls of
              </Text>
              <DateRange usual="30d" />
            </div>
            <Select
              label="Which click is credited"
              data={Object.entries(MODELS).map(([value, { title }]) => ({ value, label: title }))}
              allowDeselect={false}
              value={model}
              onChange={(value) => value && setModel(value as AttributionModel)}
            />
            <NumberInput
              label="Attribution window"
              suffix={days === 1 ? " day" : " days"}
              min={1}
              max={365}
              clampBehavior="strict"
              allowDecimal={false}
              allowNegative={false}
              value={days}
              onChange={(value) => setDays(Number(value) || 1)}
            />
            {SWITCHES.map(([key, title]) => (
              <Switch
                key={key}
                label={title}
                checked={rules[key]}
                onChange={(event) => setRules({ ...rules, [key]: event.currentTarget.checked })}
              />
            ))}
            <Text size="sm" c="dimmed">
              The calls that came are judged again. Nothing is written, and no partner sees it. To make it so,
              use{" "}
              <Anchor
                underline="always"
                renderRoot={(props) => <Link to={`/campaigns/${campaign.id}`} {...props} />}
              >
                General
              </Anchor>{" "}
              and{" "}
              <Anchor
                underline="always"
                renderRoot={(props) => (
                  <Link to={`/campaigns/${campaign.id}`} search={{ tab: "quality" } as never} {...props} />
                )}
              >
                Quality
              </Anchor>
              .
            </Text>
          </Stack>
        </Section>
      }
    >
      {error && !result ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : !result ? (
        <Loading lines={4} />
      ) : (
        <Answer of={result} same={same} stale={isFetching} />
      )}
    </Detail>
  );
}

function Answer({ of, same, stale }: { of: Result; same: boolean; stale: boolean }) {
  const rows = of.partners.map((row) => ({ ...row, id: row.partnerId }));
  const list = {
    rows,
    total: rows.length,
    loading: false,
    stale,
    error: null,
    hasMore: false,
    loadingMore: false,
    loadMore: () => {},
    retry: () => {},
  };
  return (
    <>
      <Stats>
        <Stat label="Credited" value={count(of.creditedBefore)} note={`of ${counted(of.calls, "call")}`} />
        <Stat
          label="Would be credited"
          value={count(of.creditedThen)}
          note={same ? "as it is" : "with these rules"}
        />
        <Stat label="Gained" value={signed(of.gained, "+")} note="one by one" />
        <Stat label="Lost" value={signed(of.lost, "−")} note="one by one" />
      </Stats>
      {same && of.calls > 0 && (
        <Alert color="gray">
          These are the rules as they are. Change one of them and see what it would have done.
        </Alert>
      )}
      {of.visitorsUnknown > 0 && (
        <Alert color="yellow">
          Of {counted(of.visitorsUnknown, "call")} the visitor is not known, so only the click that was sent
          could be credited. Visitors are told apart while a campaign credits the first click.
        </Alert>
      )}
      {of.notJudgedAgain > 0 && (
        <Alert color="yellow">
          {counted(of.notJudgedAgain, "call")} could not be judged again and stand as they were.
        </Alert>
      )}
      <DataTable
        name="what-if"
        what="partners"
        list={list}
        columns={COLUMNS}
        href={(row) => `/partners/${row.partnerId}`}
        empty={<Empty title="No call in this range">Choose a longer one.</Empty>}
      />
    </>
  );
}
