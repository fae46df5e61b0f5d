import { Button, Group, Menu, Modal, Stack, Text, TextInput } from "@mantine/core";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useConnection, useWrite } from "../../api/data";
import { useZone } from "../../api/organisation";
import { useSession } from "../../api/session";
import {
  PartnerUserCreateDocument,
  PartnerUserDeleteDocument,
  PartnerUserSignInLinkDocument,
  PartnerUsersDocument,
  type PartnerUsersQuery,
} from "../../graphql";
import { Act } from "../../ui/Act";
import { useConfirm } from "../../ui/Confirm";
import { Code } from "../../ui/Copy";
import { counted, dateTime } from "../../ui/format";
import { Section } from "../../ui/Page";
import { Empty } from "../../ui/State";
import { type Column, DataTable } from "../../ui/Table";
import { Time } from "../../ui/Time";
import { toast } from "../../ui/toast";

type Row = NonNullable<NonNullable<PartnerUsersQuery["partner"]>["users"]>["nodes"][number];

interface Made {
  email: string;
  url: string;
  expiresAt: string | null;
}

/** Who of a partner may look at its portal, and the links with which they get there. */
export function PortalUsers({ partnerId }: { partnerId: string }) {
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<Made | null>(null);
  const list = useConnection(PartnerUsersDocument, { id: partnerId }, (data) => data.partner?.users, {
    size: 25,
  });
  const columns: Array<Column<Row>> = [
    {
      key: "user",
      title: "User",
      cell: (row) => (
        <div>
          <Text fw={500}>{row.name || row.email}</Text>
          {row.name && (
            <Text size="sm" c="dimmed">
              {row.email}
            </Text>
          )}
        </div>
      ),
    },
    {
      key: "last",
      title: "Last sign-in",
      cell: (row) => (row.lastSignInAt ? <Time at={row.lastSignInAt} /> : <Text c="dimmed">never</Text>),
    },
    {
      key: "sessions",
      title: "Signed in",
      cell: (row) => (row.sessions.length > 0 ? `in ${counted(row.sessions.length, "browser")}` : "no"),
    },
    { key: "added", title: "Added", optional: true, cell: (row) => <Time at={row.createdAt} /> },
    { key: "actions", title: "", right: true, cell: (row) => <Change of={row} onMade={setMade} /> },
  ];
  const add = (
    <Act
      size="xs"
      variant="default"
      leftSection={<Plus size={14} aria-hidden />}
      onClick={() => setAdding(true)}
    >
      Add a user
    </Act>
  );
  return (
    <Section title="Portal users" actions={add} flush>
      <DataTable
        name="partner-users"
        what="users"
        list={list}
        columns={columns}
        empty={
          <Empty title="Nobody yet">
            Whoever is added here can see this partner’s links and figures, and nothing else.
          </Empty>
        }
        bare
      />
      {adding && <Add partnerId={partnerId} onClose={() => setAdding(false)} onMade={setMade} />}
      {made && <SignInLink of={made} onClose={() => setMade(null)} />}
    </Section>
  );
}

function SignInLink({ of, onClose }: { of: Made; onClose: () => void }) {
  const zone = useZone();
  return (
    <Modal
      opened
      onClose={onClose}
      title={`A sign-in link for ${of.email}`}
      size="lg"
      closeOnClickOutside={false}
    >
      <Stack gap="md">
        <Text>
          Whoever opens it is {of.email}: send it to nobody else. It works once
          {of.expiresAt && <>, until {dateTime(of.expiresAt, zone)}</>}.
        </Text>
        <Code what="the sign-in link">{of.url}</Code>
        <Text size="sm" c="dimmed">
          It is shown only now. We send no mail: hand it over in a way that you trust.
        </Text>
      </Stack>
    </Modal>
  );
}

function Change({ of, onMade }: { of: Row; onMade: (made: Made) => void }) {
  const { canWrite } = useSession();
  const link = useWrite(PartnerUserSignInLinkDocument, { tell: true });
  const remove = useWrite(PartnerUserDeleteDocument, { tell: true });
  const confirm = useConfirm();
  const name = of.name || of.email;
  if (!canWrite) {
    return (
      <Act variant="default" size="compact-sm">
        Change
      </Act>
    );
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" size="compact-sm" loading={link.saving || remove.saving}>
          Change
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          onClick={async () => {
            const made = await link.run({ id: of.id });
            if (made?.url) onMade({ email: of.email, url: made.url, expiresAt: made.expiresAt });
          }}
        >
          Make a sign-in link
        </Menu.Item>
        <Menu.Item
          color="red"
          onClick={async () => {
            const yes = await confirm({
              title: `Remove ${name}?`,
              effect: "They are signed out of the portal within two seconds, and links made for them stop.",
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

interface AddProps {
  partnerId: string;
  onClose: () => void;
  onMade: (made: Made) => void;
}

function Add({ partnerId, onClose, onMade }: AddProps) {
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const { run, saving, problems } = useWrite(PartnerUserCreateDocument);
  const link = useWrite(PartnerUserSignInLinkDocument, { tell: true });
  return (
    <Modal opened onClose={onClose} title="Add a portal user">
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          const done = await run({ partnerId, input: { email: email.trim(), name: name.trim() || null } });
          const user = done?.partnerUser;
          if (!user) return;
          const made = await link.run({ id: user.id });
          onClose();
          if (made?.url) onMade({ email: user.email, url: made.url, expiresAt: made.expiresAt });
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
          <TextInput
            label="Name"
            value={name}
            error={problems.of("name")}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {problems.besides("email", "name").map((message) => (
            <Text key={message} c="red" size="sm" role="alert">
              {message}
            </Text>
          ))}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Act type="submit" loading={saving || link.saving}>
              Add, and make a sign-in link
            </Act>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
