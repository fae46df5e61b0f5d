import { Select } from "@mantine/core";
import { ArrowRightLeft } from "lucide-react";
import { useConnection } from "../../api/data";
import { DateRange } from "../../ui/DateRange";
import { money } from "../../ui/format";
import { useRange } from "../../ui/range";
import { Empty } from "../../ui/State";
import { Dot, Status, type Tone } from "../../ui/Status";
import { given, oneOf, useAddress } from "../../ui/search";
import { type Column, DataTable } from "../../ui/Table";
import { Time } from "../../ui/Time";
import { CampaignSelect } from "../CampaignSelect";
import { type CallOutcome, CallsDocument, type CallsQuery } from "../graphql";
import { Page } from "../Page";
import { usePlace } from "../place";
import classes from "./conversions.module.css";

/** A review that moves no reward is noticed by looking again. */
const LOOK_MS = 5_000;

const OUTCOMES: Record<CallOutcome, readonly [tone: Tone, word: string]> = {
  CREDITED: ["good", "Credited"],
  NOT_CREDITED: ["mute", "Not credited"],
  DUPLICATE: ["warn", "Counted before"],
};
const CHOICES: readonly CallOutcome[] = ["CREDITED", "NOT_CREDITED", "DUPLICATE"];

type Call = CallsQuery["calls"]["nodes"][number];

/** Every call that touched a click of the partner: what came of it, and why. */
export function Conversions() {
  const { organisation } = usePlace();
  const [address, change] = useAddress();
  const range = useRange("30d");
  const outcome = oneOf(address.outcome, CHOICES);
  const filter = given({
    outcome,
    campaignId: address.campaign,
    from: range.fromTime,
    to: range.toTime,
  });
  const list = useConnection(CallsDocument, { filter }, (data) => data.calls, {
    size: 25,
    refetchInterval: LOOK_MS,
  });
  return (
    <Page
      title="Conversions"
      lead={`Each time that ${organisation.name} was told that a visitor of yours had bought or signed up: whether it was credited to you and, if not, why.`}
    >
      <DataTable<Call>
        plain
        name="portal-conversions"
        what="conversions"
        list={list}
        columns={COLUMNS}
        filtered={Object.keys(filter).length > 0}
        clearFilters={() =>
          change({ outcome: undefined, campaign: undefined, range: "all", from: undefined, to: undefined })
        }
        csv={{ list: "calls", filter }}
        filters={
          <>
            <DateRange usual="30d" />
            <Select
              size="xs"
              w={150}
              aria-label="Outcome"
              placeholder="Any outcome"
              clearable
              clearButtonProps={{ "aria-label": "Any outcome" }}
              data={CHOICES.map((value) => ({ value, label: OUTCOMES[value][1] }))}
              value={outcome ?? null}
              onChange={(value) => change({ outcome: value ?? undefined })}
            />
            <CampaignSelect />
          </>
        }
        empty={
          <Empty icon={ArrowRightLeft} title="No conversions yet">
            When a visitor who came by your link buys or signs up, it stands here at once.
          </Empty>
        }
      />
    </Page>
  );
}

const COLUMNS: ReadonlyArray<Column<Call>> = [
  {
    key: "outcome",
    title: "Outcome",
    cell: (call) => {
      const [tone, word] = OUTCOMES[call.outcome];
      return (
        <span className={classes.outcome}>
          <Dot tone={tone}>{word}</Dot>
          {call.outcome !== "CREDITED" && <span>{call.explanation}</span>}
          {call.declineReason && <span>Declined: {call.declineReason}</span>}
        </span>
      );
    },
  },
  { key: "at", title: "When", cell: (call) => <Time at={call.at} absolute /> },
  {
    key: "campaign",
    title: "Campaign",
    cell: (call) => (
      <span className={classes.about}>
        {call.campaign?.name ?? "–"}
        <span>{call.alias?.slug ?? call.link?.code}</span>
      </span>
    ),
  },
  {
    key: "submission",
    title: "Review",
    cell: (call) => <Review of={call.submissionStatus} />,
  },
  {
    key: "reward",
    title: "Reward",
    right: true,
    cell: (call) =>
      call.rewardStatus ? (
        <span className={`${classes.reward} numbers`}>
          {money(call.rewardAmount)}
          <Status of={call.rewardStatus} />
        </span>
      ) : (
        "–"
      ),
  },
];

/** That a submission is in error is the organisation's to mend: to the partner it waits. */
function Review({ of }: { of: Call["submissionStatus"] }) {
  if (!of) return "–";
  return of === "ERROR" ? <Dot tone="warn">Pending</Dot> : <Status of={of} />;
}
