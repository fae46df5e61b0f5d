import { Alert, Anchor, Group, Select, Stack, Tabs, TagsInput, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useData, useWrite } from "../../api/data";
import { useOrganisation } from "../../api/organisation";
import { CampaignInstallDocument, CampaignUpdateDocument, InstallCheckRunDocument } from "../../graphql";
import { Act } from "../../ui/Act";
import { Code } from "../../ui/Copy";
import { count, host } from "../../ui/format";
import { Section } from "../../ui/Page";
import { Prose } from "../../ui/Prose";
import { SaveBar, useDraft } from "../../ui/SaveBar";
import { Dot, Status } from "../../ui/Status";
import { Time } from "../../ui/Time";
import { toast } from "../../ui/toast";
import type { CampaignParts } from "./Campaign";
import { useCampaignSave } from "./saving";
import { FRAMEWORKS, hubspot, LANGUAGES } from "./snippets";
import { TryIt } from "./TryIt";

const POLL_MS = 5_000;

/** How a site sends its conversions, and whether it does. */
export function Install({ campaign }: { campaign: CampaignParts }) {
  const organisation = useOrganisation();
  const origin = window.location.origin;
  const given = {
    origin,
    publishableKey: organisation?.publishableKey ?? "",
    fields: campaign.form.fields.map(({ id, label }) => ({ id, label })),
    properties: campaign.fieldMappings.map(({ property }) => property),
  };
  const [framework, setFramework] = useState<string>(FRAMEWORKS[0].name);
  const [language, setLanguage] = useState<string>(LANGUAGES[0].name);
  const chosen = FRAMEWORKS.find(({ name }) => name === framework) ?? FRAMEWORKS[0];
  const server = LANGUAGES.find(({ name }) => name === language) ?? LANGUAGES[0];
  return (
    <Stack gap="lg">
      <Evidence campaign={campaign} />
      <TryIt campaign={campaign} />
      <Section title="Install">
        <Tabs defaultValue="browser">
          <Tabs.List mb="md">
            <Tabs.Tab value="browser">Browser</Tabs.Tab>
            <Tabs.Tab value="server">Server</Tabs.Tab>
            <Tabs.Tab value="hubspot">HubSpot</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="browser">
            <Stack gap="md">
              <Select
                label="Your site is built with"
                data={FRAMEWORKS.map(({ name }) => name)}
                allowDeselect={false}
                value={framework}
                onChange={(value) => value && setFramework(value)}
                maw={280}
              />
              <Text>
                <b>1.</b> On every page of <code>{host(campaign.destinationUrl)}</code>: {chosen.where}
              </Text>
              <Code what="the snippet">{chosen.snippet(given)}</Code>
              <Text>
                <b>2.</b> Where somebody has signed up or bought:
              </Text>
              <Code what="the call">{chosen.track(given)}</Code>
            </Stack>
          </Tabs.Panel>
          <Tabs.Panel value="server">
            <Stack gap="md">
              <Text>
                A backend sends what the page gave it as click id, with a secret key that has the scope{" "}
                <code>affiliate:write</code>. No ad blocker is in the way, and no origin is looked at.{" "}
                <Anchor
                  underline="always"
                  renderRoot={(props) => <Link to="/api-keys" search={{ new: "1" } as never} {...props} />}
                >
                  Make a key
                </Anchor>
              </Text>
              <Select
                label="Language"
                data={LANGUAGES.map(({ name }) => name)}
                allowDeselect={false}
                value={language}
                onChange={(value) => value && setLanguage(value)}
                maw={280}
              />
              <Code what="the call">{server.call(given)}</Code>
            </Stack>
          </Tabs.Panel>
          <Tabs.Panel value="hubspot">
            <Stack gap="md">
              <Text>
                Forms of HubSpot need no code: the snippet hears when one of them was submitted, takes the
                address, and sends the conversion once for each form.
              </Text>
              <Code what="the snippet">{hubspot(given)}</Code>
              <Text c="dimmed" size="sm">
                To switch that off, add <code>data-hubspot="off"</code>.
              </Text>
            </Stack>
          </Tabs.Panel>
        </Tabs>
      </Section>
      <Origins campaign={campaign} />
    </Stack>
  );
}

