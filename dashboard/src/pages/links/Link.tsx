import { Alert, Anchor, Group, Stack, Text } from "@mantine/core";
import { Link, useParams } from "@tanstack/react-router";
import { useData, useWrite } from "../../api/data";
import { LinkDocument, LinkRestoreDocument, LinkRevokeDocument, type LinkRowFragment } from "../../graphql";
import { Act } from "../../ui/Act";
import { TrafficChart } from "../../ui/Chart";
import { useConfirm } from "../../ui/Confirm";
import { Code, CopyText } from "../../ui/Copy";
import { count, counted, rate } from "../../ui/format";
import { Detail, Facts, Page, Section } from "../../ui/Page";
import { Stat, Stats } from "../../ui/Stat";
import { Failed, Loading, Missing } from "../../ui/State";
import { Time } from "../../ui/Time";
import { toast } from "../../ui/toast";
import { Aliases } from "./Aliases";
import { LinkState } from "./LinkState";
import { QrCode } from "./QrCode";

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
  const { stats, performance } = link;
  return (
    <Page
      title={`${link.partner?.name ?? "Link"} · ${link.campaign?.name ?? link.code}`}
      badge={<LinkState of={link} />}
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
          <Stat
            label="Clicks"
            value={count(stats?.clicks)}
            note="30 days, see them"
            to="/clicks"
            search={{ link: link.id, label: "HUMAN" }}
          />
          <Stat
            label="Conversions"
            value={count(stats?.conversions)}
            to="/conversions"
            search={{ link: link.id, range: "30d" }}
            note="30 days, see them"
          />
          <Stat label="Rate" value={rate(stats?.conversionRate)} note="conversions by clicks" />
          {performance && (
            <>
              <Stat label="Accepted" value={count(performance.accepted)} note="of them" />
              <Stat label="Waiting" value={count(performance.pending)} note="for review" />
              <Stat label="Declined" value={count(performance.declined)} note="of them" />
              <Stat label="Failed" value={count(performance.failed)} note="mend the mapping" />
            </>
          )}
        </Stats>
        {link.review && (
          <Alert color="yellow" title="Somebody should look at its traffic">
            {performance && performance.accepted + performance.pending === 0
              ? `${counted(stats?.clicks ?? 0, "click")} in 30 days, and nothing of it was accepted. `
              : "Many clicks or conversions, and little of it was accepted. "}
            Look at where they come from, and revoke the link if it is not the traffic that you want.
          </Alert>
        )}
        <Section title="Link" actions={<QrCode svg={link.qrCode} name={link.code} />}>
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
