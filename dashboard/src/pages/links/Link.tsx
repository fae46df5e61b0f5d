import { Anchor, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useData, useWrite } from "../../api/data";
import {
  LinkAliasCreateDocument,
  LinkAliasDeleteDocument,
  LinkDocument,
  LinkRestoreDocument,
  LinkRevokeDocument,
  type LinkRowFragment,
} from "../../graphql";
import { Act } from "../../ui/Act";
import { TrafficChart } from "../../ui/Chart";
import { useConfirm } from "../../ui/Confirm";
import { Code, CopyText } from "../../ui/Copy";
import { count, counted, rate } from "../../ui/format";
import { Detail, Facts, Page, Section } from "../../ui/Page";
import { Stat, Stats } from "../../ui/Stat";
import { Failed, Loading, Missing } from "../../ui/State";
import { Dot } from "../../ui/Status";
import { Time } from "../../ui/Time";
import { toast } from "../../ui/toast";

const LABELS = [
  ["human", "People", "counted as clicks"],
  ["confirmed", "Confirmed", "looked odd, and converted"],
  ["repeat", "Repeats", "the same visitor within seconds"],
  ["suspect", "Suspects", "a mail scanner or a script, by its looks"],
  ["crawler", "Crawlers", "and link previews"],
  ["nonNavigation", "Not visits", "images, frames, scripts"],
  ["reconstructed", "Re-made", "from their tokens"],
  ["overLimit", "Over the limit", "redirected, counted, not stored"],
] as const;

/** One link: what it brought, its aliases, and whether it works. */
export function LinkPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, isPending, error, refetch } = useData(LinkDocument, { id });
  if (isPending) return <Loading />;
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  const link = data?.link;
  if (!link) return <Missing what="link" />;
  const stats = link.stats;
  return (
    <Page
      title={`${link.partner?.name ?? "Link"} · ${link.campaign?.name ?? link.code}`}
      badge={link.revokedAt ? <Dot tone="bad">Revoked</Dot> : <Dot tone="good">Live</Dot>}
      parent={{ to: "/links", title: "Links" }}
      actions={<RevokeOrRestore link={link} />}
      narrow
    >
      <Detail
        side={
          <>
            <Section title="Details">
              <Facts
                of={[
                  ["Id", <CopyText key="id" text={link.id} what="the link's id" />],
                  [
                    "Partner",
                    link.partner && (
                      <Anchor
                        key="partner"
                        renderRoot={(props) => <Link to={`/partners/${link.partner?.id}`} {...props} />}
                      >
                        {link.partner.name}
                      </Anchor>
                    ),
                  ],
                  [
                    "Campaign",
                    link.campaign && (
                      <Anchor
                        key="campaign"
                        renderRoot={(props) => <Link to={`/campaigns/${link.campaign?.id}`} {...props} />}
                      >
                        {link.campaign.name}
                      </Anchor>
                    ),
                  ],
                  ["Created", <Time key="created" at={link.createdAt} />],
                  link.revokedAt && ["Revoked", <Time key="revoked" at={link.revokedAt} />],
                ]}
              />
            </Section>
            {stats && (
              <Section title="Who came, 30 days">
                <Stack gap={8}>
                  {LABELS.filter(([key]) => key === "human" || stats.byLabel[key] > 0).map(
                    ([key, title, means]) => (
                      <Group key={key} justify="space-between" wrap="nowrap" gap="md">
                        <div>
                          {title}
                          <Text size="xs" c="dimmed">
                            {means}
                          </Text>
                        </div>
                        <span className="numbers">{count(stats.byLabel[key])}</span>
                      </Group>
                    ),
                  )}
                </Stack>
              </Section>
            )}
          </>
        }
      >
        <Stats>
          <Stat label="Clicks, 30 days" value={count(stats?.clicks)} note="by people" />
          <Stat
            label="Conversions, 30 days"
            value={count(stats?.conversions)}
            to="/conversions"
            search={{ link: link.id, range: "30d" }}
            note="see them"
          />
          <Stat label="Rate" value={rate(stats?.conversionRate)} note="conversions by clicks" />
        </Stats>
        <Section title="Link">
          <Stack gap="sm">
            <Code what="the link">{link.url}</Code>
            {link.revokedAt && (
              <Text c="red" size="sm">
                It was revoked: visitors see a page that says so, and no click on it converts.
              </Text>
            )}
          </Stack>
        </Section>
        <Aliases link={link} />
        {stats && (
          <Section title="Last 30 days">
            <TrafficChart buckets={stats.buckets} />
          </Section>
        )}
      </Detail>
    </Page>
  );
}

function RevokeOrRestore({ link }: { link: LinkRowFragment }) {
  const confirm = useConfirm();
  const revoke = useWrite(LinkRevokeDocument, { tell: true });
  const restore = useWrite(LinkRestoreDocument, { tell: true });
  const partner = link.partner?.name ?? "the partner";
  if (link.revokedAt) {
    return (
      <Act
        loading={restore.saving}
        onClick={async () => {
          const done = await restore.run({ id: link.id });
          if (done) toast.done("Restored: the same code and aliases work again.");
        }}
      >
        Restore
      </Act>
    );
  }
  return (
    <Act
      variant="default"
      loading={revoke.saving}
      onClick={async () => {
        const aliases =
          link.aliases.length === 0
            ? "its code"
            : `its code and ${counted(link.aliases.length, "alias", "aliases")}`;
        const yes = await confirm({
          title: `Revoke ${partner}’s link?`,
          effect: (
            <Stack gap="xs">
              <Text>
                Within two seconds {aliases} stop: visitors see a page that says so. Clicks made before are
                not credited any more either.
              </Text>
              <Text c="dimmed">You can restore it later, with the same code and aliases.</Text>
            </Stack>
          ),
          action: "Revoke",
          danger: true,
        });
        if (yes && (await revoke.run({ id: link.id }))) toast.done("Revoked.");
      }}
    >
      Revoke
    </Act>
  );
}

function Aliases({ link }: { link: LinkRowFragment }) {
  const [slug, setSlug] = useState("");
  const create = useWrite(LinkAliasCreateDocument);
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
        <form
          onSubmit={async (event) => {
            event.preventDefault();
            const done = await create.run({ linkId: link.id, slug: slug.trim().toLowerCase() });
            if (!done) return;
            toast.done(`${slug} works now.`);
            setSlug("");
          }}
        >
          <Group align="flex-start" gap="xs">
            <TextInput
              aria-label="New alias"
              placeholder="spring-sale"
              description="3 to 50 letters, digits and dashes"
              inputWrapperOrder={["label", "input", "description", "error"]}
              value={slug}
              error={create.problems.besides()[0]}
              onChange={(event) => setSlug(event.currentTarget.value)}
            />
            <Act
              type="submit"
              variant="default"
              loading={create.saving}
              because={slug.trim() === "" && "Type a name first."}
            >
              Add alias
            </Act>
            {create.problems.all.length > 0 && (
              <Button variant="subtle" color="gray" onClick={create.clear}>
                Never mind
              </Button>
            )}
          </Group>
        </form>
      </Stack>
    </Section>
  );
}
