import { useWrite } from "../../api/data";
import { SubmissionsAcceptDocument, SubmissionsDeclineDocument } from "../../graphql";
import { counted } from "../../ui/format";
import { toast } from "../../ui/toast";

/** Accepts or declines several; each by itself, so that one that cannot be leaves the others. */
export function useBulkReview() {
  const accepting = useWrite(SubmissionsAcceptDocument, { tell: true });
  const declining = useWrite(SubmissionsDeclineDocument, { tell: true });
  const tell = (results: ReadonlyArray<{ userErrors: unknown[] }>, done: string) => {
    const failed = results.filter(({ userErrors }) => userErrors.length > 0).length;
    const succeeded = results.length - failed;
    if (succeeded > 0) toast.done(`${counted(succeeded, "submission")} ${done}.`);
    if (failed > 0)
      toast.refused(`${counted(failed, "submission")} could not be: only those that wait for review can.`);
  };
  return {
    accept: async (ids: string[]) => {
      const done = await accepting.run({ ids });
      if (done?.results) tell(done.results, "accepted");
    },
    decline: async (ids: string[], reason: string | null) => {
      const done = await declining.run({ ids, reason });
      if (done?.results) tell(done.results, "declined");
    },
    accepting: accepting.saving,
    declining: declining.saving,
  };
}
