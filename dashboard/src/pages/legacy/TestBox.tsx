import { Anchor, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useData } from "../../api/data";
import { LegacyLinkTestDocument } from "../../graphql";
import { Section } from "../../ui/Page";
import { Failed } from "../../ui/State";
import { Dot } from "../../ui/Status";

/** Where an old URL would lead. */
export function TestBox() {
  const [typed, setTyped] = useState("");
  const [url, setUrl] = useState("");
  const { data, error, isFetching } = useData(LegacyLinkTestDocument, { url }, { enabled: url !== "" });
  const answer = url === "" ? undefined : data?.legacyLinkTest;
  const link = answer?.legacyLink?.link;
  return (
    <Section title="Where does this URL go?">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setUrl(typed.trim());
        }}
      >
        <Stack gap="sm">
          <Group align="flex-start" gap="xs" wrap="nowrap">
            <TextInput
              aria-label="An old URL"
              placeholder="https://old.example.com/ref?id=7"
              flex={1}
              value={typed}
              error={answer?.userErrors[0]?.message}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            <Button type="submit" variant="default" loading={isFetching}>
              Look
            </Button>
          </Group>
          {error && <Failed error={error} />}
          {answer?.normalised && (
            <div aria-live="polite">
              {link ? (
                <Text>
                  <Dot tone={link.revokedAt ? "bad" : "good"}>
                    {link.revokedAt ? "A revoked link" : "Mapped"}
                  </Dot>{" "}
                  to{" "}
                  <Anchor
                    underline="always"
                    renderRoot={(props) => <Link to={`/links/${link.id}`} {...props} />}
                  >
                    {link.partner?.name ?? link.code}
                    {link.campaign && ` · ${link.campaign.name}`}
                  </Anchor>
                </Text>
              ) : (
                <Text>
                  <Dot tone="warn">Not mapped</Dot>: whoever follows it finds nothing.
                </Text>
              )}
              <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
                Compared as <code>{answer.normalised}</code>
              </Text>
            </div>
          )}
        </Stack>
      </form>
    </Section>
  );
}
