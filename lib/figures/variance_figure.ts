import * as Plot from "@observablehq/plot";
import type { AnalysisTables } from "../analysis/compute_tables.ts";
import {
  VARIANCE_SOURCES,
  type VarianceRow,
  type VarianceSource,
} from "../analysis/variance_row.ts";
import { labelOf, TECHNIQUES } from "../base/vocabulary.ts";
import { AXIS_HEIGHT, gridLines, intervalMarks, percentAxis } from "./_interval_marks.ts";
import { LINE, placed, textLines } from "./_text_lines.ts";
import type { Figure } from "./figure.ts";
import { textWidth } from "./figure_text.ts";
import { renderPlot, type SvgPart } from "./render_plot.ts";
import { renderSvg } from "./render_svg.ts";
import { percent } from "./share_words.ts";
import { INK, SIZES } from "./theme.ts";

/**
 * Where answers differ: one panel per outcome, one row per source of variance, its share of the
 * whole with its interval.
 */
export function varianceFigure(
  rows: readonly VarianceRow[],
  source: AnalysisTables["source"],
): Figure {
  const outcomes = OUTCOMES.filter((outcome) => rows.some((row) => row.outcome === outcome));
  const sources = VARIANCE_SOURCES.filter((name) => rows.some((row) => row.source === name));
  return renderSvg({
    name: "variance_components",
    title: "Where do differences between answers come from?",
    subtitle: rows.length === 0
      ? "No answer has a technique."
      : "Share of the variance of whether an answer uses a technique, by source, with 95 % " +
        "intervals; the sources of a panel add up to 100 %. In brackets how many of each there are.",
    legend: [],
    panels: drawGrid(rows, { outcomes, sources }),
    caption: rows.some(({ share }) => share === null)
      ? "–: cannot be told apart in these data."
      : "",
    description: rows.map(describe).join("\n"),
    source,
  });
}

type Outcome = VarianceRow["outcome"];

const OUTCOMES: readonly Outcome[] = ["all", "as_expected", ...TECHNIQUES];

function titleOf(outcome: Outcome): string {
  return outcome === "all" ? "All techniques" : labelOf(outcome);
}

const SOURCE_WORDS: Readonly<Record<VarianceSource, string>> = {
  dataset: "Dataset",
  item: "Item",
  format: "Wording",
  model: "Model",
  model_by_dataset: "Model by dataset",
  model_by_item: "Model by item",
  judge: "Judge",
  repeat: "Repeat",
  residual: "Rest",
};

const INNER = SIZES.width - 2 * SIZES.margin;
const GUTTER = 26;
const ROW = 15;

interface GridOptions {
  outcomes: readonly Outcome[];
  sources: readonly VarianceSource[];
}

/** Panels in rows of two; the names of the sources stand at the left of each row. */
function drawGrid(rows: readonly VarianceRow[], { outcomes, sources }: GridOptions): SvgPart[] {
  const perRow = Math.min(2, outcomes.length);
  const names = sources.map((name) => {
    const levels = Math.max(...rows.filter((row) => row.source === name).map((row) => row.levels));
    // Of the rest there are as many as answers: the number would say nothing.
    const count = name === "residual" ? "" : ` (${levels.toLocaleString("en")})`;
    return SOURCE_WORDS[name] + count;
  });
  const left = Math.max(0, ...names.map((name) => textWidth(name, SIZES.label))) + 10;
  const width = (INNER - left - (perRow - 1) * GUTTER) / perRow;
  const parts: SvgPart[] = [];
  for (let first = 0; first < outcomes.length; first += perRow) {
    const isLast = first + perRow >= outcomes.length;
    const height = LINE + 5 + sources.length * ROW + (isLast ? AXIS_HEIGHT : 0);
    const labels = names.map((name, index) =>
      textLines([name], {
        ...{ x: left - 8, y: LINE + 5 + (index + 0.5) * ROW + SIZES.label * 0.36, anchor: "end" },
      })
    );
    const panels = outcomes.slice(first, first + perRow).map((outcome, index) => {
      const here = rows.filter((row) => row.outcome === outcome);
      // In the last row, and where there is no panel below.
      const isLowest = first + index + perRow >= outcomes.length;
      const panel = drawPanel(here, { sources, width, isLast: isLowest });
      const title = textLines([titleOf(outcome)], { x: 4, bold: true });
      return placed(title + placed(panel.svg, 0, LINE + 5), left + index * (width + GUTTER), 0);
    });
    const svg = `<g fill="${INK.text}">${labels.join("")}${panels.join("")}</g>`;
    parts.push({ svg, width: INNER, height });
  }
  return parts;
}

interface PanelOptions {
  sources: readonly VarianceSource[];
  width: number;
  isLast: boolean;
}

function drawPanel(
  rows: readonly VarianceRow[],
  { sources, width, isLast }: PanelOptions,
): SvgPart {
  const bottom = isLast ? AXIS_HEIGHT : 0;
  const y = ({ source }: VarianceRow) => sources.indexOf(source) + 0.5;
  const unknown = rows.filter(({ share }) => share === null);
  return renderPlot({
    ...{ width: width + 14, height: sources.length * ROW + bottom },
    ...{ marginLeft: 4, marginRight: 18, marginTop: 0, marginBottom: bottom },
    x: { domain: [0, 1], axis: null },
    y: { domain: [0, sources.length], range: [0, sources.length * ROW], axis: null },
    marks: [
      ...gridLines(),
      ...intervalMarks(rows, { x: ({ share }) => share, y }),
      Plot.text(unknown, { x: 0, y, textAnchor: "start", dx: 2, text: () => "–" }),
      ...(isLast ? [percentAxis({ label: "Share of the variance (%)" })] : []),
    ],
  });
}

function describe({ outcome, source, levels, share, low, high }: VarianceRow): string {
  const what = `${titleOf(outcome)}, ${SOURCE_WORDS[source].toLowerCase()} (${levels})`;
  if (share === null) return `${what}: cannot be told apart.`;
  const interval = low === null || high === null ? "" : ` [${percent(low)}, ${percent(high)}]`;
  return `${what}: ${percent(share)} % of the variance${interval}.`;
}
