import { Badge, Button, Group, Menu, Modal, Radio, Stack, Text, TextInput } from "@mantine/core";
import { Plus, Users } from "lucide-react";
import { useState } from "react";
import { useConnection, useWrite } from "../../api/data";
import { type Role, useSession } from "../../api/session";
import {
  InvitationRevokeDocument,
  InvitationsDocument,
  type InvitationsQuery,
  MemberInviteDocument,
  MemberRemoveDocument,
  MembersDocument,
  type MembersQuery,
  MemberUpdateDocument,
  PasswordResetLinkCreateDocument,
} from "../../graphql";
import { Act } from "../../ui/Act";
import { useConfirm } from "../../ui/Confirm";
import { Code } from "../../ui/Copy";
import { Filters, useFiltered } from "../../ui/Filters";
import { counted, words } from "../../ui/format";
import { Page, Section } from "../../ui/Page";
import { Empty } from "../../ui/State";
import { useAddress } from "../../ui/search";
import { type Column, DataTable } from "../../ui/Table";
import { Time } from "../../ui/Time";
import { toast } from "../../ui/toast";

type Row = MembersQuery["members"]["nodes"][number];
type Invited = InvitationsQuery["invitations"]["nodes"][number];

const ROLES: ReadonlyArray<{ value: Role; label: string; means: string }> = [
  { value: "OWNER", label: "Owner", means: "Everything, and says who the owners are." },
  { value: "ADMIN", label: "Admin", means: "Everything but saying who the owners are." },
  { value: "ANALYST", label: "Analyst", means: "Sees everything and changes nothing." },
];

/** A link that somebody is to be given: shown once, and sent by nobody but the person who reads it. */
interface HandOver {
  title: string;
  text: string;
  url: string;
}

/** Who works in the organisation. */
export function Members() {
  const [address, change] = useAddress();
  const [link, setLink] = useState<HandOver | null>(null);
  const { filtered, clearFilters } = useFiltered(["q"]);
  const list = useConnection(
    MembersDocument,
    { filter: { search: address.q ?? null } },
    (data) => data.members,
  );
  const columns: Array<Column<Row>> = [
    {
      key: "name",
      title: "Member",
      cell: (row) => (
        <div>
          <Text fw={500}>
            {row.name || row.email} {row.isViewer && <Badge ml={4}>you</Badge>}
          </Text>
          {row.name && (
            <Text size="sm" c="dimmed">
              {row.email}
            </Text>
          )}
        </div>
      ),
    },
    { key: "role", title: "Role", cell: (row) => words(row.role) },
    { key: "seen", title: "Last here", cell: (row) => <Time at={row.lastSeenAt} /> },
    {
      key: "sessions",
      title: "Signed in",
      cell: (row) => (row.sessionCount ? `in ${counted(row.sessionCount, "browser")}` : "no"),
    },
    { key: "since", title: "Member since", optional: true, cell: (row) => <Time at={row.createdAt} /> },
    { key: "actions", title: "", right: true, cell: (row) => <Change of={row} onLink={setLink} /> },
  ];
  const invite = (
    <Act leftSection={<Plus size={16} aria-hidden />} onClick={() => change({ new: "1" })}>
      Invite
    </Act>
  );
  return (
    <Page title="Members" actions={invite} lead="Who signs in to this dashboard, and what they may do.">
      <Stack gap="lg">
        <DataTable
          name="members"
          what="members"
          list={list}
          columns={columns}
          filtered={filtered}
          clearFilters={clearFilters}
          filters={<Filters search="Search by address" of={[]} />}
          empty={<Empty icon={Users} title="No member" action={invite} />}
        />
        <Invitations />
      </Stack>
      {address.new === "1" && (
        <Invite
          onClose={() => change({ new: undefined })}
          onLink={(made) => {
            change({ new: undefined });
            setLink(made);
          }}
        />
      )}
      {link && (
        <Modal opened onClose={() => setLink(null)} title={link.title} closeOnClickOutside={false} size="lg">
          <Stack gap="md">
            <Text>{link.text}</Text>
            <Code what="the link">{link.url}</Code>
            <Text c="dimmed" size="sm">
              It works once, and is shown only now. We send no mail: hand it over in a way that you trust.
            </Text>
          </Stack>
        </Modal>
      )}
    </Page>
  );
}

