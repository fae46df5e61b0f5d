import type { LinkPartsFragment } from "../graphql";

/** Whether clicks on a link are credited. */
export const works = (link: LinkPartsFragment): boolean =>
  !link.revokedAt && link.campaign?.status === "ACTIVE";
