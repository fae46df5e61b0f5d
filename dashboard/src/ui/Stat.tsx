// Figures. Each leads to the rows that it counts.
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Search } from "./search";
import classes from "./ui.module.css";

export function Stats({ children }: { children: ReactNode }) {
  return <div className={classes.stats}>{children}</div>;
}

interface StatProps {
  label: string;
  value: ReactNode;
  note?: ReactNode;
  /** The page of the rows that it counts. */
  to?: string;
  search?: Search;
}

export function Stat({ label, value, note, to, search }: StatProps) {
  const inside = (
    <>
      <div className={classes.statLabel}>{label}</div>
      <div className={`${classes.statValue} numbers`}>{value}</div>
      {note !== undefined && <div className={classes.statNote}>{note}</div>}
    </>
  );
  return to ? (
    <Link to={to} search={search as never} className={classes.stat}>
      {inside}
    </Link>
  ) : (
    <div className={classes.stat}>{inside}</div>
  );
}