/** Three rows, each with its proof, asked again every few seconds while somebody looks. */
function Evidence({ campaign }: { campaign: CampaignParts }) {
  const { data } = useData(CampaignInstallDocument, { id: campaign.id }, { refetchInterval: POLL_MS });
  const check = useWrite(InstallCheckRunDocument, { tell: true });
  const update = useWrite(CampaignUpdateDocument, { tell: true });
  const install = data?.campaign?.install;
  const last = install?.conversions;
  const refused = last?.reason?.toLowerCase() === "origin_not_allowed" ? last.origin : null;
  return (
    <Section
      title="Does it work?"
      actions={
        <Act
          size="xs"
          variant="default"
          loading={check.saving}
          onClick={async () => {
            if (await check.run({ campaignId: campaign.id })) toast.done("The page was looked at.");
          }}
        >
          Check now
        </Act>
      }
    >
      <Stack gap="lg">
        <Row
          title="The snippet is in the page"
          status={
            install?.snippet ? <Status of={install.snippet.verdict} /> : <Dot tone="mute">Not looked at</Dot>
          }
        >
          {install?.snippet ? (
            <>
              Looked at <Time at={install.snippet.at} />.{" "}
              {install.snippet.findings.map(({ code, message }) => (
                <Text key={code} component="span" display="block">
                  <Prose>{message}</Prose>
                </Text>
              ))}
            </>
          ) : (
            `Fetches ${host(campaign.destinationUrl)} and looks for the snippet with your key.`
          )}
        </Row>
        <Row
          title="Browsers load the snippet"
          status={
            install?.loads.lastAt ? (
              <Dot tone="good">{`${count(install.loads.today)} today`}</Dot>
            ) : (
              <Dot tone="mute">Never</Dot>
            )
          }
        >
          {install?.loads.lastAt ? (
            <>
              Last from a page of the destination <Time at={install.loads.lastAt} />.
            </>
          ) : (
            "No page of the destination has loaded it yet."
          )}
        </Row>
        <Row
          title="Conversions arrive"
          status={last?.outcome ? <Status of={last.outcome} /> : <Dot tone="mute">None yet</Dot>}
        >
          {last?.lastAt ? (
            <>
              The last call came <Time at={last.lastAt} />
              {last.origin && ` from ${last.origin}`}. {last.explanation && <Prose>{last.explanation}</Prose>}
            </>
          ) : (
            "No call yet for a click of this campaign."
          )}
        </Row>
        {refused && (
          <Alert color="red" title={`Calls from ${refused} are refused`}>
            <Group justify="space-between">
              <span>It is not among the origins of this campaign.</span>
              <Act
                size="xs"
                loading={update.saving}
                onClick={async () => {
                  const allowedOrigins = [...campaign.allowedOrigins, refused];
                  if (await update.run({ id: campaign.id, input: { allowedOrigins } })) {
                    toast.done(`${refused} may send conversions now.`);
                  }
                }}
              >
                Add {refused}
              </Act>
            </Group>
          </Alert>
        )}
      </Stack>
    </Section>
  );
}

function Row({ title, status, children }: { title: string; status: ReactNode; children: ReactNode }) {
  return (
    <Group justify="space-between" align="flex-start" wrap="nowrap">
      <div style={{ minWidth: 0 }}>
        <Text fw={500}>{title}</Text>
        <Text component="div" c="dimmed" size="sm">
          {children}
        </Text>
      </div>
      {status}
    </Group>
  );
}

function Origins({ campaign }: { campaign: CampaignParts }) {
  const { draft, dirty, set, reset } = useDraft({ allowedOrigins: campaign.allowedOrigins });
  const { save, saving, problems, clear } = useCampaignSave(campaign);
  return (
    <Section title="Allowed origins">
      <Stack gap="md">
        <TagsInput
          label="Pages of these origins may send conversions"
          description="As https://www.example.com; a backend with a secret key needs none."
          placeholder="https://…"
          value={draft.allowedOrigins}
          error={problems.within("allowedOrigins")}
          onChange={(allowedOrigins) => set({ allowedOrigins })}
          splitChars={[",", " ", ";"]}
        />
        {draft.allowedOrigins.length === 0 && (
          <Alert color="yellow">
            The list is empty, so every page may send conversions with your publishable key, which anybody can
            read. Each still needs a click token of ours.
          </Alert>
        )}
        <SaveBar
          dirty={dirty}
          saving={saving}
          stale={problems.stale}
          problems={problems.besides("allowedOrigins")}
          onSave={async () => {
            if (!(await save(draft))) return;
            reset();
            toast.done("The origins are saved.");
          }}
          onDiscard={() => {
            clear();
            reset();
          }}
        />
      </Stack>
    </Section>
  );
}
