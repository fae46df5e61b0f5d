import { Select } from "@mantine/core";
import { useData } from "../api/data";
import { useAddress } from "../ui/search";
import { CampaignNamesDocument } from "./graphql";

/** Chooses one of the partner's campaigns, where there are several; it stands in the address. */
export function CampaignSelect() {
  const [address, change] = useAddress();
  const { data } = useData(CampaignNamesDocument, {});
  const campaigns = data?.campaigns.nodes ?? [];
  if (campaigns.length < 2 && !address.campaign) return null;
  return (
    <Select
      size="xs"
      w={180}
      aria-label="Campaign"
      placeholder="All campaigns"
      clearable
      clearButtonProps={{ "aria-label": "All campaigns" }}
      data={campaigns.map(({ id, name }) => ({ value: id, label: name }))}
      value={address.campaign ?? null}
      onChange={(campaign) => change({ campaign: campaign ?? undefined })}
    />
  );
}
