import { Anchor, Group, Stack, Switch, Text, Textarea } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useData } from "../../api/data";
import { CampaignQualityDocument, type CampaignQualityQuery } from "../../graphql";
import { counted } from "../../ui/format";
import { Section } from "../../ui/Page";
import { SaveBar, useDraft } from "../../ui/SaveBar";
import { toast } from "../../ui/toast";
import type { CampaignParts } from "./Campaign";
import { useCampaignSave } from "./saving";

const RULES = [
  {
    key: "blockSelfReferral",
    rule: "self_referral",
    title: "Refuse self-referrals",
    sentence: "The customer is the partner: the address, or its domain, is the partner’s own.",
    example: "hello@northwind.example buys through Northwind’s link.",
  },
  {
    key: "blockDisposable",
    rule: "disposable_email",
    title: "Refuse disposable addresses",
    sentence: "Addresses of services that hand out mailboxes for minutes.",
    example: "ada@mailinator.com",
  },
  {
    key: "blockDuplicateEmail",
    rule: "duplicate_email",
    title: "Count each customer once",
    sentence: "A second conversion in this campaign with the same address is a duplicate.",
    example: "ada@example.org signs up through two partners: the first is credited.",
  },
  {
    key: "newCustomersOnly",
    rule: "existing_customer",
    title: "Reward new customers only",
    sentence: "Whoever has converted in your organisation before is recorded, and earns no reward.",
    example: "ada@example.org bought in spring, and again through a link in autumn.",
  },
] as const;

const ALWAYS: ReadonlyArray<{ rules: readonly string[]; sentence: string }> = [
  {
    rules: ["already_converted"],
    sentence: "A click converts once, however often and however simultaneously it is sent.",
  },
  {
    rules: ["malformed_token", "bad_signature", "unknown_click"],
    sentence: "A click token that we did not sign is never credited.",
  },
  {
    rules: ["link_revoked", "partner_inactive", "campaign_inactive"],
    sentence: "Clicks on a revoked link, of an inactive partner or of a paused campaign do not convert.",
  },
  {
    rules: ["outside_window"],
    sentence: "A click that is older than the attribution window does not convert.",
  },
  { rules: ["origin_not_allowed"], sentence: "A page of an origin that is not listed may send nothing." },
  { rules: [], sentence: "Crawlers, link previews, images and frames get no token." },
];

const DOMAIN = /^(?=.{4,253}$)([a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,63}$/i;

// A name in another script is left to the server, which knows its ASCII form.
const ASCII = /^[ -~]*$/;

const lines = (text: string) =>
  text
    .split(/[\s,;]+/)
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** Which conversions are refused. */
export function Quality({ campaign }: { campaign: CampaignParts }) {
  const { excludedDomains, ...switches } = campaign.qualityRules;
  const { draft, dirty, set, reset } = useDraft({ ...switches, domains: excludedDomains.join("\n") });
  const { save, saving, problems, clear } = useCampaignSave(campaign);
  const figures = useData(CampaignQualityDocument, { id: campaign.id }).data?.campaign?.quality ?? undefined;
  const wrong = lines(draft.domains).filter((line) => ASCII.test(line) && !DOMAIN.test(line));
  return (
    <Stack gap="lg" maw={860}>
      <Section title="Rules">
        <Stack gap="lg">
          {RULES.map(({ key, rule, title, sentence, example }) => (
            <Switch
              key={key}
              label={title}
              description={
                <>
                  {sentence} For example: {example}
                  <Held of={figures} rule={rule} />
                </>
              }
              checked={draft[key]}
              onChange={(event) => set({ [key]: event.currentTarget.checked })}
            />
          ))}
          <Textarea
            label="Excluded domains"
            description="One a line. Each covers its sub-domains: your own, your competitors’, your testers’."
            placeholder={"competitor.example\nmy-own-company.example"}
            autosize
            minRows={3}
            maxRows={14}
            value={draft.domains}
            inputWrapperOrder={["label", "description", "input", "error"]}
            error={
              problems.within("qualityRules.excludedDomains") ??
              (wrong.length > 0 && `Not a domain: ${wrong.join(", ")}`)
            }
            onChange={(event) => set({ domains: event.currentTarget.value })}
          />
          <Text size="xs" fw={500} mt={-12}>
            <Held of={figures} rule="excluded_domain" />
          </Text>
        </Stack>
      </Section>
      <Section title="Always on">
        <Stack gap={10}>
          {ALWAYS.map(({ rules, sentence }) => (
            <Group key={sentence} justify="space-between" wrap="nowrap" gap="lg">
              <Text>{sentence}</Text>
              <Refused campaignId={campaign.id} of={figures} rules={rules} />
            </Group>
          ))}
        </Stack>
        <Text c="dimmed" size="sm" mt="md">
          The figures are of the last 30 days, in which {counted(figures?.tried ?? 0, "call")} came. Rules
          that look at an address are passed over when a conversion is sent without one.
        </Text>
      </Section>
      <SaveBar
        dirty={dirty}
        saving={saving}
        stale={problems.stale}
        problems={problems.besides("qualityRules.excludedDomains")}
        note="Applies to conversions from now on; what was recorded stays."
        onSave={async () => {
          const { domains, ...rules } = draft;
          const done = await save({ qualityRules: { ...rules, excludedDomains: lines(domains) } });
          if (!done) return;
          reset();
          toast.done("The rules are saved.");
        }}
        onDiscard={() => {
          clear();
          reset();
        }}
      />
    </Stack>
  );
}

type Figures = NonNullable<NonNullable<CampaignQualityQuery["campaign"]>["quality"]>;

/** How many calls the rules that are always on refused, and the way to them. */
function Refused({
  campaignId,
  of,
  rules,
}: {
  campaignId: string;
  of: Figures | undefined;
  rules: readonly string[];
}) {
  const found = of?.always.filter(({ rule }) => rules.includes(rule.toLowerCase())) ?? [];
  if (found.length === 0) return null;
  const many = found.reduce((sum, { refused30Days }) => sum + refused30Days, 0);
  if (many === 0)
    return (
      <Text size="sm" c="dimmed" style={{ whiteSpace: "nowrap" }}>
        none
      </Text>
    );
  const reason = found.length === 1 ? found[0]?.rule.toLowerCase() : undefined;
  return (
    <Anchor
      size="sm"
      className="numbers"
      style={{ whiteSpace: "nowrap" }}
      renderRoot={(props) => (
        <Link
          to={`/campaigns/${campaignId}`}
          search={{ tab: "decisions", range: "30d", reason } as never}
          {...props}
        />
      )}
    >
      {counted(many, "call")}
    </Anchor>
  );
}

/** What a rule refused, or would have. */
function Held({ of, rule }: { of: Figures | undefined; rule: string }) {
  const found = of?.switches.find((candidate) => candidate.rule.toLowerCase() === rule);
  if (!found || (!found.on && found.wouldHaveRefused30Days === null)) return null;
  const withheld = rule === "existing_customer";
  const many = counted(
    found.on ? found.refused30Days : (found.wouldHaveRefused30Days ?? 0),
    withheld ? "reward" : "call",
  );
  return (
    <Text component="span" display="block" size="xs" mt={2} fw={500} c="var(--mantine-color-text)">
      {found.on
        ? `${withheld ? "Withheld" : "Refused"} ${many} in the last 30 days.`
        : `Switched on, it would have ${withheld ? "withheld" : "refused"} ${many} in the last 30 days.`}
    </Text>
  );
}
