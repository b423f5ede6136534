import * as Plot from "@observablehq/plot";
import type { AnalysisTables } from "../analysis/compute_tables.ts";
import {
  STABILITY_AXES,
  type StabilityAxis,
  type StabilityRow,
  type StabilitySummary,
} from "../analysis/stability_row.ts";
import { AXIS_HEIGHT, gridLines, percentAxis } from "./_interval_marks.ts";
import { LINE, placed, textLines } from "./_text_lines.ts";
import type { Figure } from "./figure.ts";
import { figureText, textWidth, wrapText } from "./figure_text.ts";
import { renderPlot, type SvgPart } from "./render_plot.ts";
import { renderSvg } from "./render_svg.ts";
import { INK, SHARE_STEPS, SIZES } from "./theme.ts";

/** What {@linkcode stabilityFigure} shows. */
export interface StabilityFigureRows {
  summaries: readonly StabilitySummary[];
  /** Settings appear in the order of these rows. */
  rows: readonly StabilityRow[];
}

/**
 * How much the shares would change had a choice been made otherwise: per axis and setting, how the
 * differences from the reported shares spread over all models, datasets and techniques.
 */
export function stabilityFigure(
  { summaries, rows }: StabilityFigureRows,
  source: AnalysisTables["source"],
): Figure {
  const spreads = spreadsOf(rows);
  const axes = STABILITY_AXES.filter((axis) => spreads.some((spread) => spread.axis === axis));
  const reach = reachOf(spreads);
  const most = Math.max(0, ...spreads.map(({ shares }) => shares));
  return renderSvg({
    name: "stability",
    title: "Would other choices change the shares?",
    subtitle: rows.length === 0 ? NOTHING : `By how many points each of ` +
      `${most.toLocaleString("en")} shares (of a model, dataset and technique) differs from the ` +
      `reported one. Thin line: from the lowest to the highest; bar: the middle 90 %; tick: the ` +
      `median.`,
    legend: [],
    panels: axes.map((axis, index) =>
      drawPanel(spreads.filter((spread) => spread.axis === axis), {
        ...{ reach, isLast: index === axes.length - 1, title: AXIS_WORDS[axis] },
        note: noteOf(summaries.find((summary) => summary.axis === axis)),
      })
    ),
    caption: axes.includes("repeat")
      ? "A repeat differs by chance alone: it is what the other choices must be held against."
      : "",
    description: spreads.map(describe).join("\n"),
    source,
  });
}

const AXIS_WORDS: Readonly<Record<StabilityAxis, string>> = {
  format: "One wording only",
  refusal_rule: "What counts as refusal",
  judge: "Another judge",
  repeat: "The same again",
};

const NOTHING = "One wording, one judge, one answer a prompt, none withheld: there was no choice.";

/** How the differences under one setting spread, in [−1, 1]; null where there is none. */
interface Spread {
  axis: StabilityAxis;
  setting: string;
  /** Shares that are known under both. */
  shares: number;
  lowest: number | null;
  low: number | null;
  median: number | null;
  high: number | null;
  highest: number | null;
}

function spreadsOf(rows: readonly StabilityRow[]): Spread[] {
  const groups = Map.groupBy(rows, ({ axis, setting }) => JSON.stringify([axis, setting]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const known = group.flatMap(({ difference }) => difference === null ? [] : [difference])
      .sort((a, b) => a - b);
    const at = (share: number) => known[Math.round(share * (known.length - 1))] ?? null;
    return [{
      ...{ axis: first.axis, setting: first.setting, shares: known.length },
      ...{ lowest: at(0), low: at(0.05), median: at(0.5), high: at(0.95), highest: at(1) },
    }];
  });
}

function noteOf(summary: StabilitySummary | undefined): string {
  if (summary === undefined) return "";
  const { changed_leaders, cells, lowest_tau } = summary;
  const tau = lowest_tau === null ? "" : `; order of models: τ ≥ ${lowest_tau.toFixed(2)}`;
  return `other leading technique: ${changed_leaders} of ${cells} cells${tau}`;
}

const INNER = SIZES.width - 2 * SIZES.margin;
const LEFT = 142;
const ROW = 15;

interface PanelOptions {
  title: string;
  note: string;
  reach: number;
  isLast: boolean;
}

