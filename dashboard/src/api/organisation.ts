// The organisation whose pages these are.
import { OrganisationDocument, type OrganisationQuery } from "../graphql";
import { useData } from "./data";

export { useZone } from "../ui/useZone";

/** Whether the data is made up. */
export const useIsDemo = (): boolean => useData(OrganisationDocument, {}).data?.server.isDemo ?? false;

/** Its settings; none until they have arrived. */
export function useOrganisation(): OrganisationQuery["organisation"] | undefined {
  return useData(OrganisationDocument, {}).data?.organisation;
}
