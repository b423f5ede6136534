import * as Plot from "@observablehq/plot";
import type { AnalysisTables } from "../analysis/compute_tables.ts";
import type { TwinDifference, TwinDistance } from "../analysis/twin_rows.ts";
import { labelOf, TECHNIQUES } from "../base/vocabulary.ts";
import { gridLines, intervalMarks, percentAxis, TICKS_HEIGHT } from "./_interval_marks.ts";
import { LINE, placed, textLines } from "./_text_lines.ts";
import type { Figure } from "./figure.ts";
import { figureText, textWidth, wrapText } from "./figure_text.ts";
import { renderPlot, type SvgPart } from "./render_plot.ts";
import { renderSvg, swatch } from "./render_svg.ts";
import { percent } from "./share_words.ts";
import { INK, PAIR_COLOURS, SIZES, TECHNIQUE_COLOURS } from "./theme.ts";

/** What {@linkcode viewpointTwins} shows. */
export interface ViewpointTwinsRows {
  /** Models appear in the order of these rows. */
  differences: readonly TwinDifference[];
  /** How far the whole distributions are apart; models without a row have no note. */
  distances: readonly TwinDistance[];
}

/**
 * Whether models answer two viewpoints alike, one panel per model: the shares of each technique for
 * both on the left, their difference with its interval on the right; differences that permuting the
 * twins hardly brings about are filled.
 */
export function viewpointTwins(
  { differences, distances }: ViewpointTwinsRows,
  source: AnalysisTables["source"],
): Figure {
  const models = [...new Set(differences.map(({ model }) => model))];
  const viewpoints = [
    differences[0]?.viewpoint_a ?? "",
    differences[0]?.viewpoint_b ?? "",
  ] as const;
  const reach = reachOf(differences);
  return renderSvg({
    name: "viewpoint_twins",
    title: "Are both viewpoints answered alike?",
    subtitle: subtitleOf(differences),
    legend: differences.length === 0 ? [] : [
      { colour: PAIR_COLOURS[0], label: viewpoints[0], shape: "dot" },
      { colour: PAIR_COLOURS[1], label: viewpoints[1], shape: "ring" },
      { colour: INK.text, label: "difference that stands (filled)", shape: "interval" },
    ],
    panels: models.map((model, index) =>
      drawPanel(differences.filter((row) => row.model === model), {
        ...{ model, viewpoints, reach, isLast: index === models.length - 1 },
        distance: distances.find((row) => row.model === model),
      })
    ),
    caption:
      `The twins differ in more than the viewpoint: the prefix that states it was drawn anew ` +
      `for each prompt.${distances.length === 0 ? "" : DISTANCE_WORDS}`,
    description: [...differences.map(describe), ...distances.map(describeDistance)].join("\n"),
    source,
  });
}

const DISTANCE_WORDS = " JSD: Jensen–Shannon distance (base 2, 0 to 1) between the two " +
  "distributions over techniques; in brackets what chance reaches in 95 % of permutations.";

/** Whether permuting the twins brings about such a difference less often than 5 % of the time. */
function stands({ p_adjusted }: TwinDifference): boolean {
  return p_adjusted !== null && p_adjusted < 0.05;
}

const INNER = SIZES.width - 2 * SIZES.margin;
const LEFT = 150;
const GUTTER = 34;
const WIDTH = (INNER - LEFT - GUTTER - 12) / 2;
const ROW = 14.5;

interface PanelOptions {
  model: string;
  /** The two in the order of subtraction. */
  viewpoints: readonly [string, string];
  /** How far the axis of differences goes to either side, in [0, 1]. */
  reach: number;
  /** Whether it carries the axes of all. */
  isLast: boolean;
  distance: TwinDistance | undefined;
}

function drawPanel(rows: readonly TwinDifference[], options: PanelOptions): SvgPart {
  const head = panelHead(rows, options);
  const height = ROW * TECHNIQUES.length + (options.isLast ? TICKS_HEIGHT : 4);
  const axes = options.isLast ? axisLabels(options) : { svg: "", height: 0 };
  const names = TECHNIQUES.map((name, index) => {
    const y = (index + 0.5) * ROW + SIZES.label * 0.36;
    return textLines([labelOf(name)], { x: LEFT - 22, y, anchor: "end" }) +
      placed(swatch(TECHNIQUE_COLOURS[name], 10), LEFT - 18, y - 9);
  });
  const shares = drawShares(rows, { height, isLast: options.isLast });
  const differences = drawDifferences(rows, { height, ...options });
  return {
    svg: `<g fill="${INK.text}">${head.svg}` +
      placed(
        names.join("") + placed(shares.svg, LEFT, 0) +
          placed(differences.svg, LEFT + WIDTH + GUTTER, 0) + placed(axes.svg, LEFT, height),
        0,
        head.height,
      ) + "</g>",
    width: INNER,
    height: head.height + height + axes.height,
  };
}

/** What the two axes show; the second says which viewpoint is subtracted, and may be long. */
function axisLabels({ viewpoints }: PanelOptions): SvgPart {
  const words = `${viewpoints[0]} less ${viewpoints[1]} (points)`;
  const lines = wrapText(words, { width: WIDTH + GUTTER - 8, size: SIZES.label });
  const middle = 4 + WIDTH / 2;
  return {
    svg: textLines(["Share of answers (%)"], { x: middle, anchor: "middle" }) +
      textLines(lines, { x: middle + WIDTH + GUTTER, anchor: "middle" }),
    width: INNER - LEFT,
    height: lines.length * LINE,
  };
}

