// The organisation whose pages these are.
import { OrganisationDocument, type OrganisationQuery } from "../graphql";
import { useData } from "./data";

export { useZone } from "../ui/useZone";

/** Its settings; none until they have arrived. */
export function useOrganisation(): OrganisationQuery["organisation"] | undefined {
  return useData(OrganisationDocument, {}).data?.organisation;
}
