import * as Plot from "@observablehq/plot";
import { gridLines, type Interval, intervalMarks, TICKS_HEIGHT } from "../_interval_marks.ts";
import { placed, textLines } from "../_text_lines.ts";
import { textWidth } from "../figure_text.ts";
import { renderPlot, type SvgPart } from "../render_plot.ts";
import { INK, PAIR_COLOURS, SIZES } from "../theme.ts";
import { axisLabel, numberAxis, type NumberScale } from "./_number_axis.ts";
import { HEAD_OF_N, INNER, panelHead } from "./_panel_head.ts";
import { labelRoom, rowLabels } from "./_row_labels.ts";

/** One row of a dot plot. */
export interface DotRow extends Interval {
  label: string;
  /** What the row's number is over; null where nobody says. */
  n: number | null;
  /** Null where there is none. */
  value: number | null;
  /** Default: black. */
  fill?: string;
  /** A value that somebody else published is a hollow diamond. */
  isPublished?: boolean;
  isBold?: boolean;
  /** A row that is no data: its label is quiet. */
  isGap?: boolean;
  /** What chance gives: a tick on a pale band. */
  chance?: (Interval & { value: number | null }) | null;
  /** What stands in the plot where there is no value. */
  note?: string;
}

/** A panel of rows with their dots. */
export interface DotPanel {
  title: string;
  note?: string;
  rows: readonly DotRow[];
  /** Dashed vertical lines. */
  rules?: readonly number[];
}

/** What the panels of a figure have in common. */
export interface DotLayout {
  scale: NumberScale;
  /** What the axis shows; only the last panel carries it. */
  axis: string;
  /** Room of labels and of n, in pixels. */
  labels: number;
  count: number;
  /** Height of a row of one line. */
  row: number;
}

const MOST_LABEL = 176;

/** Room for the labels and numbers of all panels. */
export function dotLayout(
  panels: readonly DotPanel[],
  { scale, axis, row = 15 }: Pick<DotLayout, "scale" | "axis"> & { row?: number },
): DotLayout {
  const rows = panels.flatMap((panel) => panel.rows);
  const labels = labelRoom(rows.map(({ label }) => label), MOST_LABEL);
  const counts = rows.map(({ n }) => textWidth(n?.toLocaleString("en") ?? "n", SIZES.label));
  return { scale, axis, row, labels, count: Math.max(0, ...counts) + 10 };
}

/** Draws panels that share a layout, one below the other. */
export function dotPanels(panels: readonly DotPanel[], layout: DotLayout): SvgPart[] {
  return panels.map((panel, index) => {
    const isLast = index === panels.length - 1;
    const head = panelHead(panel);
    const labels = rowLabels(
      panel.rows.map(({ label, isBold = false, isGap = false }) => ({
        ...{ text: label, isBold, isQuiet: isGap },
      })),
      { width: layout.labels, row: layout.row },
    );
    const right = layout.labels + layout.count;
    const counts = panel.rows.map(({ n }, at) =>
      textLines([n?.toLocaleString("en") ?? ""], {
        ...{ x: right - 1, y: (labels.middles[at] ?? 0) + SIZES.label * 0.36, anchor: "end" },
      })
    );
    const plot = drawDots(panel, { ...layout, ...labels, isLast });
    const below = isLast ? axisLabel(layout.axis, { left: right, width: INNER - right }) : NOTHING;
    const body = textLines(["n"], { x: right - 1, y: -2, anchor: "end", colour: INK.quiet }) +
      labels.svg + counts.join("") + placed(plot.svg, right, 0) + placed(below.svg, 0, plot.height);
    const top = head.height + HEAD_OF_N;
    return {
      svg: `<g fill="${INK.text}">${head.svg}${placed(body, 0, top)}</g>`,
      width: INNER,
      height: top + plot.height + below.height,
    };
  });
}

const NOTHING: SvgPart = { svg: "", width: 0, height: 0 };

interface DotsOptions extends DotLayout {
  middles: readonly number[];
  height: number;
  isLast: boolean;
}

function drawDots({ rows, rules = [] }: DotPanel, options: DotsOptions): SvgPart {
  const { scale, labels, count, middles, height, isLast } = options;
  const bottom = isLast ? TICKS_HEIGHT : 2;
  const y = (row: DotRow) => middles[rows.indexOf(row)] ?? 0;
  const own = rows.filter(({ isPublished = false }) => !isPublished);
  const published = rows.filter((row) => !own.includes(row) && row.value !== null);
  return renderPlot({
    ...{ width: INNER - labels - count, height: height + bottom },
    ...{ marginLeft: 10, marginRight: 14, marginTop: 0, marginBottom: bottom },
    x: { domain: [...scale.domain], axis: null },
    y: { domain: [0, height], range: [0, height], axis: null },
    marks: [
      ...gridLines(scale.ticks),
      Plot.ruleX(rules, { stroke: PAIR_COLOURS[1], strokeWidth: 1.8, strokeDasharray: "4 2" }),
      ...chanceMarks(rows, y),
      ...intervalMarks(own, { x: ({ value }) => value, y, fill: ({ fill = INK.text }) => fill }),
      Plot.dot(published, {
        ...{ x: "value", y, symbol: "diamond", r: 4, fill: INK.card },
        ...{ stroke: INK.text, strokeWidth: 1.4 },
      }),
      Plot.text(rows.filter(({ value }) => value === null), {
        ...{ x: scale.domain[0], y, dx: 4, textAnchor: "start", fill: INK.quiet },
        text: ({ note = "no answers" }: DotRow) => note,
      }),
      ...(isLast ? [numberAxis(scale)] : []),
    ],
  });
}

function chanceMarks(rows: readonly DotRow[], y: (row: DotRow) => number): Plot.Markish[] {
  const known = rows.filter(({ chance }) => (chance?.value ?? null) !== null);
  const bounded = known.filter(({ chance }) =>
    (chance?.low ?? null) !== null && (chance?.high ?? null) !== null
  );
  return [
    Plot.ruleY(bounded, {
      ...{ y, x1: ({ chance }: DotRow) => chance?.low, x2: ({ chance }: DotRow) => chance?.high },
      ...{ stroke: INK.band, strokeWidth: 8 },
    }),
    Plot.ruleX(known, {
      ...{ x: ({ chance }: DotRow) => chance?.value, stroke: INK.quiet, strokeWidth: 1.6 },
      ...{ y1: (row: DotRow) => y(row) - 5, y2: (row: DotRow) => y(row) + 5 },
    }),
  ];
}
