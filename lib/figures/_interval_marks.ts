import * as Plot from "@observablehq/plot";
import { INK, SIZES } from "./theme.ts";

/** A share, or a difference of shares, with its interval. */
export interface Interval {
  low: number | null;
  high: number | null;
}

/** Options of {@linkcode intervalMarks}. */
export interface IntervalMarksOptions<Row> {
  x: (row: Row) => number | null;
  y: (row: Row) => number;
  /** Default: black. */
  fill?: string | ((row: Row) => string);
}

/** Dots on lines: estimates with their intervals. Rows without an estimate draw nothing. */
export function intervalMarks<Row extends Interval>(
  rows: readonly Row[],
  { x, y, fill = INK.text }: IntervalMarksOptions<Row>,
): Plot.Markish[] {
  const known = rows.filter((row) => x(row) !== null);
  const bounded = known.filter(({ low, high }) => low !== null && high !== null);
  return [
    Plot.ruleY(bounded, { y, x1: "low", x2: "high", stroke: INK.text, strokeWidth: 1.6 }),
    Plot.dot(known, { x, y, r: 3.2, fill, stroke: INK.text, strokeWidth: 1.2 }),
  ];
}

/** Options of {@linkcode percentAxis}. */
export interface PercentAxisOptions {
  /** What the axis shows, with its unit; null where it is written otherwise. */
  label: string | null;
  /** Default: 0, 25, … 100 %. */
  ticks?: readonly number[];
}

const QUARTERS = [0, 0.25, 0.5, 0.75, 1];

/** Room that {@linkcode percentAxis} takes below, and without a label. */
export const AXIS_HEIGHT = 36;
export const TICKS_HEIGHT = 19;

/** The horizontal axis of shares in per cent, its label centred below. */
export function percentAxis({ label, ticks = QUARTERS }: PercentAxisOptions): Plot.Markish {
  return Plot.axisX(ticks, {
    tickFormat: (share: number) => String(Math.round(share * 100)).replace("-", "−"),
    ...{ fontSize: SIZES.label, tickSize: 4, label, labelOffset: 32 },
    ...{ labelAnchor: "center", labelArrow: "none" },
  });
}

/** Vertical lines of the grid, a darker one at 0 where values go both ways. */
export function gridLines(ticks: readonly number[] = QUARTERS): Plot.Markish[] {
  const isSigned = ticks.some((tick) => tick < 0);
  return [
    Plot.ruleX(ticks, { stroke: INK.grid }),
    ...(isSigned ? [Plot.ruleX([0], { stroke: INK.line })] : []),
  ];
}
