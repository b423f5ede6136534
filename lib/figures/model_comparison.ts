import * as Plot from "@observablehq/plot";
import type { ComparisonRow } from "../analysis/comparison_row.ts";
import type { AnalysisTables } from "../analysis/compute_tables.ts";
import { acceptedTechniques, type ConformanceRow } from "../analysis/conformance.ts";
import { labelOf } from "../base/vocabulary.ts";
import { AXIS_HEIGHT, gridLines, intervalMarks, percentAxis } from "./_interval_marks.ts";
import { type ModelLabels, modelLabels } from "./_model_labels.ts";
import { pairLegend, pairTable } from "./_pair_table.ts";
import { LINE, placed, textLines } from "./_text_lines.ts";
import type { Figure } from "./figure.ts";
import { figureText, textWidth, wrapText } from "./figure_text.ts";
import { renderPlot, type SvgPart } from "./render_plot.ts";
import { renderSvg } from "./render_svg.ts";
import { describeConformance, percent } from "./share_words.ts";
import { INK, SIZES } from "./theme.ts";

/** What {@linkcode modelComparison} shows. */
export interface ModelComparisonRows {
  /** Shares of answers as expected; models and datasets appear in the order of these rows. */
  conformance: readonly ConformanceRow[];
  /** Differences between pairs of models; only those `as_expected` are shown. */
  comparisons: readonly ComparisonRow[];
}

/**
 * How often models answer as the study expects, one panel per dataset: dots with intervals and,
 * beside them, a table of all pairs that shows which differences stand.
 */
export function modelComparison(
  { conformance, comparisons }: ModelComparisonRows,
  source: AnalysisTables["source"],
): Figure {
  const pairs = comparisons.filter(({ outcome }) => outcome === "as_expected");
  const layout = layOut(conformance, pairs);
  const panels = [
    ...Map.groupBy(conformance, ({ dataset, expected }) => JSON.stringify([dataset, expected]))
      .values(),
  ];
  return renderSvg({
    name: "model_comparison",
    title: "Which models answer as expected more often than others?",
    subtitle: subtitleOf(conformance, pairs),
    legend: pairLegend(pairs, layout.models),
    panels: [
      ...layout.names.key,
      ...panels.map((rows, index) =>
        drawPanel({ rows, pairs }, { layout, isLast: index === panels.length - 1 })
      ),
    ],
    caption: captionOf(conformance, pairs),
    description: [describeConformance({ conformance }), ...pairs.map(describePair)].join("\n"),
    source,
  });
}

interface Layout {
  models: readonly string[];
  names: ModelLabels;
  /** Where the dots' plot begins, its width, and the room for n behind it. */
  left: number;
  plot: number;
  count: number;
  /** Width of a cell of the table of pairs; 0 where there is none. */
  cell: number;
  /** Height of a row. */
  row: number;
}

const INNER = SIZES.width - 2 * SIZES.margin;

function layOut(rows: readonly ConformanceRow[], pairs: readonly ComparisonRow[]): Layout {
  const models = [...new Set(rows.map(({ model }) => model))];
  const cell = pairs.length === 0 ? 0 : Math.min(18, Math.max(11.5, 126 / models.length));
  // Nine models and seven datasets still fit on a page.
  const row = models.length < 8 ? 14.5 : 13.5;
  const names = modelLabels(models, { width: 128, numbered: pairs.length > 0 });
  const left = names.width + 8;
  const most = Math.max(0, ...rows.map(({ n }) => n));
  const count = textWidth(most.toLocaleString("en"), SIZES.label) + 12;
  const table = cell === 0 ? 0 : cell * models.length + 10;
  return { models, names, left, plot: INNER - left - count - table, count, cell, row };
}

interface PanelRows {
  rows: readonly ConformanceRow[];
  pairs: readonly ComparisonRow[];
}

interface PanelOptions {
  layout: Layout;
  /** Whether it carries the axis of all. */
  isLast: boolean;
}

function drawPanel({ rows, pairs }: PanelRows, { layout, isLast }: PanelOptions): SvgPart {
  const { models, names, left, plot, count, cell, row: step } = layout;
  const head = panelHead(rows, layout);
  const dots = drawDots(rows, { layout, isLast });
  const baseline = (index: number) => (index + 0.5) * step + SIZES.label * 0.36;
  const labels = models.map((model, index) => {
    const n = rows.find((row) => row.model === model)?.n ?? 0;
    return textLines([names.labels.get(model) ?? ""], {
      ...{ x: left - 6, y: baseline(index), anchor: "end" },
    }) + textLines([n.toLocaleString("en")], {
      ...{ x: left + plot + count - 2, y: baseline(index), anchor: "end" },
    });
  });
  const here = pairs.filter(({ dataset }) => dataset === rows[0]?.dataset);
  const table = cell === 0 ? "" : pairTable(here, layout);
  const body = labels.join("") + placed(dots.svg, left, 0) +
    placed(table, INNER - cell * models.length, 0);
  return {
    svg: `<g fill="${INK.text}">${head.svg}${placed(body, 0, head.height)}</g>`,
    width: INNER,
    height: head.height + dots.height,
  };
}