function Change({ of, onLink }: { of: Row; onLink: (link: HandOver) => void }) {
  const { canWrite, current } = useSession();
  const update = useWrite(MemberUpdateDocument, { tell: true });
  const remove = useWrite(MemberRemoveDocument, { tell: true });
  const reset = useWrite(PasswordResetLinkCreateDocument, { tell: true });
  const confirm = useConfirm();
  const name = of.name || of.email;
  const mayOwn = current.role === "OWNER";
  if (!canWrite || (of.role === "OWNER" && !mayOwn)) {
    return (
      <Act
        variant="default"
        size="compact-sm"
        because={canWrite ? "Only an owner can change an owner." : null}
      >
        Change
      </Act>
    );
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" size="compact-sm" loading={update.saving || remove.saving || reset.saving}>
          Change
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Role</Menu.Label>
        {ROLES.filter(({ value }) => value !== of.role && (mayOwn || value !== "OWNER")).map(
          ({ value, label }) => (
            <Menu.Item
              key={value}
              onClick={async () => {
                if (await update.run({ id: of.id, role: value }))
                  toast.done(`${name} is ${label.toLowerCase()} now.`);
              }}
            >
              Make {label.toLowerCase()}
            </Menu.Item>
          ),
        )}
        <Menu.Divider />
        <Menu.Item
          onClick={async () => {
            const made = await reset.run({ memberId: of.id });
            if (made?.url) {
              onLink({
                title: `A new password for ${name}`,
                text: "Whoever opens this link chooses the password of this account, and is signed out everywhere else.",
                url: made.url,
              });
            }
          }}
        >
          Make a password link
        </Menu.Item>
        <Menu.Item
          color="red"
          onClick={async () => {
            const yes = await confirm({
              title: `Remove ${name}?`,
              effect:
                "They lose this organisation within two seconds, wherever they are signed in. Their account stays.",
              action: "Remove",
              danger: true,
            });
            if (yes && (await remove.run({ id: of.id }))) toast.done(`${name} is removed.`);
          }}
        >
          Remove
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Invitations() {
  const list = useConnection(InvitationsDocument, { filter: { open: true } }, (data) => data.invitations);
  const revoke = useWrite(InvitationRevokeDocument, { tell: true });
  const columns: Array<Column<Invited>> = [
    { key: "email", title: "Invited", cell: (row) => row.email },
    { key: "role", title: "As", cell: (row) => words(row.role) },
    { key: "expires", title: "Expires", cell: (row) => <Time at={row.expiresAt} /> },
    {
      key: "actions",
      title: "",
      right: true,
      cell: (row) => (
        <Act
          variant="subtle"
          color="red"
          size="compact-sm"
          onClick={async () => {
            if (await revoke.run({ id: row.id })) toast.done("The invitation is taken back.");
          }}
        >
          Take back
        </Act>
      ),
    },
  ];
  if (list.rows.length === 0) return null;
  return (
    <Section title="Open invitations" flush>
      <DataTable name="invitations" what="invitations" list={list} columns={columns} empty={null} bare />
    </Section>
  );
}

function Invite({ onClose, onLink }: { onClose: () => void; onLink: (link: HandOver) => void }) {
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("ADMIN");
  const { current } = useSession();
  const { run, saving, problems } = useWrite(MemberInviteDocument);
  return (
    <Modal opened onClose={onClose} title="Invite somebody">
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          const made = await run({ input: { email: email.trim(), role } });
          if (made?.url) {
            onLink({
              title: "The invitation",
              text: `With this link ${email.trim()} becomes a member. It is good for seven days.`,
              url: made.url,
            });
          }
        }}
      >
        <Stack gap="md">
          <TextInput
            label="E-mail"
            type="email"
            required
            data-autofocus
            value={email}
            error={problems.of("email")}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <Radio.Group
            label="As"
            value={role}
            onChange={(value) => setRole(value as Role)}
            error={problems.of("role")}
          >
            <Stack gap="xs" mt={6}>
              {ROLES.filter(({ value }) => value !== "OWNER" || current.role === "OWNER").map(
                ({ value, label, means }) => (
                  <Radio key={value} value={value} label={label} description={means} />
                ),
              )}
            </Stack>
          </Radio.Group>
          {problems.besides("email", "role").map((message) => (
            <Text key={message} c="red" size="sm" role="alert">
              {message}
            </Text>
          ))}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Act type="submit" loading={saving}>
              Make the invitation
            </Act>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
