import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { Link2, Trash2 } from "lucide-react";
import { useConnection, useWrite } from "../../api/data";
import { useConfirm } from "../../ui/Confirm";
import { CopyButton } from "../../ui/Copy";
import { count, counted, rate } from "../../ui/format";
import { Empty, Failed, Loading } from "../../ui/State";
import { Dot } from "../../ui/Status";
import { Time } from "../../ui/Time";
import { toast } from "../../ui/toast";
import { AliasDeleteDocument, LinksDocument, type LinksQuery } from "../graphql";
import { Page, Section } from "../Page";
import { usePlace } from "../place";
import { AddAlias } from "./AddAlias";
import { CopyLink } from "./CopyLink";
import classes from "./links.module.css";
import { QrCode } from "./QrCode";
import { works } from "./works";

type LinkRow = LinksQuery["links"]["nodes"][number];
type Alias = LinkRow["aliases"][number];

/** Every link of the partner: one for each campaign, with its short names. */
export function Links() {
  const { organisation } = usePlace();
  const list = useConnection(LinksDocument, {}, (data) => data.links, { size: 20 });
  if (list.loading) return <Loading />;
  if (list.error) return <Failed error={list.error} retry={list.retry} />;
  return (
    <Page title="Links" lead="One for each campaign. Figures are of the last 30 days.">
      {list.rows.length === 0 && (
        <Empty icon={Link2} title="You have no link yet">
          {organisation.name} makes one for you in each campaign that you take part in.
        </Empty>
      )}
      {[...list.rows]
        .sort((a, b) => Number(works(b)) - Number(works(a)))
        .map((link) => (
          <LinkCard key={link.id} link={link} />
        ))}
      {list.hasMore && (
        <Button
          variant="default"
          onClick={list.loadMore}
          loading={list.loadingMore}
          style={{ alignSelf: "center" }}
        >
          Load more
        </Button>
      )}
    </Page>
  );
}

function LinkCard({ link }: { link: LinkRow }) {
  const { campaign, stats } = link;
  return (
    <Section
      title={
        <span className={classes.linkHead}>
          {campaign?.name ?? link.code}
          {campaign?.destinationHost && (
            <span className={classes.to}>leads to {campaign.destinationHost}</span>
          )}
        </span>
      }
      actions={<State link={link} />}
    >
      {link.revokedAt ? (
        <p className={classes.revoked}>
          Switched off <Time at={link.revokedAt} absolute />. Visitors see a page that says so, and clicks on
          it do not convert any more.
        </p>
      ) : (
        <div className={classes.row}>
          <CopyLink url={link.url} />
          <QrCode link={link.id} url={link.url} />
        </div>
      )}
      {stats && (
        <dl className={`${classes.figures} numbers`}>
          <Figure name="Clicks" value={count(stats.clicks)} />
          <Figure name="Unique visitors" value={count(stats.uniqueVisitors)} />
          <Figure name="Conversions" value={count(stats.conversions)} />
          <Figure name="Conversion rate" value={rate(stats.conversionRate)} />
        </dl>
      )}
      {link.aliases.length > 0 && (
        <ul className={classes.aliases} aria-label={`Short names in ${campaign?.name ?? link.code}`}>
          {link.aliases.map((alias) => (
            <AliasRow key={alias.id} alias={alias} link={link} />
          ))}
        </ul>
      )}
      {!link.revokedAt && <AddAlias link={link} />}
    </Section>
  );
}

function State({ link }: { link: LinkRow }) {
  if (link.revokedAt) return <Dot tone="bad">Switched off</Dot>;
  if (works(link)) return <Dot tone="good">Live</Dot>;
  return <Dot tone="warn">Campaign paused: clicks are not credited</Dot>;
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function AliasRow({ alias, link }: { alias: Alias; link: LinkRow }) {
  const { viewer } = usePlace();
  const confirm = useConfirm();
  const { run, saving } = useWrite(AliasDeleteDocument, { tell: true });
  const at = alias.url.lastIndexOf("/") + 1;
  return (
    <li>
      <code>
        {alias.url.slice(0, at).replace(/^https?:\/\//, "")}
        <b>{alias.slug}</b>
      </code>
      <span className={`${classes.aliasFigures} numbers`}>
        {counted(alias.stats?.clicks ?? 0, "click")} · {counted(alias.stats?.conversions ?? 0, "conversion")}
      </span>
      <span className={classes.aliasActions}>
        <CopyButton text={alias.url} what={alias.slug} />
        {!link.revokedAt && <QrCode link={link.id} alias={alias.id} url={alias.url} />}
        {!viewer.readOnly && (
          <Tooltip label="Delete">
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Delete ${alias.slug}`}
              disabled={saving}
              onClick={async () => {
                const yes = await confirm({
                  title: `Delete ${alias.slug}?`,
                  effect: "It leads nowhere then, and somebody else can take it. Its clicks stay counted.",
                  action: "Delete",
                  danger: true,
                });
                if (yes && (await run({ id: alias.id }))) toast.done(`${alias.slug} is deleted.`);
              }}
            >
              <Trash2 size={15} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
      </span>
    </li>
  );
}
