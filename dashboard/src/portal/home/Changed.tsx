import { count } from "../../ui/format";

const percent = new Intl.NumberFormat("en-GB", {
  style: "percent",
  maximumFractionDigits: 0,
  signDisplay: "always",
});

/** Ten times as many. */
const MOST = 9;

/** How a figure has changed since as many days before. */
export function Changed({ now, before }: { now: number; before: number }) {
  if (before === 0) return <>{now === 0 ? "as before" : "none before"}</>;
  const share = now / before - 1;
  if (Math.abs(share) < 0.005) return <>as before</>;
  // From almost nothing, a share says nothing.
  if (share > MOST) return <>{count(before)} before</>;
  return (
    <>
      {percent.format(share)} on {count(before)} before
    </>
  );
}
