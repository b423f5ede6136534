import * as Plot from "@observablehq/plot";
import { gridLines, type Interval, intervalMarks, TICKS_HEIGHT } from "../_interval_marks.ts";
import { placed, textLines } from "../_text_lines.ts";
import { textWidth } from "../figure_text.ts";
import { renderPlot, type SvgPart } from "../render_plot.ts";
import { INK, PAIR_COLOURS, SIZES } from "../theme.ts";
import { axisLabel, numberAxis, type NumberScale } from "./_number_axis.ts";
import { HEAD_OF_N, INNER, panelHead } from "./_panel_head.ts";
import { labelRoom, rowLabels } from "./_row_labels.ts";

/** One row: a value before and after, and the difference with its interval. */
export interface ChangeRow extends Interval {
  label: string;
  /** Null where nobody says. */
  n: number | null;
  before: number | null;
  after: number | null;
  difference: number | null;
  /** Whether the difference stands; its dot is filled. */
  stands: boolean;
  /** A value that somebody else published has diamonds and no interval. */
  isPublished?: boolean;
}

/** A panel of rows with two plots. */
export interface ChangePanel {
  title: string;
  note?: string;
  rows: readonly ChangeRow[];
  /** What the axes show, where this panel carries them. */
  axes: readonly [string, string] | null;
  values: NumberScale;
  differences: NumberScale;
}

const GUTTER = 14;
const MOST_LABEL = 150;
/** Room for labels and n that panels share, in pixels. */
export interface ChangeRoom {
  labels: number;
  count: number;
}

/** Room for the labels and numbers of all panels. */
export function changeRoom(panels: readonly ChangePanel[]): ChangeRoom {
  const rows = panels.flatMap((panel) => panel.rows);
  const counts = rows.map(({ n }) => textWidth(n?.toLocaleString("en") ?? "n", SIZES.label));
  return {
    labels: labelRoom(rows.map(({ label }) => label), MOST_LABEL),
    count: Math.max(0, ...counts) + 10,
  };
}

/** Draws a panel: before and after on the left, the difference on the right. */
export function changePanel(panel: ChangePanel, room: ChangeRoom): SvgPart {
  const { rows, axes } = panel;
  const head = panelHead(panel);
  const left = room.labels + room.count;
  const width = (INNER - left - GUTTER) / 2;
  const labels = rowLabels(
    rows.map(({ label }) => ({ text: label })),
    { width: room.labels, row: 15 },
  );
  const counts = rows.map(({ n }, index) => {
    const y = (labels.middles[index] ?? 0) + SIZES.label * 0.36;
    return textLines([n?.toLocaleString("en") ?? ""], { x: left - 1, y, anchor: "end" });
  });
  const frame = { width, ...labels, y: (row: ChangeRow) => labels.middles[rows.indexOf(row)] ?? 0 };
  const [values, differences] = [drawValues(panel, frame), drawDifferences(panel, frame)];
  const second = left + width + GUTTER;
  const below = axes === null ? [] : [
    axisLabel(axes[0], { left, width }),
    axisLabel(axes[1], { left: second, width }),
  ];
  const body = textLines(["n"], { x: left - 1, y: -2, anchor: "end", colour: INK.quiet }) +
    labels.svg + counts.join("") + placed(values.svg, left, 0) +
    placed(differences.svg, second, 0) +
    below.map(({ svg }) => placed(svg, 0, values.height)).join("");
  const top = head.height + HEAD_OF_N;
  return {
    svg: `<g fill="${INK.text}">${head.svg}${placed(body, 0, top)}</g>`,
    width: INNER,
    height: top + values.height + Math.max(0, ...below.map(({ height }) => height)),
  };
}

interface Frame {
  width: number;
  height: number;
  y: (row: ChangeRow) => number;
}

/** What both plots of a panel have in common. */
function plotOptions({ width, height }: Frame, scale: NumberScale, hasAxis: boolean) {
  const bottom = hasAxis ? TICKS_HEIGHT : 2;
  return {
    ...{ width, height: height + bottom, marginBottom: bottom },
    ...{ marginLeft: 8, marginRight: 12, marginTop: 0 },
    x: { domain: [...scale.domain], axis: null },
    y: { domain: [0, height], range: [0, height], axis: null },
  };
}

function drawValues({ rows, axes, values }: ChangePanel, frame: Frame): SvgPart {
  const { y } = frame;
  const known = rows.filter(({ before, after }) => before !== null && after !== null);
  const shape = ({ isPublished = false }: ChangeRow) => isPublished ? "diamond" : "circle";
  return renderPlot({
    ...plotOptions(frame, values, axes !== null),
    symbol: { type: "identity" },
    marks: [
      ...gridLines(values.ticks),
      Plot.ruleY(known, { x1: "before", x2: "after", y, stroke: INK.line, strokeWidth: 1.6 }),
      Plot.dot(known, { x: "before", y, r: 3.6, symbol: shape, fill: PAIR_COLOURS[0] }),
      Plot.dot(known, {
        ...{ x: "after", y, r: 4, symbol: shape, fill: INK.card, stroke: PAIR_COLOURS[1] },
        strokeWidth: 1.8,
      }),
      ...noneMarks(rows.filter((row) => !known.includes(row)), { y, x: values.domain[0] }),
      ...(axes === null ? [] : [numberAxis(values)]),
    ],
  });
}

function drawDifferences({ rows, axes, differences }: ChangePanel, frame: Frame): SvgPart {
  const { y } = frame;
  const own = rows.filter(({ isPublished = false }) => !isPublished);
  const published = rows.filter((row) => !own.includes(row) && row.difference !== null);
  return renderPlot({
    ...plotOptions(frame, differences, axes !== null),
    marks: [
      ...gridLines(differences.ticks),
      ...intervalMarks(own, {
        ...{ x: ({ difference }) => difference, y },
        fill: ({ stands }) => stands ? INK.text : INK.card,
      }),
      Plot.dot(published, {
        ...{ x: "difference", y, symbol: "diamond", r: 4, fill: INK.card },
        ...{ stroke: INK.text, strokeWidth: 1.4 },
      }),
      ...(axes === null ? [] : [numberAxis(differences)]),
    ],
  });
}

function noneMarks(
  rows: readonly ChangeRow[],
  { x, y }: { x: number; y: (row: ChangeRow) => number },
): Plot.Markish[] {
  return [
    Plot.text(rows, {
      ...{ x, y, dx: 4, textAnchor: "start", fill: INK.quiet, text: () => "no pairs" },
    }),
  ];
}
