// A story, step by step: what was looked at, what was seen, and what came of it.
import { CircleCheck, CircleDot, CircleMinus, CircleX } from "lucide-react";
import type { ReactNode } from "react";
import classes from "./trail.module.css";

export type Verdict = "PASS" | "FAIL" | "SKIP" | "NOTE";

export interface Step {
  key: string;
  verdict: Verdict;
  title: ReactNode;
  detail?: ReactNode;
  at?: ReactNode;
}

const ICONS = { PASS: CircleCheck, FAIL: CircleX, SKIP: CircleMinus, NOTE: CircleDot };
const SAID = { PASS: "Passed", FAIL: "Failed", SKIP: "Passed over", NOTE: "" };

export function Trail({ steps }: { steps: readonly Step[] }) {
  return (
    <ol className={classes.trail}>
      {steps.map(({ key, verdict, title, detail, at }) => {
        const Icon = ICONS[verdict];
        return (
          <li key={key} data-verdict={verdict}>
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
      })}
    </ol>
  );
}
