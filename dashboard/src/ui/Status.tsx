// Where something stands: a dot and a word, never a colour alone.
import { words } from "./format";
import classes from "./ui.module.css";

export type Tone = "good" | "warn" | "bad" | "mute" | "info";

const COLOURS: Record<Tone, string> = {
  good: "var(--introw-good)",
  warn: "var(--introw-warn)",
  bad: "var(--introw-bad)",
  mute: "var(--introw-mute)",
  info: "var(--introw-chart-1)",
};

export function Dot({ tone, children }: { tone: Tone; children: string }) {
  return (
    <span className={classes.dot} style={{ "--dot": COLOURS[tone] } as React.CSSProperties}>
      {children}
    </span>
  );
}

const STATUSES: Record<string, readonly [tone: Tone, text?: string]> = {
  ACTIVE: ["good"],
  PAUSED: ["warn"],
  ARCHIVED: ["mute"],
  INACTIVE: ["mute"],
  ACCEPTED: ["good"],
  AUTO_ACCEPTED: ["good", "Accepted"],
  PENDING: ["warn"],
  DECLINED: ["bad"],
  ERROR: ["bad", "Failed"],
  RECORDED: ["good"],
  DUPLICATE: ["warn"],
  IGNORED: ["mute"],
  REFUSED: ["bad"],
  CONVERTED: ["good"],
  MORE: ["mute"],
  DELIVERING: ["warn"],
  CANCELLED: ["mute"],
  HELD: ["warn"],
  PAYABLE: ["good"],
  REVERSED: ["bad"],
  REVOKED: ["bad"],
  EXPIRED: ["mute"],
  REVIEW: ["warn"],
  HUMAN: ["good"],
  CONFIRMED: ["good"],
  REPEAT: ["mute"],
  SUSPECT: ["warn"],
  CRAWLER: ["mute"],
  NON_NAVIGATION: ["mute", "Not a visit"],
  RECONSTRUCTED: ["info"],
  INSTALLED: ["good"],
  NOT_INSTALLED: ["bad", "Not installed"],
  COULD_NOT_VERIFY: ["warn", "Could not verify"],
  DELIVERED: ["good"],
  FAILED: ["bad"],
  DISABLED: ["bad"],
  ENABLED: ["good"],
};

/** A status as the API names it. */
export function Status({ of }: { of: string }) {
  const [tone, text] = STATUSES[of] ?? ["mute" as const];
  return <Dot tone={tone}>{text ?? words(of)}</Dot>;
}
