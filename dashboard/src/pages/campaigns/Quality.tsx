import { List, Stack, Switch, Text, Textarea } from "@mantine/core";
import { useData, useWrite } from "../../api/data";
import { CampaignQualityDocument, CampaignUpdateDocument } from "../../graphql";
import { counted } from "../../ui/format";
import { Section } from "../../ui/Page";
import { SaveBar, useDraft } from "../../ui/SaveBar";
import { toast } from "../../ui/toast";
import type { CampaignParts } from "./Campaign";

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

const ALWAYS = [
  "A click converts once, however often and however simultaneously it is sent.",
  "A click token that we did not sign is never credited.",
  "Clicks on a revoked link, of an inactive partner or of a paused campaign do not convert.",
  "Crawlers, link previews, images and frames get no token.",
  "A click that is older than the attribution window does not convert.",
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
  const { run, saving, problems, clear } = useWrite(CampaignUpdateDocument);
  const figures = useData(CampaignQualityDocument, { id: campaign.id }).data?.campaign?.quality;
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
                  <Figures of={figures?.switches} rule={rule} />
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
            error={
              problems.within("qualityRules.excludedDomains") ??
              (wrong.length > 0 && `Not a domain: ${wrong.join(", ")}`)
            }
            onChange={(event) => set({ domains: event.currentTarget.value })}
          />
        </Stack>
      </Section>
      <Section title="Always on">
        <List spacing={6}>
          {ALWAYS.map((sentence) => (
            <List.Item key={sentence}>{sentence}</List.Item>
          ))}
        </List>
        <Text c="dimmed" size="sm" mt="md">
          Rules that look at an address are passed over when a conversion is sent without one.
        </Text>
      </Section>
      <SaveBar
        dirty={dirty}
        saving={saving}
        problems={problems.besides("qualityRules.excludedDomains")}
        note="Applies to conversions from now on; what was recorded stays."
        onSave={async () => {
          const { domains, ...rules } = draft;
          const done = await run({
            id: campaign.id,
            input: { qualityRules: { ...rules, excludedDomains: lines(domains) } },
          });
          if (done) toast.done("The rules are saved.");
        }}
        onDiscard={() => {
          clear();
          reset();
        }}
      />
    </Stack>
  );
}

interface Rule {
  rule: string;
  on: boolean;
  refused30Days: number;
  wouldHaveRefused30Days: number | null;
}

/** What a rule refused, or would have. */
function Figures({ of, rule }: { of: readonly Rule[] | undefined; rule: string }) {
  const found = of?.find((candidate) => candidate.rule.toLowerCase() === rule);
  if (!found) return null;
  return (
    <Text component="span" display="block" size="xs" mt={2} fw={500}>
      {found.on
        ? `Held in ${counted(found.refused30Days, "call")} in 30 days.`
        : `Switched on, it would have held in ${counted(found.wouldHaveRefused30Days ?? 0, "call")} in 30 days.`}
    </Text>
  );
}
