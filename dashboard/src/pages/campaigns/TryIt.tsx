import { Anchor, Button, Group, Select, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { ExternalLink } from "lucide-react";
import { useState } from "react";
import { useData } from "../../api/data";
import { CampaignInstallDocument, FollowedClickDocument, LinkChoicesDocument } from "../../graphql";
import { Section } from "../../ui/Page";
import { Followed } from "./Followed";

const POLL_MS = 1_500;

interface TryItProps {
  campaign: { id: string; destinationUrl: string };
}

/** Follows one real click through a link, the page that it opens, and the call that the page sends. */
export function TryIt({ campaign }: TryItProps) {
  const choices = useData(LinkChoicesDocument, { campaignId: campaign.id }).data?.links.nodes ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const [since, setSince] = useState<{ click: string | null; load: string | null } | null>(null);
  const link = choices.find(({ id }) => id === chosen) ?? choices[0];
  const followed = useData(
    FollowedClickDocument,
    { linkId: link?.id ?? "" },
    { enabled: link !== undefined, refetchInterval: POLL_MS },
  ).data;
  const install = useData(
    CampaignInstallDocument,
    { id: campaign.id },
    { refetchInterval: since ? POLL_MS : undefined },
  ).data?.campaign?.install;

  const newest = followed?.clicks.nodes[0];
  const click = since && newest && newest.id !== since.click ? newest : null;
  const loaded = since && install?.loads.lastAt !== since.load ? install?.loads.lastAt : null;

  if (!link) {
    return (
      <Section title="Try it">
        <Text c="dimmed">
          A click needs a link.{" "}
          <Anchor
            underline="always"
            renderRoot={(props) => (
              <Link to={`/campaigns/${campaign.id}`} search={{ tab: "links" } as never} {...props} />
            )}
          >
            Generate one for a partner
          </Anchor>{" "}
          and come back.
        </Text>
      </Section>
    );
  }
  return (
    <Section title="Try it">
      <Stack gap="md">
        <Text c="dimmed">
          Follow a click through your whole set-up. It is a click like any other, and counts for the partner.
        </Text>
        <Group align="flex-end" gap="xs">
          <Select
            label="With the link of"
            data={choices.map(({ id, partner, code }) => ({ value: id, label: partner?.name ?? code }))}
            allowDeselect={false}
            value={link.id}
            onChange={(id) => {
              setChosen(id);
              setSince(null);
            }}
            w={240}
          />
          <Button
            component="a"
            href={link.url}
            target="_blank"
            rel="noopener"
            // What was there before has to be known, or it would be taken for what comes of this click.
            loading={!followed || !install}
            leftSection={<ExternalLink size={15} aria-hidden />}
            onClick={() => setSince({ click: newest?.id ?? null, load: install?.loads.lastAt ?? null })}
          >
            Open the link
          </Button>
        </Group>
        {since && (
          <div aria-live="polite">
            <Followed campaign={campaign} click={click} loaded={loaded ?? null} />
          </div>
        )}
      </Stack>
    </Section>
  );
}
