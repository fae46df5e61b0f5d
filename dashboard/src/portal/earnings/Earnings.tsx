import { Button, Select } from "@mantine/core";
import { Download, Wallet } from "lucide-react";
import { useState } from "react";
import { download } from "../../api/client";
import { useConnection, useData } from "../../api/data";
import { DateRange } from "../../ui/DateRange";
import { money } from "../../ui/format";
import { useRange } from "../../ui/range";
import { Stat, Stats } from "../../ui/Stat";
import { Empty, Failed } from "../../ui/State";
import { Status } from "../../ui/Status";
import { given, oneOf, useAddress } from "../../ui/search";
import { type Column, DataTable } from "../../ui/Table";
import { Time } from "../../ui/Time";
import { toast } from "../../ui/toast";
import { EarningsDocument, type RewardStatus, RewardsDocument, type RewardsQuery } from "../graphql";
import { Page, Section } from "../Page";
import { usePlace } from "../place";
import { Months } from "./Months";

const STATUSES: readonly RewardStatus[] = ["HELD", "PAYABLE", "REVERSED"];
const NAMES: Record<RewardStatus, string> = { HELD: "Held", PAYABLE: "Payable", REVERSED: "Reversed" };

type Reward = RewardsQuery["rewards"]["nodes"][number];

/** What the partner earns: how much stands where, month by month, and each reward with what was decided. */
export function Earnings() {
  const { organisation } = usePlace();
  const [address, change] = useAddress();
  const range = useRange("year");
  const status = oneOf(address.status, STATUSES);
  const asked = { from: range.from ?? range.to, to: range.to, timeZone: range.zone };
  const { data, error, refetch } = useData(EarningsDocument, asked);
  const filter = given({ status, from: range.fromTime, to: range.toTime });
  const list = useConnection(RewardsDocument, { filter }, (found) => found.rewards);
  const [saving, setSaving] = useState(false);
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  const totals = data?.rewardTotals;
  return (
    <Page
      title="Earnings"
      lead="By the day on which the conversion was recorded, and where the reward stands now."
      actions={<DateRange usual="year" without={["all"]} />}
    >
      <Stats>
        <Stat label="Held" value={money(totals?.held)} note={`${organisation.name} has not decided yet`} />
        <Stat label="Payable" value={money(totals?.payable)} note="accepted: it is to be paid to you" />
        <Stat label="Reversed" value={money(totals?.reversed)} note="declined: nothing is paid" />
        {totals?.otherCurrencies.map((sums) => (
          <Stat
            key={sums.currencyCode}
            label={`Payable in ${sums.currencyCode}`}
            value={money(sums.payable)}
            note={`held ${money(sums.held)}, reversed ${money(sums.reversed)}`}
          />
        ))}
      </Stats>
      <Section
        flush
        title="Month by month"
        actions={
          <Button
            variant="default"
            size="xs"
            loading={saving}
            leftSection={<Download size={14} aria-hidden />}
            onClick={async () => {
              setSaving(true);
              await download("earnings", {}, asked).catch((failed) => toast.failed(failed));
              setSaving(false);
            }}
          >
            CSV
          </Button>
        }
      >
        <Months of={totals?.months} />
      </Section>
      <DataTable<Reward>
        plain
        name="portal-rewards"
        what="rewards"
        list={list}
        columns={COLUMNS}
        filtered={status !== undefined}
        clearFilters={() => change({ status: undefined })}
        filters={
          <Select
            size="xs"
            w={150}
            aria-label="Status"
            placeholder="Any status"
            clearable
            clearButtonProps={{ "aria-label": "Any status" }}
            data={STATUSES.map((value) => ({ value, label: NAMES[value] }))}
            value={status ?? null}
            onChange={(value) => change({ status: value ?? undefined })}
          />
        }
        empty={
          <Empty icon={Wallet} title="No rewards in this range">
            A conversion that is credited to you earns one, in campaigns that pay.
          </Empty>
        }
      />
    </Page>
  );
}

const COLUMNS: ReadonlyArray<Column<Reward>> = [
  {
    key: "recorded",
    title: "Conversion recorded",
    cell: (reward) => <Time at={reward.createdAt} absolute />,
  },
  { key: "campaign", title: "Campaign", cell: (reward) => reward.campaign?.name ?? "–" },
  { key: "status", title: "Status", cell: (reward) => <Status of={reward.status} /> },
  { key: "why", title: "Why", cell: (reward) => why(reward) },
  { key: "moved", title: "Since", cell: (reward) => <Time at={reward.updatedAt} absolute /> },
  {
    key: "amount",
    title: "Amount",
    right: true,
    cell: (reward) => <span className="numbers">{money(reward.amount)}</span>,
  },
];

function why({ status, declineReason }: Reward): string {
  if (status === "HELD") return "Not decided yet";
  if (status === "PAYABLE") return "Accepted";
  return declineReason ?? "Declined, without a reason given";
}