function drawPanel(spreads: readonly Spread[], options: PanelOptions): SvgPart {
  const head = panelHead(options);
  const labels = spreads.map(({ setting }) =>
    wrapText(setting, { width: LEFT - 8, size: SIZES.label })
  );
  const heights = labels.map((lines) => Math.max(ROW, lines.length * LINE + 2));
  const middles = heights.map((height, index) =>
    heights.slice(0, index).reduce((sum, one) => sum + one, 0) + height / 2
  );
  const height = heights.reduce((sum, one) => sum + one, 0);
  const names = labels.map((lines, index) => {
    const y = (middles[index] ?? 0) - (lines.length - 1) * LINE / 2 + SIZES.label * 0.36;
    return textLines(lines, { x: LEFT - 8, y, anchor: "end" });
  });
  const plot = drawSpreads(spreads, { ...options, middles, height });
  const body = names.join("") + placed(plot.svg, LEFT, 0);
  return {
    svg: `<g fill="${INK.text}">${head.svg}${placed(body, 0, head.height)}</g>`,
    width: INNER,
    height: head.height + plot.height,
  };
}

function panelHead({ title, note }: PanelOptions): SvgPart {
  const besides = textWidth(title, SIZES.label) * 1.1 + 12 + textWidth(note, SIZES.label) < INNER;
  const lines = besides || note === "" ? [] : wrapText(note, { width: INNER, size: SIZES.label });
  return {
    svg: textLines([title], { bold: true }) +
      (besides
        ? textLines([note], { x: INNER, anchor: "end", colour: INK.quiet })
        : textLines(lines, { y: SIZES.label + LINE, colour: INK.quiet })),
    width: INNER,
    height: (1 + lines.length) * LINE + 3,
  };
}

interface SpreadOptions extends PanelOptions {
  /** The middle of each row, and the height of all, in pixels. */
  middles: readonly number[];
  height: number;
}

function drawSpreads(spreads: readonly Spread[], options: SpreadOptions): SvgPart {
  const { middles, height, reach, isLast } = options;
  const bottom = isLast ? AXIS_HEIGHT : 0;
  const y = (spread: Spread) => middles[spreads.indexOf(spread)] ?? 0;
  const known = spreads.filter(({ shares }) => shares > 0);
  const ticks = [-reach, -reach / 2, 0, reach / 2, reach];
  return renderPlot({
    ...{ width: INNER - LEFT, height: height + bottom },
    ...{ marginLeft: 10, marginRight: 16, marginTop: 0, marginBottom: bottom },
    x: { domain: [-reach, reach], axis: null },
    y: { domain: [0, height], range: [0, height], axis: null },
    marks: [
      ...gridLines(ticks),
      Plot.ruleY(known, { y, x1: "lowest", x2: "highest", stroke: INK.text, strokeWidth: 1.2 }),
      Plot.ruleY(known, { y, x1: "low", x2: "high", stroke: SHARE_STEPS[3], strokeWidth: 7 }),
      Plot.ruleX(known, {
        ...{ x: "median", y1: (one: Spread) => y(one) - 5, y2: (one: Spread) => y(one) + 5 },
        ...{ stroke: INK.text, strokeWidth: 2 },
      }),
      Plot.text(spreads.filter(({ shares }) => shares === 0), {
        ...{ x: 0, y, dx: 4, textAnchor: "start", fill: INK.quiet, text: () => "no answers" },
      }),
      ...(isLast
        ? [percentAxis({ ticks, label: "Difference from the reported share (points)" })]
        : []),
    ],
  });
}

/** The next step up from the largest difference. */
function reachOf(spreads: readonly Spread[]): number {
  const largest = Math.max(
    0,
    ...spreads.flatMap(({ lowest, highest }) => [
      Math.abs(lowest ?? 0),
      Math.abs(highest ?? 0),
    ]),
  );
  return [0.02, 0.04, 0.1, 0.2, 0.4, 0.6, 0.8].find((step) => largest <= step) ?? 1;
}

function describe({ axis, setting, shares, lowest, median, highest }: Spread): string {
  const what = figureText(`${AXIS_WORDS[axis]}, ${setting}`);
  if (lowest === null || median === null || highest === null) return `${what}: no answers.`;
  const points = (value: number) => (value * 100).toFixed(1).replace("-", "−");
  return `${what} (${shares} shares): from ${points(lowest)} to ${points(highest)} points, ` +
    `median ${points(median)}.`;
}
