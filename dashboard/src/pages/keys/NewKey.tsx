import { Button, Checkbox, Group, Modal, Select, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useWrite } from "../../api/data";
import { ApiKeyCreateDocument } from "../../graphql";
import { Act } from "../../ui/Act";
import { PRESETS, SCOPES } from "./scopes";

const EXPIRIES = [
  { value: "30", label: "In 30 days" },
  { value: "90", label: "In 90 days" },
  { value: "365", label: "In a year" },
  { value: "never", label: "Never" },
] as const;

const DAY_MS = 86_400_000;

/** Asks what a new key is for, and makes it. */
export function NewKey({ onClose, onMade }: { onClose: () => void; onMade: (secret: string) => void }) {
  const [name, setName] = useState("");
  const [expiry, setExpiry] = useState("90");
  const [scopes, setScopes] = useState<string[]>(["affiliate:write"]);
  const { run, saving, problems } = useWrite(ApiKeyCreateDocument);
  const preset = Object.entries(PRESETS).find(
    ([, wanted]) => wanted.length === scopes.length && wanted.every((scope) => scopes.includes(scope)),
  )?.[0];
  return (
    <Modal opened onClose={onClose} title="New API key" size="lg">
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          const expiresAt =
            expiry === "never" ? null : new Date(Date.now() + Number(expiry) * DAY_MS).toISOString();
          const made = await run({ input: { name, scopes, expiresAt } });
          if (made?.secret) onMade(made.secret);
        }}
      >
        <Stack gap="md">
          <TextInput
            label="Name"
            description="Where it will be used."
            placeholder="production backend"
            required
            data-autofocus
            value={name}
            error={problems.of("name")}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Select
            label="What it is for"
            data={[...Object.keys(PRESETS), "Something else"]}
            allowDeselect={false}
            value={preset ?? "Something else"}
            onChange={(chosen) => setScopes([...(PRESETS[chosen ?? ""] ?? scopes)])}
          />
          <Checkbox.Group
            label="It may"
            value={scopes}
            onChange={setScopes}
            error={problems.within("scopes")}
          >
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md" verticalSpacing={8} mt={6}>
              {SCOPES.map(([scope, means]) => (
                <Checkbox
                  key={scope}
                  value={scope}
                  label={means}
                  description={<code>{scope}</code>}
                  size="sm"
                />
              ))}
            </SimpleGrid>
          </Checkbox.Group>
          <Select
            label="Expires"
            data={EXPIRIES}
            allowDeselect={false}
            value={expiry}
            error={problems.of("expiresAt")}
            onChange={(value) => value && setExpiry(value)}
          />
          {problems.besides("name", "scopes", "expiresAt").map((message) => (
            <Text key={message} c="red" size="sm" role="alert">
              {message}
            </Text>
          ))}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Act type="submit" loading={saving} because={scopes.length === 0 && "Tick what it may do."}>
              Create key
            </Act>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
