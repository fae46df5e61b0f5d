import { useState } from "react";
import { Act } from "../../ui/Act";
import { DeclineDialog } from "./Review";
import { useBulkReview } from "./useBulkReview";

/** Accepts or declines those that are ticked. */
export function Bulk({ ids, clear }: { ids: string[]; clear: () => void }) {
  const review = useBulkReview();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Act
        size="xs"
        loading={review.accepting}
        onClick={async () => {
          await review.accept(ids);
          clear();
        }}
      >
        Accept
      </Act>
      <Act size="xs" variant="default" loading={review.declining} onClick={() => setAsking(true)}>
        Decline
      </Act>
      {asking && (
        <DeclineDialog
          many={ids.length}
          onClose={() => setAsking(false)}
          onDecline={async (reason) => {
            setAsking(false);
            await review.decline(ids, reason);
            clear();
          }}
        />
      )}
    </>
  );
}
