import { type KeyboardEvent, type ReactNode, useState } from "react";
import { useSession } from "../../api/session";
import { DeclineDialog } from "./Review";
import { useBulkReview } from "./useBulkReview";

const ROW = /\/submissions\/(\w+)$/;

/** `a` accepts the row that has the focus, `d` declines it after asking why. */
export function useReviewKeys(): { keys: (event: KeyboardEvent) => void; dialog: ReactNode } {
  const { canWrite } = useSession();
  const review = useBulkReview();
  const [declined, setDeclined] = useState<string | null>(null);
  const keys = (event: KeyboardEvent) => {
    if (!canWrite || event.ctrlKey || event.metaKey || event.altKey) return;
    const [, id] = ROW.exec((event.target as HTMLElement).getAttribute("href") ?? "") ?? [];
    if (!id || (event.key !== "a" && event.key !== "d")) return;
    event.preventDefault();
    if (event.key === "a") void review.accept([id]);
    else setDeclined(id);
  };
  const dialog = declined && (
    <DeclineDialog
      many={1}
      onClose={() => setDeclined(null)}
      onDecline={async (reason) => {
        setDeclined(null);
        await review.decline([declined], reason);
      }}
    />
  );
  return { keys, dialog };
}
