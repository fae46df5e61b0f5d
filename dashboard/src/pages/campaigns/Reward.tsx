import { Radio, Stack, Text, TextInput } from "@mantine/core";
import { useData } from "../../api/data";
import { useOrganisation } from "../../api/organisation";
import { RewardTotalsDocument } from "../../graphql";
import { count, money } from "../../ui/format";
import { Detail, Facts, Section } from "../../ui/Page";
import { useRange } from "../../ui/range";
import { SaveBar, useDraft } from "../../ui/SaveBar";
import { Stat, Stats } from "../../ui/Stat";
import { toast } from "../../ui/toast";
import { RewardTable } from "../rewards/RewardTable";
import type { CampaignParts } from "./Campaign";
import { useCampaignSave } from "./saving";

/** What a conversion earns its partner. */
export function Reward({ campaign }: { campaign: CampaignParts }) {
  const organisation = useOrganisation();
  const saved = { on: campaign.reward !== null, amount: campaign.reward?.amount ?? "" };
  const { draft, dirty, set, reset } = useDraft(saved);
  const { save, saving, problems, clear } = useCampaignSave(campaign);
  const range = useRange("30d");
  const totals = useData(RewardTotalsDocument, {
    campaignId: campaign.id,
    from: range.from ?? null,
    to: range.to,
    timeZone: range.zone,
  }).data?.rewardTotals;
  const currency = organisation?.currency ?? "EUR";
  const conversions = campaign.stats?.conversions ?? 0;
  const amount = Number(draft.amount);
  const rows = (status: string) => ({ tab: "reward", status, range: "30d" });
  return (
    <Detail
      side={
        <Section title="What the words mean">
          <Facts
            of={[
              ["Held", "when a conversion is recorded"],
              ["Payable", "when its submission is accepted"],
              ["Reversed", "when its submission is declined"],
            ]}
          />
          <Text size="sm" c="dimmed" mt="md">
            We keep the account; the paying is yours. A customer who is not new earns nothing where the rule
            for new customers is on.
          </Text>
        </Section>
      }
    >
      <Stats>
        <Stat
          label="Held, 30 days"
          value={money(totals?.held)}
          note="see them"
          to={`/campaigns/${campaign.id}`}
          search={rows("HELD")}
        />
        <Stat
          label="Payable, 30 days"
          value={money(totals?.payable)}
          note="see them"
          to={`/campaigns/${campaign.id}`}
          search={rows("PAYABLE")}
        />
        <Stat
          label="Reversed, 30 days"
          value={money(totals?.reversed)}
          note="see them"
          to={`/campaigns/${campaign.id}`}
          search={rows("REVERSED")}
        />
      </Stats>
      <Section title="Reward">
        <Stack gap="md">
          <Radio.Group
            aria-label="Reward"
            value={draft.on ? "fixed" : "off"}
            onChange={(value) => set({ on: value === "fixed" })}
          >
            <Stack gap="sm">
              <Radio value="off" label="Off" description="Conversions are counted, and earn nothing." />
              <Radio
                value="fixed"
                label="A fixed amount for each conversion"
                description="The same for every partner of this campaign."
              />
            </Stack>
          </Radio.Group>
          {draft.on && (
            <TextInput
              label="Amount"
              required
              inputMode="decimal"
              placeholder="10.00"
              w={200}
              rightSection={
                <Text size="sm" c="dimmed">
                  {currency}
                </Text>
              }
              rightSectionWidth={52}
              value={draft.amount}
              error={problems.within("reward")}
              onChange={(event) => set({ amount: event.currentTarget.value.trim() })}
            />
          )}
          {draft.on && amount > 0 && (
            <Text size="sm" c="dimmed">
              The {count(conversions)} conversions of the last 30 days would have earned{" "}
              <b>{money({ amount: String(amount * conversions), currencyCode: currency })}</b> at this amount.
            </Text>
          )}
        </Stack>
      </Section>
      <SaveBar
        dirty={dirty}
        saving={saving}
        stale={problems.stale}
        problems={problems.besides("reward")}
        note="Applies to conversions from now on; what was earned before stays as it is."
        onSave={async () => {
          if (draft.on && draft.amount === "") return toast.refused("Give an amount, or switch it off.");
          const done = await save({ reward: { amount: draft.on ? draft.amount : null } });
          if (!done) return;
          reset();
          toast.done("The reward is saved.");
        }}
        onDiscard={() => {
          clear();
          reset();
        }}
      />
      <RewardTable campaignId={campaign.id} />
    </Detail>
  );
}
