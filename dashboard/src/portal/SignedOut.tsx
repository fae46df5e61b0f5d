import classes from "./app.module.css";
import { Logo } from "./Logo";

interface SignedOutProps {
  /** What ended: a session that was over, or one that was left; nothing, if there was none. */
  after: "over" | "out" | null;
  organisation: { name: string; logo: string | null } | undefined;
}

const TITLES = { over: "Your session is over", out: "You are signed out" } as const;

/** There is no password here: the way in is a link that works once. */
export function SignedOut({ after, organisation }: SignedOutProps) {
  return (
    <main className={classes.alone}>
      <div className={classes.card}>
        {organisation && <Logo of={organisation} />}
        <h1>{after ? TITLES[after] : "You are not signed in"}</h1>
        <p>To come in, open the sign-in link that you were sent. Each link works once.</p>
        <p>
          Used already, or too old? Ask {organisation?.name ?? "the company whose links you share"} for a new
          one.
        </p>
      </div>
    </main>
  );
}
