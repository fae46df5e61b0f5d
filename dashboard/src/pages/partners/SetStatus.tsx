import { useWrite } from "../../api/data";
import { type PartnerStatus, PartnersSetStatusDocument } from "../../graphql";
import { Act } from "../../ui/Act";
import { useConfirm } from "../../ui/Confirm";
import { counted } from "../../ui/format";
import { toast } from "../../ui/toast";

/** Activates or deactivates the partners that are ticked. */
export function SetStatus({ ids, clear }: { ids: string[]; clear: () => void }) {
  const { run, saving } = useWrite(PartnersSetStatusDocument, { tell: true });
  const confirm = useConfirm();
  const those = counted(ids.length, "partner");
  const set = async (status: PartnerStatus) => {
    const done = await run({ ids, status });
    if (!done?.results) return;
    const failed = done.results.filter(({ userErrors }) => userErrors.length > 0).length;
    toast.done(
      `${counted(ids.length - failed, "partner")} ${status === "ACTIVE" ? "active" : "inactive"} now.`,
    );
    if (failed > 0) toast.refused(`${counted(failed, "partner")} could not be changed.`);
    clear();
  };
  return (
    <>
      <Act size="xs" variant="default" loading={saving} onClick={() => void set("ACTIVE")}>
        Activate
      </Act>
      <Act
        size="xs"
        variant="default"
        loading={saving}
        onClick={async () => {
          const yes = await confirm({
            title: `Deactivate ${those}?`,
            effect:
              "Their links still lead visitors to their destinations, but without a token: none of their clicks converts any more, those made before included. You can activate them again.",
            action: "Deactivate",
            danger: true,
          });
          if (yes) await set("INACTIVE");
        }}
      >
        Deactivate
      </Act>
    </>
  );
}
