import type { AnalysisTables } from "../analysis/compute_tables.ts";
import type { GroupedShareRow } from "../analysis/grouped_share_row.ts";
import { labelOf, TECHNIQUES } from "../base/vocabulary.ts";
import { modelLabels } from "./_model_labels.ts";
import { LINE, placed, textLines } from "./_text_lines.ts";
import { type Column, HEIGHT, styleOf, wordingBars, wordingNumbers } from "./_wording_bars.ts";
import type { Figure } from "./figure.ts";
import { figureText, textWidth, wrapText } from "./figure_text.ts";
import type { SvgPart } from "./render_plot.ts";
import { renderSvg } from "./render_svg.ts";
import { percent, widestInterval } from "./share_words.ts";
import { INK, SIZES, TECHNIQUE_COLOURS } from "./theme.ts";

/**
 * Whether the wording of a prompt matters: a small panel per model and dataset, one stacked bar per
 * wording; direct wordings (0–9) stand apart from situated ones (10–19).
 *
 * @param rows Shares by format; those by anything else are not shown. Models and datasets appear in
 *   the order of the rows; datasets with one wording only are left out and named in the caption.
 */
export function formatMultiples(
  rows: readonly GroupedShareRow[],
  source: AnalysisTables["source"],
): Figure {
  const byFormat = rows.filter(({ by }) => by === "format");
  const datasets = [...Map.groupBy(byFormat, ({ dataset }) => dataset)].map(
    ([dataset, ofDataset]): Column => ({ dataset, wordings: wordingsOf(ofDataset) }),
  );
  const shown = datasets.filter(({ wordings }) => wordings.length > 1);
  const known = byFormat.filter(({ dataset }) => shown.some((one) => one.dataset === dataset));
  return renderSvg({
    name: "format_multiples",
    title: "Does the wording change the technique?",
    subtitle: subtitleOf(known),
    legend: TECHNIQUES.map((name) => ({ colour: TECHNIQUE_COLOURS[name], label: labelOf(name) })),
    panels: drawBlocks(known, shown),
    caption: captionOf(known, { all: datasets, shown }),
    description: describe(known),
    source,
  });
}

/** Numbers in their order, then what isn't a number. */
function wordingsOf(rows: readonly GroupedShareRow[]): string[] {
  const groups = [...new Set(rows.map(({ group }) => group))];
  const place = (group: string) => /^\d+$/.test(group) ? Number(group) : Infinity;
  return groups.sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}

const INNER = SIZES.width - 2 * SIZES.margin;
const GUTTER = 8;
const NAME = 80;
const MOST_COLUMNS = 5;

/** Rows of panels below one another; more than five datasets go into several blocks. */
function drawBlocks(rows: readonly GroupedShareRow[], columns: readonly Column[]): SvgPart[] {
  const models = [...new Set(rows.map(({ model }) => model))];
  const { names, key } = rowNames(models);
  const blocks = Math.ceil(columns.length / MOST_COLUMNS);
  const each = Math.ceil(columns.length / Math.max(1, blocks));
  const drawn = Array.from({ length: blocks }, (_, block) => {
    const here = columns.slice(block * each, (block + 1) * each);
    return drawBlock(rows, { models, names, columns: here, each });
  });
  return [...key, ...drawn];
}

/** Names on up to three lines, as rows are high; where one is longer, numbers and a key. */
function rowNames(models: readonly string[]) {
  const names = models.map((model) => wrapText(model, { width: NAME, size: SIZES.label }));
  if (names.every((lines) => lines.length <= 3)) return { names, key: [] };
  const { labels, key } = modelLabels(models, { width: NAME });
  return { names: models.map((model) => [labels.get(model) ?? ""]), key };
}

interface BlockOptions {
  models: readonly string[];
  /** The lines of each model's label. */
  names: readonly string[][];
  columns: readonly Column[];
  /** Columns of a full block: all blocks have panels of one width. */
  each: number;
}

