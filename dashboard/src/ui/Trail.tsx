// A story, step by step: what was looked at, what was seen, and what came of it.
import { CircleCheck, CircleDot, CircleMinus, CircleX } from "lucide-react";
import { type ReactNode, useState } from "react";
import { counted } from "./format";
import classes from "./trail.module.css";

export type Verdict = "PASS" | "FAIL" | "SKIP" | "NOTE";

export interface Step {
  key: string;
  verdict: Verdict;
  title: ReactNode;
  detail?: ReactNode;
  at?: ReactNode;
  /** One of many of which only the number matters at first. */
  folds?: boolean;
}

const ICONS = { PASS: CircleCheck, FAIL: CircleX, SKIP: CircleMinus, NOTE: CircleDot };
const SAID = { PASS: "Passed", FAIL: "Failed", SKIP: "Passed over", NOTE: "" };

/** Steps in a row that fold, as one; every other by itself. */
function grouped(steps: readonly Step[]): Array<Step | Step[]> {
  const groups: Array<Step | Step[]> = [];
  for (const step of steps) {
    const last = groups[groups.length - 1];
    if (!step.folds) groups.push(step);
    else if (Array.isArray(last)) last.push(step);
    else groups.push([step]);
  }
  return groups;
}

export function Trail({ steps }: { steps: readonly Step[] }) {
  return (
    <ol className={classes.trail}>
      {grouped(steps).map((group) =>
        Array.isArray(group) ? (
          <Folded key={group[0]?.key} steps={group} />
        ) : (
          <Line key={group.key} step={group} />
        ),
      )}
    </ol>
  );
}

function Folded({ steps }: { steps: readonly Step[] }) {
  const [opened, setOpened] = useState(false);
  const passed = steps.filter(({ verdict }) => verdict === "PASS").length;
  const over = steps.length - passed;
  const summary = `${counted(passed, "check")} passed${over > 0 ? `, ${over} passed over` : ""}`;
  const line: Step = {
    key: "folded",
    verdict: "PASS",
    title: (
      <button
        type="button"
        className={classes.fold}
        aria-expanded={opened}
        onClick={() => setOpened(!opened)}
      >
        {summary} – {opened ? "hide them" : "show them"}
      </button>
    ),
  };
  return (
    <>
      <Line step={line} />
      {opened && steps.map((step) => <Line key={step.key} step={step} />)}
    </>
  );
}

function Line({ step: { verdict, title, detail, at } }: { step: Step }) {
  const Icon = ICONS[verdict];
  return (
    <li data-verdict={verdict}>
      <Icon
        size={18}
        className={classes.icon}
        aria-hidden={SAID[verdict] === ""}
        aria-label={SAID[verdict] || undefined}
        role={SAID[verdict] ? "img" : undefined}
      />
      <div className={classes.text}>
        <div className={classes.title}>{title}</div>
        {detail && <div className={classes.detail}>{detail}</div>}
      </div>
      {at && <div className={classes.at}>{at}</div>}
    </li>
  );
}
