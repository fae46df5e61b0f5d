import { useWrite } from "../../api/data";
import { LinksRestoreDocument, LinksRevokeDocument } from "../../graphql";
import { Act } from "../../ui/Act";
import { useConfirm } from "../../ui/Confirm";
import { counted } from "../../ui/format";
import { toast } from "../../ui/toast";

/** Revokes or restores the links that are ticked. */
export function BulkLinks({ ids, clear }: { ids: string[]; clear: () => void }) {
  const revoke = useWrite(LinksRevokeDocument, { tell: true });
  const restore = useWrite(LinksRestoreDocument, { tell: true });
  const confirm = useConfirm();
  const those = counted(ids.length, "link");
  const tell = (results: ReadonlyArray<{ userErrors: unknown[] }>, done: string) => {
    const failed = results.filter(({ userErrors }) => userErrors.length > 0).length;
    toast.done(`${counted(results.length - failed, "link")} ${done}.`);
    if (failed > 0) toast.refused(`${counted(failed, "link")} could not be changed.`);
    clear();
  };
  return (
    <>
      <Act
        size="xs"
        variant="default"
        loading={revoke.saving}
        onClick={async () => {
          const yes = await confirm({
            title: `Revoke ${those}?`,
            effect:
              "Within two seconds their codes and aliases stop: visitors see a page that says so, and clicks made before are not credited any more. You can restore them, with the same codes and aliases.",
            action: "Revoke",
            danger: true,
          });
          if (!yes) return;
          const done = await revoke.run({ ids });
          if (done?.results) tell(done.results, "revoked");
        }}
      >
        Revoke
      </Act>
      <Act
        size="xs"
        variant="default"
        loading={restore.saving}
        onClick={async () => {
          const done = await restore.run({ ids });
          if (done?.results) tell(done.results, "in force");
        }}
      >
        Restore
      </Act>
    </>
  );
}
