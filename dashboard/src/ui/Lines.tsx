import { CompositeChart } from "@mantine/charts";
import { useId } from "react";
import { Curve, type CurveProps, Rectangle, type RectangleProps } from "recharts";
import "@mantine/charts/styles.layer.css";
import { count } from "./format";

interface Point {
  day: string;
  clicks: number;
  conversions: number;
  /** Whether it is still going on. */
  soFar: boolean;
}

const DASHES = "4 3";

/**
 * Clicks as an area, conversions as bars on a scale of their own: they differ by two orders of magnitude.
 * What is still going on is dashed, so that nobody takes a part of a day for a bad one.
 */
export default function Lines({ data }: { data: Point[] }) {
  return (
    <CompositeChart
      h={260}
      data={data}
      dataKey="day"
      withLegend
      withRightYAxis
      legendProps={{ verticalAlign: "bottom", height: 36 }}
      gridAxis="x"
      tickLine="none"
      strokeDasharray="3 4"
      withDots={false}
      curveType="monotone"
      maxBarWidth={14}
      valueFormatter={count}
      xAxisProps={{ minTickGap: 40 }}
      rightYAxisProps={{ allowDecimals: false, width: 36 }}
      yAxisProps={{ width: 48, allowDecimals: false }}
      tooltipProps={{
        labelFormatter: (label, payload) => (payload[0]?.payload.soFar ? `${label}, so far` : label),
      }}
      areaProps={data.at(-1)?.soFar ? { shape: OpenArea } : {}}
      barProps={{ shape: Bar }}
      series={[
        {
          name: "conversions",
          label: "Conversions (right)",
          color: "var(--introw-chart-2)",
          type: "bar",
          yAxisId: "right",
        },
        { name: "clicks", label: "Clicks", color: "var(--introw-chart-1)", type: "area" },
      ]}
    />
  );
}

/** An area whose last stretch is dashed: one curve, of which each way to draw it sees its own part. */
function OpenArea(area: CurveProps) {
  const id = useId();
  const from = area.points?.at(-2)?.x ?? 0;
  return (
    <>
      <clipPath id={`${id}-before`}>
        <rect width={from} height="100%" />
      </clipPath>
      <clipPath id={`${id}-since`}>
        <rect x={from} width="100%" height="100%" />
      </clipPath>
      <Curve {...area} stroke="none" />
      <Curve {...area} baseLine={undefined} fill="none" clipPath={`url(#${id}-before)`} />
      <Curve
        {...area}
        baseLine={undefined}
        fill="none"
        clipPath={`url(#${id}-since)`}
        strokeDasharray={DASHES}
      />
    </>
  );
}

function Bar({ payload, ...bar }: RectangleProps & { payload?: Point }) {
  const open = { fill: "none", strokeOpacity: 1, strokeDasharray: DASHES };
  return <Rectangle {...bar} {...(payload?.soFar ? open : {})} />;
}
