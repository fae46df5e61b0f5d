import { Tooltip } from "@mantine/core";
import type { LinkRowFragment } from "../../graphql";
import { Dot } from "../../ui/Status";

const WHY =
  "In 30 days at least 100 clicks and nothing accepted, or at least 10 conversions of which half were declined or failed.";

/** Whether a link is in force, and whether somebody should look at its traffic. */
export function LinkState({ of }: { of: Pick<LinkRowFragment, "revokedAt" | "review"> }) {
  if (of.revokedAt) return <Dot tone="bad">Revoked</Dot>;
  if (!of.review) return <Dot tone="good">Live</Dot>;
  return (
    <Tooltip label={WHY}>
      <span>
        <Dot tone="warn">Review</Dot>
      </span>
    </Tooltip>
  );
}
