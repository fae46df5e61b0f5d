import { useData } from "../../api/data";
import { RewardTotalsDocument } from "../../graphql";
import { money } from "../../ui/format";
import { Page } from "../../ui/Page";
import { useRange } from "../../ui/range";
import { Stat, Stats } from "../../ui/Stat";
import { type Search, useAddress } from "../../ui/search";
import { RewardTable } from "./RewardTable";

/** What partners have earned, line by line. */
export function Rewards() {
  const [address] = useAddress();
  const range = useRange("all");
  const totals = useData(RewardTotalsDocument, {
    campaignId: address.campaign ?? null,
    partnerId: address.partner ?? null,
    from: range.from ?? null,
    to: range.to,
    timeZone: range.zone,
  }).data?.rewardTotals;
  const only = (status: string): Search => ({ ...address, status });
  return (
    <Page title="Rewards" lead="What conversions have earned. Each sum is the total of the lines below it.">
      <div style={{ marginBottom: 20 }}>
        <Stats>
          <Stat
            label="Held"
            value={money(totals?.held)}
            note="waits for review"
            to="/rewards"
            search={only("HELD")}
          />
          <Stat
            label="Payable"
            value={money(totals?.payable)}
            note="accepted"
            to="/rewards"
            search={only("PAYABLE")}
          />
          <Stat
            label="Reversed"
            value={money(totals?.reversed)}
            note="declined"
            to="/rewards"
            search={only("REVERSED")}
          />
        </Stats>
      </div>
      <RewardTable />
    </Page>
  );
}
