const WIDTH = 100;
const HEIGHT = 22;

/** The shape of a figure over time. The figure itself stands beside it, so it says nothing to a screen reader. */
export function Sparkline({ values }: { values: ReadonlyArray<number | null> }) {
  const known = values.map((value) => value ?? 0);
  if (known.length < 2) return null;
  const top = Math.max(...known, 1e-9);
  const points = known.map(
    (value, index) =>
      `${((index * WIDTH) / (known.length - 1)).toFixed(1)},${(HEIGHT - 1 - (value / top) * (HEIGHT - 3)).toFixed(1)}`,
  );
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      style={{ display: "block", width: "100%", height: HEIGHT, marginTop: 4 }}
      aria-hidden
    >
      <polyline
        points={points.join(" ")}
        fill="none"
        stroke="var(--introw-chart-1)"
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
