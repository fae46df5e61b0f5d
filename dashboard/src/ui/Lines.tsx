import { CompositeChart } from "@mantine/charts";
import "@mantine/charts/styles.layer.css";
import { count } from "./format";

interface LinesProps {
  data: Array<{ day: string; clicks: number; conversions: number }>;
}

/** Clicks as an area, conversions as bars on a scale of their own: they differ by two orders of magnitude. */
export default function Lines({ data }: LinesProps) {
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