/** The model, how many twins, and how far apart the distributions are. */
function panelHead(rows: readonly TwinDifference[], { model, distance }: PanelOptions): SvgPart {
  const { twins = 0, items = 0 } = rows[0] ?? {};
  const n = `${twins.toLocaleString("en")} twins of ${items.toLocaleString("en")} items`;
  const note = distance === undefined || distance.distance === null
    ? n
    : `${n}; JSD ${distance.distance.toFixed(2)} (${distance.chance_high?.toFixed(2) ?? "–"})`;
  const noteWidth = textWidth(note, SIZES.label);
  const name = wrapText(model, { width: INNER / 1.1, size: SIZES.label });
  const beside = textWidth(name.at(-1) ?? "", SIZES.label) * 1.1 + 12 + noteWidth < INNER;
  const lines = name.length + (beside ? 0 : 1);
  const y = SIZES.label + (lines - 1) * LINE;
  return {
    svg: textLines(name, { bold: true }) +
      textLines([note], { x: INNER - 8, y, anchor: "end", colour: INK.quiet }),
    width: INNER,
    height: lines * LINE + 4,
  };
}

function rowOf({ technique }: TwinDifference): number {
  return TECHNIQUES.indexOf(technique) + 0.5;
}

interface PlotOptions {
  height: number;
  isLast: boolean;
}

/** What both plots of a panel have in common. */
function frameOf({ height, isLast }: PlotOptions) {
  return {
    ...{ width: WIDTH + 14, height, marginTop: 0, marginLeft: 4, marginRight: 10 },
    marginBottom: isLast ? TICKS_HEIGHT : 4,
    y: { domain: [0, TECHNIQUES.length], range: [0, ROW * TECHNIQUES.length], axis: null },
  };
}

function drawShares(rows: readonly TwinDifference[], options: PlotOptions): SvgPart {
  const known = rows.filter(({ share_a, share_b }) => share_a !== null && share_b !== null);
  const unknown = rows.filter((row) => !known.includes(row));
  return renderPlot({
    ...frameOf(options),
    x: { domain: [0, 1], axis: null },
    marks: [
      ...gridLines([0, 0.5, 1]),
      Plot.ruleY(known, {
        x1: "share_a",
        x2: "share_b",
        y: rowOf,
        stroke: INK.line,
        strokeWidth: 1.6,
      }),
      Plot.dot(known, { x: "share_a", y: rowOf, r: 3.4, fill: PAIR_COLOURS[0] }),
      Plot.dot(known, { x: "share_b", y: rowOf, r: 4, stroke: PAIR_COLOURS[1], strokeWidth: 1.8 }),
      Plot.text(unknown, {
        ...{ x: 0, y: rowOf, textAnchor: "start", dx: 4, fill: INK.quiet, text: () => "no twins" },
      }),
      ...(options.isLast ? [percentAxis({ ticks: [0, 0.5, 1], label: null })] : []),
    ],
  });
}

function drawDifferences(
  rows: readonly TwinDifference[],
  { reach, ...options }: PlotOptions & { reach: number },
): SvgPart {
  const ticks = [-reach, -reach / 2, 0, reach / 2, reach];
  return renderPlot({
    ...frameOf(options),
    x: { domain: [-reach, reach], axis: null },
    marks: [
      ...gridLines(ticks),
      ...intervalMarks(rows, {
        x: ({ difference }) => difference,
        y: rowOf,
        fill: (row) => stands(row) ? INK.text : INK.card,
      }),
      ...(options.isLast ? [percentAxis({ ticks: [-reach, 0, reach], label: null })] : []),
    ],
  });
}

/** The next step up from the longest interval's end. */
function reachOf(rows: readonly TwinDifference[]): number {
  const ends = rows.flatMap(({ low, high, difference }) => [low, high, difference])
    .map((value) => Math.abs(value ?? 0));
  const longest = Math.max(0, ...ends);
  return [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8].find((step) => longest <= step) ?? 1;
}

function subtitleOf(rows: readonly TwinDifference[]): string {
  if (rows.length === 0) return "No prompts differ in their viewpoint only: there are no twins.";
  const tested = rows.filter(({ p }) => p !== null);
  const standing = rows.filter(stands).length;
  return `Share of each technique for prompts alike in item and wording that differ in viewpoint, ` +
    `and its difference with its 95 % interval, clustered by item. ${standing} of ` +
    `${tested.length} differences stand: a permutation test over twins, at a false discovery rate ` +
    `of 5 %.`;
}

function describe(row: TwinDifference): string {
  const { model, technique, twins, share_a, share_b, difference, low, high, p_adjusted } = row;
  const what = figureText(`${model}, ${labelOf(technique).toLowerCase()}`);
  if (share_a === null || share_b === null || difference === null) return `${what}: no twins.`;
  const interval = low === null || high === null ? "" : ` [${points(low)}, ${points(high)}]`;
  const p = p_adjusted === null ? "" : `, adjusted p = ${p_adjusted.toPrecision(2)}`;
  const [first, second] = [figureText(row.viewpoint_a), figureText(row.viewpoint_b)];
  return `${what} (${twins} twins): ${first} ${percent(share_a)} %, ${second} ` +
    `${percent(share_b)} %; difference ${points(difference)} points${interval}${p}.`;
}

function describeDistance({ model, distance, chance_high, p }: TwinDistance): string {
  const what = `${figureText(model)}, Jensen–Shannon distance`;
  if (distance === null) return `${what}: no twins.`;
  return `${what} ${distance.toFixed(3)}, by chance up to ${chance_high?.toFixed(3) ?? "–"}, ` +
    `p = ${p?.toPrecision(2) ?? "–"}.`;
}

function points(value: number): string {
  return `${value < 0 ? "−" : ""}${percent(Math.abs(value))}`;
}
