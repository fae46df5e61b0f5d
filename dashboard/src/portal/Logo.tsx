import classes from "./app.module.css";

/** The organisation's picture; the first letter of its name where it has none. */
export function Logo({ of }: { of: { name: string; logo: string | null } }) {
  // A picture of ours is a data URL: nothing is asked of another host.
  if (of.logo?.startsWith("data:image/")) return <img className={classes.logo} src={of.logo} alt="" />;
  return (
    <span className={classes.letter} aria-hidden>
      {[...of.name.trim()][0]?.toUpperCase()}
    </span>
  );
}
