import { NumberInput, Radio, Select, Stack, Text, TextInput } from "@mantine/core";
import { useData } from "../../api/data";
import {
  type AttributionModel,
  type CampaignStatus,
  type CampaignUpdateInput,
  FormOptionsDocument,
} from "../../graphql";
import { useConfirm } from "../../ui/Confirm";
import { CopyText } from "../../ui/Copy";
import { count, counted, rate } from "../../ui/format";
import { Detail, Facts, Section } from "../../ui/Page";
import { SaveBar, useDraft } from "../../ui/SaveBar";
import { Stat, Stats } from "../../ui/Stat";
import { Time } from "../../ui/Time";
import { toast } from "../../ui/toast";
import type { CampaignParts } from "./Campaign";
import { useCampaignSave } from "./saving";
import { Versions } from "./Versions";
import { MODELS, STATUS_MEANS, STATUSES } from "./words";

/** What the visitor's browser is sent to; the token's place is marked. */
function redirected(destination: string): string | null {
  try {
    const url = new URL(destination);
    url.searchParams.set("irw_id", "TOKEN");
    return url.toString();
  } catch {
    return null;
  }
}

/** Name, destination, window, model, and whether it runs. */
export function General({ campaign }: { campaign: CampaignParts }) {
  const saved = {
    name: campaign.name,
    destinationUrl: campaign.destinationUrl,
    status: campaign.status,
    attributionModel: campaign.attributionModel,
    attributionWindowDays: campaign.attributionWindowDays,
    formId: campaign.form.id,
  };
  const { draft, dirty, set, reset } = useDraft(saved);
  const { save: write, saving, problems, clear } = useCampaignSave(campaign);
  const forms = useData(FormOptionsDocument, {}).data?.forms.nodes ?? [campaign.form];
  const confirm = useConfirm();

  const save = async () => {
    if (draft.formId !== saved.formId) {
      const yes = await confirm({
        title: "Use another form?",
        effect: `Another form has other fields, so the ${counted(campaign.fieldMappings.length, "field mapping")} of this campaign will go. Conversions that are there keep their submissions.`,
        action: "Use the other form",
      });
      if (!yes) return;
    }
    const changed: CampaignUpdateInput = Object.fromEntries(
      Object.entries(draft).filter(([key, value]) => saved[key as keyof typeof saved] !== value),
    );
    const done = await write(changed);
    if (!done) return;
    reset();
    toast.done("Saved. It applies to conversions from now on.");
  };

  const preview = redirected(draft.destinationUrl);
  const days = draft.attributionWindowDays;
  return (
    <Detail
      side={
        <>
          <Section title="Last 30 days">
            <Stats>
              <Stat
                label="Clicks"
                value={count(campaign.stats?.clicks)}
                to="/clicks"
                search={{ campaign: campaign.id, label: "HUMAN" }}
              />
              <Stat
                label="Conversions"
                value={count(campaign.stats?.conversions)}
                note={rate(campaign.stats?.conversionRate)}
                to={`/campaigns/${campaign.id}`}
                search={{ tab: "conversions", range: "30d" }}
              />
            </Stats>
          </Section>
          <Versions of={campaign.versions} />
          <Section title="Details">
            <Facts
              of={[
                ["Id", <CopyText key="id" text={campaign.id} what="the campaign's id" />],
                ["Version", `${campaign.version}, which judges conversions now`],
                ["Created", <Time key="created" at={campaign.createdAt} />],
                ["Changed", <Time key="changed" at={campaign.updatedAt} />],
              ]}
            />
          </Section>
        </>
      }
    >
      <Section title="Campaign">
        <Stack gap="md">
          <TextInput
            label="Name"
            required
            value={draft.name}
            error={problems.of("name")}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <TextInput
            label="Destination"
            description="Where its links lead. Its own parameters and fragment are kept."
            required
            value={draft.destinationUrl}
            error={problems.of("destinationUrl")}
            onChange={(event) => set({ destinationUrl: event.currentTarget.value })}
          />
          {preview && (
            <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
              A visitor is sent to <code>{preview}</code>
            </Text>
          )}
          <Select
            label="Status"
            description={STATUS_MEANS[draft.status]}
            data={STATUSES}
            allowDeselect={false}
            value={draft.status}
            onChange={(status) => status && set({ status: status as CampaignStatus })}
          />
          <Select
            label="Form"
            description="What a conversion becomes."
            data={forms.map(({ id, name }) => ({ value: id, label: name }))}
            allowDeselect={false}
            value={draft.formId}
            error={problems.of("formId")}
            onChange={(formId) => formId && set({ formId })}
          />
        </Stack>
      </Section>
      <Section title="Attribution">
        <Stack gap="lg">
          <Radio.Group
            label="Which click is credited"
            value={draft.attributionModel}
            onChange={(model) => set({ attributionModel: model as AttributionModel })}
          >
            <Stack gap="sm" mt="xs">
              {Object.entries(MODELS).map(([value, { title, sentence }]) => (
                <Radio key={value} value={value} label={title} description={sentence} />
              ))}
            </Stack>
          </Radio.Group>
          <NumberInput
            label="Attribution window"
            description="How many days after a click it may convert, from 1 to 365."
            suffix={days === 1 ? " day" : " days"}
            min={1}
            max={365}
            allowDecimal={false}
            allowNegative={false}
            w={180}
            value={days}
            error={problems.of("attributionWindowDays")}
            onChange={(value) => set({ attributionWindowDays: Number(value) || 0 })}
          />
          <Text size="sm" c="dimmed">
            Somebody who clicks today may convert until{" "}
            {new Intl.DateTimeFormat("en-GB", { dateStyle: "long" }).format(Date.now() + days * 86_400_000)}.
            Shops that sell at once take 7 to 30 days; subscriptions and business software 60 to 90.
          </Text>
        </Stack>
      </Section>
      <SaveBar
        dirty={dirty}
        saving={saving}
        stale={problems.stale}
        problems={problems.besides("name", "destinationUrl", "formId", "attributionWindowDays")}
        note="Applies to conversions from now on, as a new version."
        onSave={() => void save()}
        onDiscard={() => {
          clear();
          reset();
        }}
      />
    </Detail>
  );
}