function drawBlock(rows: readonly GroupedShareRow[], options: BlockOptions): SvgPart {
  const { models, names, columns, each } = options;
  const widest = Math.max(...names.flat().map((line) => textWidth(line, SIZES.label)));
  const left = Math.min(NAME, widest) + 8;
  const width = (INNER - left - (each - 1) * GUTTER) / each;
  const at = (place: number) => left + place * (width + GUTTER);
  const heads = drawHeads(columns, { width, at });
  const parts = [heads.svg];
  for (const [index, model] of models.entries()) {
    const y = heads.height + index * (HEIGHT + 5);
    const name = names[index] ?? [];
    const first = y + HEIGHT / 2 - (name.length - 1) * LINE / 2 + SIZES.label * 0.36;
    parts.push(textLines(name, { x: left - 6, y: first, anchor: "end" }));
    columns.forEach((column, place) => {
      const here = rows.filter((row) => row.model === model && row.dataset === column.dataset);
      parts.push(placed(wordingBars(here, { column, width }), at(place), y));
    });
  }
  const bottom = heads.height + models.length * (HEIGHT + 5);
  columns.forEach((column, place) =>
    parts.push(placed(wordingNumbers(column, width), at(place), bottom - 3))
  );
  return { svg: `<g fill="${INK.text}">${parts.join("")}</g>`, width: INNER, height: bottom + 11 };
}

interface HeadsOptions {
  /** Width of a column in pixels, and where each begins. */
  width: number;
  at: (place: number) => number;
}

/** The datasets' names above the columns; they may run into the gap behind. */
function drawHeads(columns: readonly Column[], { width, at }: HeadsOptions): SvgPart {
  const heads = columns.map(({ dataset }) =>
    wrapText(labelOf(dataset), { width: width + GUTTER - 2, size: SIZES.small })
  );
  const height = Math.max(...heads.map((head) => head.length)) * LINE + 4;
  const svg = heads.map((head, place) => {
    const y = height - 7 - (head.length - 1) * LINE;
    return textLines(head, { x: at(place), y, size: SIZES.small });
  });
  return { svg: svg.join(""), width: INNER, height };
}

function subtitleOf(rows: readonly GroupedShareRow[]): string {
  if (rows.length === 0) return "No dataset has answers to more than one wording.";
  const n = rows.filter(({ technique }) => technique === TECHNIQUES[0])
    .reduce((sum, row) => sum + row.n, 0);
  return `Share of each technique, one bar of 100 % per wording, by the wording's number: 0–9 ` +
    `direct, 10–19 situated. ${
      n.toLocaleString("en")
    } answers. 95 % intervals, clustered by item, ` +
    `reach ${widestInterval(rows)}.`;
}

interface Columns {
  all: readonly Column[];
  shown: readonly Column[];
}

function captionOf(rows: readonly GroupedShareRow[], { all, shown }: Columns): string {
  const single = all.filter((column) => !shown.includes(column)).map(({ dataset }) =>
    labelOf(dataset)
  );
  const models = new Set(rows.map(({ model }) => model)).size;
  const bars = models * shown.reduce((sum, { wordings }) => sum + wordings.length, 0);
  const drawn = rows.filter(({ technique, n }) => technique === TECHNIQUES[0] && n > 0).length;
  const hasOthers = shown.some(({ wordings }) => wordings.some((one) => styleOf(one) === "other"));
  return [
    ...(drawn < bars ? ["White: no answer with a technique."] : []),
    ...(hasOthers ? ["…: wordings with other numbers, or none."] : []),
    ...(single.length === 0
      ? []
      : [`With one wording only, and so left out: ${single.join("; ")}.`]),
  ].join(" ");
}

/** How far wordings differ, in words: each technique's lowest and highest share. */
function describe(rows: readonly GroupedShareRow[]): string {
  const cells = Map.groupBy(rows, ({ model, dataset }) => JSON.stringify([model, dataset]));
  return [...cells.values()].map((cell) => {
    const { model = "", dataset = "" } = cell[0] ?? {};
    const parts = TECHNIQUES.flatMap((technique) => {
      const known = cell.flatMap((row) =>
        row.technique === technique && row.share !== null ? [row.share] : []
      );
      const [low, high] = [Math.min(...known), Math.max(...known)];
      if (known.length === 0 || high === 0) return [];
      return [`${labelOf(technique).toLowerCase()} ${percent(low)} to ${percent(high)} %`];
    });
    return `${figureText(`${model}, ${labelOf(dataset)}`)}, over wordings: ${
      parts.join(", ") || "no answers"
    }.`;
  }).join("\n");
}
