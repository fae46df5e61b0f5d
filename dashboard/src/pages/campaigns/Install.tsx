import { Alert, Anchor, Group, Select, Stack, Tabs, TagsInput, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useData, useWrite } from "../../api/data";
import { useOrganisation } from "../../api/organisation";
import { CampaignUpdateDocument, DecisionsDocument, LinksDocument } from "../../graphql";
import { Code } from "../../ui/Copy";
import { host } from "../../ui/format";
import { Section } from "../../ui/Page";
import { SaveBar, useDraft } from "../../ui/SaveBar";
import { Status } from "../../ui/Status";
import { Time } from "../../ui/Time";
import { toast } from "../../ui/toast";
import type { CampaignParts } from "./Campaign";
import { FRAMEWORKS, hubspot, LANGUAGES } from "./snippets";

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

/** What has arrived, asked again every few seconds while somebody looks. */
function Evidence({ campaign }: { campaign: CampaignParts }) {
  const filter = { campaignId: campaign.id };
  const { data } = useData(DecisionsDocument, { first: 1, filter }, { refetchInterval: POLL_MS });
  const links = useData(LinksDocument, { first: 1, filter: { ...filter, revoked: false } });
  const { run, saving } = useWrite(CampaignUpdateDocument, { tell: true });
  const last = data?.decisions.nodes[0];
  const link = links.data?.links.nodes[0];
  const refused = last?.reason.toUpperCase() === "ORIGIN_NOT_ALLOWED" ? last.origin : null;
  return (
    <Section title="Does it work?">
      <Stack gap="md">
        <Group justify="space-between" align="flex-start">
          <div>
            <Text fw={500}>Conversions arriving</Text>
            {last ? (
              <Text c="dimmed">
                The last call came <Time at={last.at} />
                {last.origin ? ` from ${last.origin}` : last.source === "SERVER" ? " from a server" : ""}.{" "}
                <Anchor
                  underline="always"
                  renderRoot={(props) => <Link to={`/decisions/${last.id}`} {...props} />}
                >
                  See why
                </Anchor>
              </Text>
            ) : (
              <Text c="dimmed">No call yet for a click of this campaign.</Text>
            )}
          </div>
          {last && <Status of={last.outcome} />}
        </Group>
        {refused && (
          <Alert color="red" title={`Calls from ${refused} are refused`}>
            <Group justify="space-between">
              <span>It is not among the origins of this campaign.</span>
              <Anchor
                component="button"
                type="button"
                aria-disabled={saving}
                onClick={async () => {
                  const done = await run({
                    id: campaign.id,
                    input: { allowedOrigins: [...campaign.allowedOrigins, refused] },
                  });
                  if (done) toast.done(`${refused} may send conversions now.`);
                }}
              >
                Add {refused}
              </Anchor>
            </Group>
          </Alert>
        )}
        {link && (
          <Text>
            <b>Try it:</b> open{" "}
            <Anchor underline="always" href={link.url} target="_blank" rel="noreferrer">
              {link.partner?.name ?? "a"}’s link
            </Anchor>
            , convert on the page it leads to, and watch this line. It is a click like any other and counts.
          </Text>
        )}
      </Stack>
    </Section>
  );
}

function Origins({ campaign }: { campaign: CampaignParts }) {
  const { draft, dirty, set, reset } = useDraft({ allowedOrigins: campaign.allowedOrigins });
  const { run, saving, problems, clear } = useWrite(CampaignUpdateDocument);
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
          problems={problems.besides("allowedOrigins")}
          onSave={async () => {
            if (await run({ id: campaign.id, input: draft })) toast.done("The origins are saved.");
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
