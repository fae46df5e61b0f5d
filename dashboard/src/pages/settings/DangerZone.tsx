// For when something has leaked. Each says in figures what it ends, before it does.
import { Group, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useData, useWrite } from "../../api/data";
import { useSession } from "../../api/session";
import { AccessDocument, ApiKeysRevokeAllDocument, OrganisationSignOutDocument } from "../../graphql";
import { Act } from "../../ui/Act";
import { useConfirm } from "../../ui/Confirm";
import { counted } from "../../ui/format";
import { Section } from "../../ui/Page";
import { toast } from "../../ui/toast";

export function DangerZone() {
  const { current } = useSession();
  const isOwner = current.role === "OWNER";
  const { data, refetch } = useData(AccessDocument, {}, { enabled: isOwner });
  const revoke = useWrite(ApiKeysRevokeAllDocument, { tell: true });
  const signOut = useWrite(OrganisationSignOutDocument, { tell: true });
  const confirm = useConfirm();
  const { name } = current.organisation;
  // Anew at the moment of asking, so that the figures are those of what will be done.
  const now = async () => (await refetch()).data?.organisation.access ?? data?.organisation.access;

  const revokeKeys = async () => {
    const access = await now();
    if (!access) return;
    const yes = await confirm({
      title: "Revoke every secret key?",
      effect: `${counted(access.secretKeys, "key")} stop working within two seconds and cannot be restored. Every backend that calls with one is refused until it has a new key. Publishable keys and links go on.`,
      action: "Revoke every key",
      danger: true,
      typed: name,
    });
    if (!yes) return;
    const done = await revoke.run({});
    if (done) toast.done(`${counted(done.revoked ?? 0, "key")} revoked.`);
  };

  const everybodyOut = async () => {
    const access = await now();
    if (!access) return;
    const yes = await confirm({
      title: "Sign everybody out?",
      effect: `${counted(access.memberSessions, "session")} of ${counted(access.members, "member")} end, yours too, also in other organisations of theirs, and ${counted(access.portalSessions, "session")} of partners on the portal. Links that sign somebody in and are not used yet stop working. Passwords stay: whoever knows one can sign in again.`,
      action: "Sign everybody out",
      danger: true,
      typed: name,
    });
    if (yes) await signOut.run({});
  };

  return (
    <Section title="Danger zone">
      <Stack gap="lg">
        <Deed
          title="Revoke every secret key"
          why="When a key may have leaked and you do not know which."
          isOwner={isOwner}
          busy={revoke.saving}
          act={revokeKeys}
        />
        <Deed
          title="Sign everybody out"
          why="When somebody may be using a session that is not theirs."
          isOwner={isOwner}
          busy={signOut.saving}
          act={everybodyOut}
        />
      </Stack>
    </Section>
  );
}

interface DeedProps {
  title: string;
  why: ReactNode;
  isOwner: boolean;
  busy: boolean;
  act: () => Promise<void>;
}

function Deed({ title, why, isOwner, busy, act }: DeedProps) {
  return (
    <Group justify="space-between" gap="md">
      <div style={{ flex: "1 1 220px" }}>
        <Text fw={500}>{title}</Text>
        <Text size="sm" c="dimmed">
          {why}
        </Text>
      </div>
      <Act
        color="red"
        variant="outline"
        size="xs"
        loading={busy}
        because={!isOwner && "Only an owner can do this."}
        onClick={() => void act()}
      >
        {title}
      </Act>
    </Group>
  );
}
