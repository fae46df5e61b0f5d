import { Tabs } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useData } from "../../api/data";
import { CampaignDocument, type CampaignQuery } from "../../graphql";
import { Page } from "../../ui/Page";
import { Failed, Loading, Missing } from "../../ui/State";
import { Status } from "../../ui/Status";
import { oneOf, useAddress } from "../../ui/search";
import { ConversionTable } from "../conversions/ConversionTable";
import { DecisionTable } from "../decisions/DecisionTable";
import { CampaignLinks } from "./CampaignLinks";
import { Duplicate } from "./Duplicate";
import { General } from "./General";
import { Install } from "./Install";
import { Mapping } from "./Mapping";
import { Quality } from "./Quality";
import { Reward } from "./Reward";
import { WhatIf } from "./WhatIf";

export type CampaignParts = NonNullable<CampaignQuery["campaign"]>;

const TABS = [
  "general",
  "reward",
  "links",
  "conversions",
  "decisions",
  "mapping",
  "quality",
  "what-if",
  "install",
] as const;
const TITLES: Record<(typeof TABS)[number], string> = {
  general: "General",
  reward: "Reward",
  links: "Links",
  conversions: "Conversions",
  decisions: "Decisions",
  mapping: "Field mapping",
  quality: "Quality",
  "what-if": "What if",
  install: "Install",
};

/** Brings the chosen tab to where it can be seen, on a phone that has no room for all. */
const inView = (tab: HTMLElement | null) => tab?.scrollIntoView({ block: "nearest", inline: "center" });

/** One campaign: each tab is a page of its own, with an address of its own. */
export function Campaign() {
  const { id } = useParams({ strict: false }) as { id: string };
  const [address, change] = useAddress();
  const { data, isPending, error, refetch } = useData(CampaignDocument, { id });
  if (isPending) return <Loading />;
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  const campaign = data?.campaign;
  if (!campaign) return <Missing what="campaign" />;
  const tab = oneOf(address.tab, TABS) ?? "general";
  return (
    <Page
      title={campaign.name}
      badge={<Status of={campaign.status} />}
      parent={{ to: "/campaigns", title: "Campaigns" }}
      actions={<Duplicate campaign={campaign} />}
    >
      <Tabs
        value={tab}
        onChange={(next) => {
          // The filters of one tab mean nothing on another.
          const blank = Object.fromEntries(Object.keys(address).map((key) => [key, undefined]));
          change({ ...blank, tab: next === "general" ? undefined : (next ?? undefined) });
        }}
      >
        <Tabs.List mb="lg" style={{ flexWrap: "nowrap", overflowX: "auto", overflowY: "hidden" }}>
          {TABS.map((key) => (
            <Tabs.Tab key={key} value={key} ref={key === tab ? inView : undefined}>
              {TITLES[key]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab}>
          {tab === "general" && <General campaign={campaign} />}
          {tab === "reward" && <Reward campaign={campaign} />}
          {tab === "links" && <CampaignLinks campaign={campaign} />}
          {tab === "conversions" && <ConversionTable campaignId={campaign.id} />}
          {tab === "decisions" && <DecisionTable campaignId={campaign.id} />}
          {tab === "mapping" && <Mapping campaign={campaign} />}
          {tab === "quality" && <Quality campaign={campaign} />}
          {tab === "what-if" && <WhatIf campaign={campaign} />}
          {tab === "install" && <Install campaign={campaign} />}
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
