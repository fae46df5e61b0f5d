import { Group, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useData, useWrite } from "../../api/data";
import {
  LinkAliasAvailableDocument,
  LinkAliasCreateDocument,
  LinkAliasDeleteDocument,
  type LinkRowFragment,
} from "../../graphql";
import { Act } from "../../ui/Act";
import { useConfirm } from "../../ui/Confirm";
import { CopyText } from "../../ui/Copy";
import { Section } from "../../ui/Page";
import { Dot } from "../../ui/Status";
import { toast } from "../../ui/toast";

const TYPING_MS = 250;

/** The names of a link: those that there are, and one more. */
export function Aliases({ link }: { link: LinkRowFragment }) {
  const remove = useWrite(LinkAliasDeleteDocument, { tell: true });
  const confirm = useConfirm();
  return (
    <Section title="Aliases">
      <Stack gap="sm">
        <Text c="dimmed">
          Names that are easier to say than a code. They lead to the same place and count for this link.
        </Text>
        {link.aliases.map((alias) => (
          <Group key={alias.id} justify="space-between" wrap="nowrap">
            <CopyText text={alias.url} shown={alias.slug} what={`the alias ${alias.slug}`} />
            <Act
              variant="subtle"
              color="red"
              size="compact-sm"
              onClick={async () => {
                const yes = await confirm({
                  title: `Delete the alias ${alias.slug}?`,
                  effect:
                    "Whoever follows it from now on sees that there is no such link. The name becomes free for anybody.",
                  action: "Delete",
                  danger: true,
                });
                if (yes && (await remove.run({ id: alias.id }))) toast.done(`${alias.slug} is deleted.`);
              }}
            >
              Delete
            </Act>
          </Group>
        ))}
        <NewAlias linkId={link.id} />
      </Stack>
    </Section>
  );
}

function NewAlias({ linkId }: { linkId: string }) {
  const [typed, setTyped] = useState("");
  const [slug] = useDebouncedValue(typed.trim(), TYPING_MS);
  const create = useWrite(LinkAliasCreateDocument);
  const { data, isPlaceholderData } = useData(LinkAliasAvailableDocument, { slug }, { enabled: slug !== "" });
  const known = slug !== "" && slug === typed.trim() && !isPlaceholderData;
  const answer = known ? data?.linkAliasAvailable : undefined;
  const taken = answer && !answer.available;
  return (
    <form
      onSubmit={async (event) => {
        event.preventDefault();
        const done = await create.run({ linkId, slug: typed.trim().toLowerCase() });
        if (!done) return;
        toast.done(`${typed.trim().toLowerCase()} works now.`);
        setTyped("");
      }}
    >
      <Group align="flex-start" gap="xs">
        <TextInput
          aria-label="New alias"
          placeholder="spring-sale"
          description="3 to 50 letters, digits and dashes"
          inputWrapperOrder={["label", "input", "description", "error"]}
          value={typed}
          error={
            create.problems.besides()[0] ?? (taken ? (answer.userErrors[0]?.message ?? "Taken.") : undefined)
          }
          onChange={(event) => {
            create.clear();
            setTyped(event.currentTarget.value);
          }}
        />
        <Act
          type="submit"
          variant="default"
          loading={create.saving}
          because={typed.trim() === "" ? "Type a name first." : taken && "This name cannot be had."}
        >
          Add alias
        </Act>
        <Text size="sm" lh="36px" aria-live="polite">
          {answer?.available && <Dot tone="good">{`${answer.slug} is free`}</Dot>}
        </Text>
      </Group>
    </form>
  );
}
