// Saving the settings of a campaign, in such a way that nobody overwrites what they have not seen.
import { useEffect } from "react";
import { useWrite } from "../../api/data";
import { CampaignUpdateDocument, type CampaignUpdateInput } from "../../graphql";
import type { CampaignParts } from "./Campaign";

export function useCampaignSave(campaign: CampaignParts) {
  const { run, saving, problems, clear } = useWrite(CampaignUpdateDocument);
  // What somebody else saved has arrived: whoever looks at it may save on top of it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version is what it waits for
  useEffect(clear, [campaign.version]);
  return {
    save: (input: CampaignUpdateInput) => run({ id: campaign.id, ifVersion: campaign.version, input }),
    saving,
    problems,
    clear,
  };
}
