import * as Plot from "@observablehq/plot";
import type { AnalysisTables } from "../analysis/compute_tables.ts";
import type { DataQualityRow } from "../analysis/data_quality.ts";
import { gridLines, percentAxis, TICKS_HEIGHT } from "./_interval_marks.ts";
import { type ModelLabels, modelLabels } from "./_model_labels.ts";
import { LINE, placed, textLines } from "./_text_lines.ts";
import type { Figure } from "./figure.ts";
import { figureText, textWidth } from "./figure_text.ts";
import { renderPlot, type SvgPart } from "./render_plot.ts";
import { renderSvg, swatch } from "./render_svg.ts";
import { INK, OUTCOME_COLOURS, SIZES } from "./theme.ts";

/**
 * What became of every prompt: per model, first what came back from it, then whether that could be
 * judged; stacked shares, and beside them the number of each loss, so that none is too small to see.
 */
export function dataQualityFigure(
  rows: readonly DataQualityRow[],
  source: AnalysisTables["source"],
): Figure {
  const names = modelLabels(rows.map(({ model }) => model), { width: 128 });
  const responses = rows.reduce((sum, row) => sum + row.responses, 0);
  const annotated = rows.reduce((sum, row) => sum + row.annotated, 0);
  return renderSvg({
    name: "data_quality",
    title: "What is missing, and why?",
    subtitle: `${annotated.toLocaleString("en")} of ${responses.toLocaleString("en")} responses ` +
      `have a technique: what every share is made of. All else is left out; its numbers stand ` +
      `beside the bars.`,
    legend: [],
    panels: rows.length === 0 ? [] : [
      ...names.key,
      ...PANELS.map((panel) => drawPanel(rows, { panel, names })),
    ],
    caption: "",
    description: rows.map(describe).join("\n"),
    source,
  });
}

/** A column of the rows, as the figure calls it. */
interface Outcome {
  column: Exclude<keyof DataQualityRow, "model">;
  label: string;
}

interface Panel {
  title: string;
  axis: string;
  /** The first is what is wanted; the others are losses. */
  outcomes: readonly Outcome[];
}

const PANELS: readonly Panel[] = [
  {
    title: "What came back",
    axis: "Share of prompts (%)",
    outcomes: [
      { column: "answered", label: "answered" },
      { column: "truncated", label: "cut off" },
      { column: "empty", label: "empty" },
      { column: "filtered", label: "filtered" },
      { column: "failed", label: "failed" },
      { column: "prompts_not_asked", label: "not asked" },
    ],
  },
  {
    title: "What could be judged",
    axis: "Share of responses (%)",
    outcomes: [
      { column: "annotated", label: "with a technique" },
      { column: "ties", label: "tie" },
      { column: "unparsed", label: "unreadable" },
      { column: "failed_judgements", label: "judge failed" },
      { column: "not_judged", label: "not judged" },
    ],
  },
];

const INNER = SIZES.width - 2 * SIZES.margin;
const ROW = 16;
const HEADS = 82;
/** Room for the last column's head, which leans over the edge. */
const RIGHT = 18;

interface PanelOptions {
  panel: Panel;
  names: ModelLabels;
}

interface Layout {
  /** Where the bars begin, and how wide they are at 100 %. */
  left: number;
  bar: number;
  /** Width of a column of numbers. */
  column: number;
}

