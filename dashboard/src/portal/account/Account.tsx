import { Badge, Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useData, useWrite } from "../../api/data";
import { useConfirm } from "../../ui/Confirm";
import { NUMBERS, type NumbersOf, numbersOf, writeNumbers } from "../../ui/format";
import { Empty, Failed, Loading } from "../../ui/State";
import { Time } from "../../ui/Time";
import { toast } from "../../ui/toast";
import { AccountDocument, type AccountQuery, SessionRevokeDocument, ViewerUpdateDocument } from "../graphql";
import { Page, Section } from "../Page";
import { usePlace } from "../place";
import { ZoneSelect } from "../ZoneSelect";

type User = NonNullable<AccountQuery["viewer"]["user"]>;
type Session = AccountQuery["viewer"]["sessions"][number];

/** Whoever looks: their name, the zone of their days, where they are signed in. */
export function Account() {
  const { data, error, refetch } = useData(AccountDocument, {});
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  const { user, sessions } = data.viewer;
  return (
    <Page title="Your account">
      {user ? (
        <Stack gap="lg" maw={680}>
          <You key={user.id} user={user} />
          <Numbers />
          <Sessions of={sessions} />
        </Stack>
      ) : (
        <Empty title="You have no account here">You look at the portal as the partner sees it.</Empty>
      )}
    </Page>
  );
}

function You({ user }: { user: User }) {
  const { organisation } = usePlace();
  const [name, setName] = useState(user.name);
  const [zone, setZone] = useState(user.timeZone);
  const { run, saving, problems } = useWrite(ViewerUpdateDocument);
  const dirty = name !== user.name || zone !== user.timeZone;
  return (
    <Section title="You">
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          if (await run({ input: { name, timeZone: zone ?? "" } })) toast.done("Saved.");
        }}
      >
        <Stack gap="md">
          <TextInput
            label="Name"
            autoComplete="name"
            value={name}
            error={problems.of("name")}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label="E-mail"
            description={`Your sign-in links are sent to it. ${organisation.name} can change it.`}
            value={user.email}
            readOnly
          />
          <ZoneSelect
            labelled
            label="Time zone"
            description="In which your days begin, in all figures."
            placeholder={`${organisation.timeZone.replaceAll("_", " ")}, as ${organisation.name}`}
            clearable
            clearButtonProps={{ "aria-label": `As ${organisation.name}` }}
            value={zone}
            error={problems.of("timeZone")}
            onChange={setZone}
          />
          {problems.besides("name", "timeZone").map((message) => (
            <Text key={message} c="red" size="sm" role="alert">
              {message}
            </Text>
          ))}
          <Group>
            <Button type="submit" loading={saving} disabled={!dirty}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

/** How numbers are written is a matter of the browser, as its colours are: nobody else sees it. */
function Numbers() {
  const [chosen, setChosen] = useState(numbersOf);
  return (
    <Section title="In this browser">
      <Select
        label="Numbers"
        description="How figures and amounts are written on all pages."
        allowDeselect={false}
        maw={220}
        data={Object.entries(NUMBERS).map(([value, label]) => ({ value, label }))}
        value={chosen}
        onChange={(value) => {
          if (!value) return;
          writeNumbers(value as NumbersOf);
          setChosen(value as NumbersOf);
        }}
      />
    </Section>
  );
}

function Sessions({ of }: { of: readonly Session[] }) {
  const { signOut } = usePlace();
  const confirm = useConfirm();
  const { run, saving } = useWrite(SessionRevokeDocument, { tell: true });
  return (
    <Section
      title="Where you are signed in"
      actions={
        <Button
          variant="default"
          size="xs"
          onClick={async () => {
            const yes = await confirm({
              title: "Sign out everywhere?",
              effect: "Every browser in which you are signed in needs a new sign-in link, this one too.",
              action: "Sign out everywhere",
              danger: true,
            });
            if (yes) await signOut(true).catch((error) => toast.failed(error));
          }}
        >
          Sign out everywhere
        </Button>
      }
    >
      <Stack gap="md">
        {of.map((session) => (
          <Group key={session.id} justify="space-between" wrap="nowrap">
            <div>
              <Text component="div" fw={500}>
                {[session.browser ?? "A browser", session.os].filter(Boolean).join(" on ")}{" "}
                {session.isCurrent && <Badge ml={4}>this one</Badge>}
              </Text>
              <Text size="sm" c="dimmed">
                Used <Time at={session.lastSeenAt} />, begun <Time at={session.createdAt} />
              </Text>
            </div>
            {!session.isCurrent && (
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
