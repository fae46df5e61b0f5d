import { Skeleton } from "@mantine/core";
import { type Amount, money, month } from "../../ui/format";
import type { EarningsQuery } from "../graphql";
import classes from "./months.module.css";

type Month = EarningsQuery["rewardTotals"]["months"][number];

/** A bar and three sums for each month, newest first. */
export function Months({ of }: { of: readonly Month[] | undefined }) {
  if (!of) return <Skeleton height={120} m="md" w="auto" />;
  const sum = (row: Month) => [row.held, row.payable, row.reversed].map(({ amount }) => Number(amount));
  const first = of.findIndex((row) => sum(row).some((part) => part > 0));
  // Before the first that brought something there is nothing to read.
  const shown = first === -1 ? of.slice(-1) : of.slice(first);
  const most = Math.max(...of.map((row) => sum(row).reduce((all, part) => all + part, 0)), 0.01);
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Month</th>
            <th scope="col" className={classes.shape} aria-hidden />
            <th scope="col">Held</th>
            <th scope="col">Payable</th>
            <th scope="col">Reversed</th>
          </tr>
        </thead>
        <tbody>
          {[...shown].reverse().map((row) => {
            const [held = 0, payable = 0, reversed = 0] = sum(row);
            const width = (part: number) => ({ width: `${(part / most) * 100}%` });
            return (
              <tr key={row.start}>
                <th scope="row">{month(row.start)}</th>
                <td className={classes.shape} aria-hidden>
                  <span className={classes.bar}>
                    <span data-part="payable" style={width(payable)} />
                    <span data-part="held" style={width(held)} />
                    <span data-part="reversed" style={width(reversed)} />
                  </span>
                </td>
                <Sum of={row.held} />
                <Sum of={row.payable} />
                <Sum of={row.reversed} />
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Sum({ of }: { of: Amount }) {
  return <td className={Number(of.amount) === 0 ? classes.none : undefined}>{money(of)}</td>;
}
