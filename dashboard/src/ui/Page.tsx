// The frame of every page: its title, what can be done with it, and its parts.
import { Anchor, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { ChevronLeft } from "lucide-react";
import { type ReactNode, useEffect, useId } from "react";
import classes from "./ui.module.css";

interface PageProps {
  title: string;
  /** Beside the title: a status, say. */
  badge?: ReactNode;
  lead?: ReactNode;
  /** Where the list is that this is a part of. */
  parent?: { to: string; title: string };
  actions?: ReactNode;
  /** For pages to read; a page of a table takes the whole width. */
  narrow?: boolean;
  children: ReactNode;
}

export function Page({ title, badge, lead, parent, actions, narrow, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · introw`;
  }, [title]);
  return (
    <div className={narrow ? `${classes.page} ${classes.narrow}` : classes.page}>
      <div className={classes.head}>
        <div className={classes.headText}>
          {parent && (
            <div className={classes.crumb}>
              <Anchor renderRoot={(props) => <Link to={parent.to} {...props} />} size="sm">
                <ChevronLeft size={13} aria-hidden style={{ verticalAlign: "-2px" }} /> {parent.title}
              </Anchor>
            </div>
          )}
          <Title order={1}>
            {title}
            {badge && (
              <Text component="span" size="sm" fw={400} style={{ letterSpacing: 0 }}>
                {badge}
              </Text>
            )}
          </Title>
          {lead && <div className={classes.lead}>{lead}</div>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </div>
      {children}
    </div>
  );
}

/** A page about one thing, with facts beside it. */
export function Detail({
  children,
  side,
  sideFirst,
}: {
  children: ReactNode;
  side: ReactNode;
  /** Where they stand one below the other, the side comes first: what is set there decides the rest. */
  sideFirst?: boolean;
}) {
  return (
    <div className={classes.detail}>
      <div className={classes.main}>{children}</div>
      <aside
        className={sideFirst ? `${classes.side} ${classes.sideFirst}` : classes.side}
        aria-label="Details"
      >
        {side}
      </aside>
    </div>
  );
}

/** A part of a page, with its title. */
export function Section({
  title,
  actions,
  children,
  flush,
}: {
  title?: string;
  actions?: ReactNode;
  children: ReactNode;
  /** What is in it reaches the edges, as a table does. */
  flush?: boolean;
}) {
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={title ? id : undefined}>
      {title && (
        <div className={classes.sectionHead} style={flush ? { paddingBottom: 12 } : undefined}>
          <Title order={2} id={id}>
            {title}
          </Title>
          {actions}
        </div>
      )}
      {flush ? children : <div className={classes.sectionBody}>{children}</div>}
    </section>
  );
}

/** Names and values. */
export function Facts({
  of,
}: {
  of: ReadonlyArray<readonly [name: string, value: ReactNode] | false | "" | null | undefined>;
}) {
  return (
    <dl className={classes.facts}>
      {of.map(
        (fact) =>
          fact && (
            <div key={fact[0]} style={{ display: "contents" }}>
              <dt>{fact[0]}</dt>
              <dd>{fact[1]}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
