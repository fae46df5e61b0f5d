import { Title } from "@mantine/core";
import { DoorClosed } from "lucide-react";
import { Logo } from "./Logo";
import classes from "./portal.module.css";

interface SignedOutProps {
  /** What ended: a session that was over, or one that was left; nothing, if there was none. */
  after: "over" | "out" | null;
  organisation: { name: string; logo: string | null } | undefined;
}

const TITLES = { over: "Your session is over", out: "You are signed out" } as const;

/** There is no password here: the way in is a link that works once. */
export function SignedOut({ after, organisation }: SignedOutProps) {
  const title = after ? TITLES[after] : "You are not signed in";
  const ask = organisation?.name ?? "the company whose links you share";
  return (
    <main className={classes.alone}>
      {organisation ? <Logo of={organisation} /> : <DoorClosed size={32} strokeWidth={1.5} aria-hidden />}
      <Title order={1}>{title}</Title>
      <p>To come in, open the sign-in link that you were sent. Each link works once.</p>
      <p>Used already, or too old? Ask {ask} for a new one.</p>
    </main>
  );
}
