import { Badge, Button, Group, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useData, useWrite } from "../../api/data";
import { SessionRevokeDocument, ViewerDocument, type ViewerQuery, ViewerUpdateDocument } from "../../graphql";
import { Page, Section } from "../../ui/Page";
import { SaveBar, useDraft } from "../../ui/SaveBar";
import { Failed, Loading } from "../../ui/State";
import { Time } from "../../ui/Time";
import { toast } from "../../ui/toast";

type Parts = NonNullable<ViewerQuery["viewer"]>;

/** The account of whoever looks at it: their name, their password, where they are signed in. */
export function Account() {
  const { data, isPending, error, refetch } = useData(ViewerDocument, {});
  if (isPending) return <Loading />;
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  if (!data?.viewer) return <Loading />;
  const { person, sessions } = data.viewer;
  return (
    <Page title="Your account" lead="In all organisations that you belong to." narrow>
      <Stack gap="lg" maw={760}>
        <Name person={person} />
        <Password person={person} />
        <Sessions of={sessions} />
      </Stack>
    </Page>
  );
}

function Name({ person }: { person: Parts["person"] }) {
  const { draft, dirty, set, reset } = useDraft({ name: person.name });
  const { run, saving, problems, clear } = useWrite(ViewerUpdateDocument);
  return (
    <Section title="You">
      <Stack gap="md">
        <TextInput
          label="Name"
          autoComplete="name"
          value={draft.name}
          error={problems.of("name")}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <TextInput label="E-mail" value={person.email} readOnly description="With which you sign in." />
      </Stack>
      <SaveBar
        dirty={dirty}
        saving={saving}
        problems={problems.besides("name")}
        onSave={async () => {
          if (!(await run({ input: draft }))) return;
          reset();
          toast.done("Saved.");
        }}
        onDiscard={() => {
          clear();
          reset();
        }}
      />
    </Section>
  );
}

const BLANK = { currentPassword: "", newPassword: "" };
const toggle = { "aria-label": "Show or hide the password" };

function Password({ person }: { person: Parts["person"] }) {
  const [input, setInput] = useState(BLANK);
  const { run, saving, problems } = useWrite(ViewerUpdateDocument);
  return (
    <Section title={person.hasPassword ? "Password" : "Set a password"}>
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          const { currentPassword, newPassword } = input;
          const done = await run({
            input: { newPassword, currentPassword: person.hasPassword ? currentPassword : null },
          });
          if (!done) return;
          setInput(BLANK);
          toast.done("The password is changed. Every other browser is signed out.");
        }}
      >
        <Stack gap="md">
          {!person.hasPassword && (
            <Text c="dimmed">You came by a link. With a password you can sign in without one next time.</Text>
          )}
          <input type="email" autoComplete="username" value={person.email} readOnly hidden />
          {person.hasPassword && (
            <PasswordInput
              label="The one until now"
              required
              autoComplete="current-password"
              value={input.currentPassword}
              error={problems.of("currentPassword")}
              onChange={(event) => setInput({ ...input, currentPassword: event.currentTarget.value })}
              visibilityToggleButtonProps={toggle}
            />
          )}
          <PasswordInput
            label="The new one"
            description="At least 12 characters, of any kind."
            required
            autoComplete="new-password"
            value={input.newPassword}
            error={problems.of("newPassword")}
            onChange={(event) => setInput({ ...input, newPassword: event.currentTarget.value })}
            visibilityToggleButtonProps={toggle}
          />
          {problems.besides("currentPassword", "newPassword").map((message) => (
            <Text key={message} c="red" size="sm" role="alert">
              {message}
            </Text>
          ))}
          <Group>
            <Button type="submit" loading={saving}>
              {person.hasPassword ? "Change the password" : "Set the password"}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

function Sessions({ of }: { of: Parts["sessions"] }) {
  const { run, saving } = useWrite(SessionRevokeDocument, { tell: true });
  return (
    <Section title="Where you are signed in">
      <Stack gap="md">
        {of.map((session) => (
          <Group key={session.id} justify="space-between" wrap="nowrap">
            <div>
              <Text fw={500}>
                {[session.browser ?? "A browser", session.os].filter(Boolean).join(" on ")}{" "}
                {session.current && <Badge ml={4}>this one</Badge>}
              </Text>
              <Text size="sm" c="dimmed">
                Used <Time at={session.lastSeenAt} />, begun <Time at={session.createdAt} />
              </Text>
            </div>
            {!session.current && (
              <Button
                variant="default"
                size="xs"
                disabled={saving}
                onClick={async () => {
                  if (await run({ id: session.id })) toast.done("Signed out there.");
                }}
              >
                Sign out
              </Button>
            )}
          </Group>
        ))}
      </Stack>
    </Section>
  );
}