/** The dataset, what is expected there, and the heads of the columns. */
function panelHead(rows: readonly ConformanceRow[], layout: Layout): SvgPart {
  const { models, left, plot, count, cell } = layout;
  const { dataset = "", expected } = rows[0] ?? {};
  const accepted = expected === undefined ? [] : acceptedTechniques(dataset, expected);
  const names = [...new Set(accepted.map((name) => labelOf(name).toLowerCase()))];
  const words = `expected: ${names.join(" or ")}`;
  const room = left + plot;
  const name = wrapText(labelOf(dataset), { width: room / 1.1, size: SIZES.label });
  const nameWidth = textWidth(name.at(-1) ?? "", SIZES.label) * 1.1 + 8;
  const beside = nameWidth + textWidth(words, SIZES.label) < room;
  const lines = name.length + (beside ? 0 : 1);
  const y = SIZES.label + (lines - 1) * LINE;
  const numbers = cell === 0 ? [] : models.map((_, index) =>
    textLines([String(index + 1)], {
      ...{ x: INNER - (models.length - index - 0.5) * cell, y, anchor: "middle" },
      size: SIZES.small,
    })
  );
  return {
    svg: textLines(name, { bold: true }) +
      textLines([words], { x: beside ? nameWidth : 0, y, colour: INK.quiet }) +
      textLines(["n"], { x: left + plot + count - 2, y, anchor: "end" }) + numbers.join(""),
    width: INNER,
    height: lines * LINE + 3,
  };
}

function drawDots(rows: readonly ConformanceRow[], { layout, isLast }: PanelOptions): SvgPart {
  const { models, plot, row: step } = layout;
  const bottom = isLast ? AXIS_HEIGHT : 0;
  const height = models.length * step;
  const y = ({ model }: ConformanceRow) => models.indexOf(model) + 0.5;
  return renderPlot({
    ...{ width: plot + 12, height: height + bottom },
    ...{ marginLeft: 4, marginRight: 16, marginTop: 0, marginBottom: bottom },
    x: { domain: [0, 1], axis: null },
    y: { domain: [0, models.length], range: [0, height], axis: null },
    marks: [
      ...gridLines(),
      ...intervalMarks(rows, { x: ({ share }) => share, y }),
      Plot.text(rows.filter(({ share }) => share === null), {
        ...{ x: 0, y, textAnchor: "start", dx: 2, fill: INK.quiet, text: () => "no answers" },
      }),
      ...(isLast ? [percentAxis({ label: "Answers as expected (%)" })] : []),
    ],
  });
}

function subtitleOf(rows: readonly ConformanceRow[], pairs: readonly ComparisonRow[]): string {
  if (rows.length === 0) return "The prompts name no expected technique: nothing can be compared.";
  const n = rows.reduce((sum, row) => sum + row.n, 0).toLocaleString("en");
  const shares = `Share of answers as the study expects (${n} answers; n beside each), with 95 % ` +
    `intervals, clustered by item.`;
  if (pairs.length === 0) return shares;
  const stand = pairs.filter(({ stands }) => stands).length;
  return `${shares} Squares: is the row's model above or below the column's, on the prompts that ` +
    `both answered? ${stand} of ${pairs.length} differences stand at a false discovery rate of 5 %.`;
}

function captionOf(rows: readonly ConformanceRow[], pairs: readonly ComparisonRow[]): string {
  const datasets = new Map<string, Set<string>>();
  for (const { dataset, expected } of rows) {
    datasets.set(dataset, (datasets.get(dataset) ?? new Set()).add(expected));
  }
  const isMixed = [...datasets.values()].some((expected) => expected.size > 1);
  return isMixed && pairs.length > 0
    ? "Where a dataset expects several techniques, its squares are of all its prompts together."
    : "";
}

function describePair(pair: ComparisonRow): string {
  const { dataset, model_a, model_b, difference, low, high, p_adjusted, stands } = pair;
  const what = figureText(`${labelOf(dataset)}, ${model_a} less ${model_b}`);
  if (difference === null) return `${what}: not compared.`;
  const points = (value: number | null) => value === null ? "–" : signed(value);
  const p = p_adjusted === null ? "untested" : `adjusted p = ${p_adjusted.toPrecision(2)}`;
  return `${what}: ${points(difference)} points [${points(low)}, ${points(high)}], ${p}` +
    `${stands ? ", stands" : ""}.`;
}

function signed(value: number): string {
  const size = percent(Math.abs(value));
  return value < 0 ? `−${size}` : size;
}