function drawPanel(rows: readonly DataQualityRow[], { panel, names }: PanelOptions): SvgPart {
  const losses = panel.outcomes.slice(1);
  const numbers = rows.flatMap((row) => losses.map(({ column }) => row[column]));
  const widest = Math.max(0, ...numbers.map((n) => textWidth(n.toLocaleString("en"), SIZES.label)));
  // Losses are bold, and so wider.
  const column = Math.max(28, widest * 1.1 + 10);
  const left = names.width + 8;
  const layout = { left, column, bar: INNER - RIGHT - left - 10 - column * losses.length };
  const bars = drawBars(rows, { panel, layout });
  const baseline = (index: number) => (index + 0.5) * ROW + SIZES.label * 0.36;
  const cells = rows.map(({ model }, index) => {
    const label = textLines([names.labels.get(model) ?? ""], {
      ...{ x: left - 6, y: baseline(index), anchor: "end" },
    });
    return label + losses.map((loss, place) =>
      drawNumber(rows[index]?.[loss.column] ?? 0, {
        x: INNER - RIGHT - (losses.length - place - 1) * column,
        y: baseline(index),
      })
    ).join("");
  });
  const body = cells.join("") + placed(bars.svg, left, 0);
  return {
    svg: `<g fill="${INK.text}">${drawHeads(panel, layout)}${placed(body, 0, HEADS)}</g>`,
    width: INNER,
    height: HEADS + bars.height,
  };
}

function drawNumber(value: number, at: { x: number; y: number }): string {
  const loss = { ...at, anchor: "end", bold: value > 0 } as const;
  return textLines([value.toLocaleString("en")], {
    ...loss,
    ...(value === 0 ? { colour: INK.line } : {}),
  });
}

/** The panel's title, what the bar's first part is, and the losses' names above their columns. */
function drawHeads({ title, outcomes }: Panel, { left, column }: Layout): string {
  const [wanted, ...losses] = outcomes;
  const heads = losses.map(({ label }, place) => {
    const x = INNER - RIGHT - (losses.length - place - 1) * column - 6;
    return placed(swatch(OUTCOME_COLOURS[place + 1] ?? INK.card, 10), x - 4, HEADS - 13) +
      `<text transform="translate(${(x + 4).toFixed(2)},${HEADS - 17}) rotate(-68)" ` +
      `text-anchor="start" font-size="${SIZES.small}">${label}</text>`;
  });
  return textLines([title], { bold: true }) +
    placed(swatch(OUTCOME_COLOURS[0], 10), left, HEADS - 13) +
    textLines([wanted?.label ?? ""], { x: left + 15, y: HEADS - 4 }) + heads.join("");
}

interface Segment {
  row: number;
  from: number;
  to: number;
  colour: string;
}

function drawBars(
  rows: readonly DataQualityRow[],
  { panel, layout }: { panel: Panel; layout: Layout },
): SvgPart {
  const segments = rows.flatMap((row, index) => segmentsOf(row, { panel, index }));
  const height = rows.length * ROW;
  return renderPlot({
    ...{ width: layout.bar + 14, height: height + TICKS_HEIGHT + LINE },
    ...{ marginLeft: 1, marginRight: 13, marginTop: 0, marginBottom: TICKS_HEIGHT + LINE },
    x: { domain: [0, 1], axis: null },
    y: { domain: [0, rows.length], range: [0, height], axis: null },
    marks: [
      ...gridLines([0, 0.5, 1]),
      Plot.rect(segments, {
        ...{ x1: "from", x2: "to", y1: "row", y2: ({ row }: Segment) => row + 1 },
        ...{ insetTop: 2, insetBottom: 2, fill: "colour", stroke: INK.line, strokeWidth: 0.5 },
      }),
      percentAxis({ ticks: [0, 0.5, 1], label: panel.axis }),
    ],
  });
}

function segmentsOf(
  row: DataQualityRow,
  { panel, index }: { panel: Panel; index: number },
): Segment[] {
  const total = panel.outcomes.reduce((sum, { column }) => sum + row[column], 0);
  let before = 0;
  return panel.outcomes.flatMap(({ column }, place) => {
    const [from, to] = [before / total, (before + row[column]) / total];
    before += row[column];
    return row[column] === 0
      ? []
      : [{ row: index, from, to, colour: OUTCOME_COLOURS[place] ?? INK.card }];
  });
}

function describe(row: DataQualityRow): string {
  const [first, second] = PANELS.map(({ outcomes }) =>
    outcomes.filter(({ column }, index) => index === 0 || row[column] > 0).map((outcome) =>
      `${outcome.label} ${row[outcome.column]}`
    ).join(", ")
  );
  return `${figureText(row.model)}: ${first}. Of ${row.responses} responses: ${second}.`;
}
