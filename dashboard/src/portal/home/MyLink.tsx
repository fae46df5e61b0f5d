import { Anchor, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { CopyButton } from "../../ui/Copy";
import type { LinkPartsFragment } from "../graphql";
import { AddAlias } from "../links/AddAlias";
import { CopyLink } from "../links/CopyLink";
import classes from "../links/links.module.css";
import { QrCode } from "../links/QrCode";
import { works } from "../links/works";
import own from "./home.module.css";

/** So many other links are shown beside the first. */
const OTHERS = 3;

interface MyLinkProps {
  links: readonly LinkPartsFragment[];
  /** Their campaigns, those with the most clicks first. */
  busiest: readonly string[];
  total: number;
  /** Nobody has clicked on any of them yet. */
  waiting: boolean;
}

/** The link to share, first of all; the one that works and is used most, if there are several. */
export function MyLink({ links, busiest, total, waiting }: MyLinkProps) {
  const place = (link: LinkPartsFragment) => {
    const at = busiest.indexOf(link.campaign?.id ?? "");
    return at === -1 ? busiest.length : at;
  };
  const sorted = [...links].sort((a, b) => Number(works(b)) - Number(works(a)) || place(a) - place(b));
  const [first, ...rest] = sorted;
  if (!first) return null;
  const others = rest.filter((link) => !link.revokedAt).slice(0, OTHERS);
  return (
    <section className={own.mine} aria-labelledby="my-link">
      <div className={own.mineHead}>
        <Title order={2} id="my-link">
          Your link
        </Title>
        {first.campaign && <span>{first.campaign.name}</span>}
      </div>
      {first.revokedAt ? (
        <p className={classes.revoked}>It is switched off: visitors see a page that says so.</p>
      ) : (
        <div className={classes.row}>
          <CopyLink url={first.url} />
          <QrCode link={first.id} url={first.url} />
        </div>
      )}
      {first.aliases.length > 0 && (
        <ul className={classes.names} aria-label="Short names of your link">
          {first.aliases.map((alias) => (
            <li key={alias.id}>
              <span>{alias.slug}</span>
              <CopyButton text={alias.url} what={alias.slug} />
            </li>
          ))}
        </ul>
      )}
      {!first.revokedAt && <AddAlias link={first} />}
      {waiting && (
        <div className={own.waiting} role="status">
          <span className={own.beacon} aria-hidden />
          <Title order={2}>Share your link</Title>
          <p>The first click appears here within a second.</p>
        </div>
      )}
      {others.length > 0 && (
        <ul className={own.others} aria-label="Your other links">
          {others.map((link) => (
            <li key={link.id}>
              <b>{link.campaign?.name ?? link.code}</b>
              <code>{link.url.replace(/^https?:\/\//, "")}</code>
              <CopyButton text={link.url} what={`the link in ${link.campaign?.name ?? link.code}`} />
            </li>
          ))}
        </ul>
      )}
      {total > others.length + 1 && (
        <div className={own.foot}>
          <Anchor renderRoot={(props) => <Link to="/links" {...props} />}>All {total} links</Anchor>
        </div>
      )}
    </section>
  );
}
