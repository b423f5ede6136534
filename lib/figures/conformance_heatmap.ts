import * as Plot from "@observablehq/plot";
import type { AnalysisTables } from "../analysis/compute_tables.ts";
import { acceptedTechniques } from "../analysis/conformance.ts";
import type { IntervalRow } from "../analysis/distributions.ts";
import { labelOf, TECHNIQUES } from "../base/vocabulary.ts";
import type { Figure } from "./figure.ts";
import { svgText, wrapText } from "./figure_text.ts";
import { renderPlot, type SvgPart } from "./render_plot.ts";
import { renderSvg, swatch } from "./render_svg.ts";
import { describeConformance, describeShares, leftOut, percent } from "./share_words.ts";
import { INK, SHARE_STEPS, shareColour, SIZES, TECHNIQUE_COLOURS } from "./theme.ts";

/**
 * Expected against observed technique: one panel per model, one row per dataset, one column per
 * technique; the share as a number in each cell, the cell that the study expects outlined.
 */
export function conformanceHeatmap(tables: AnalysisTables): Figure {
  const { distributions, source } = tables;
  const n = distributions.filter((row) => row.technique === "refusal")
    .reduce((sum, row) => sum + row.n, 0);
  return renderSvg({
    name: "conformance_heatmap",
    ...wordsOf(tables, n),
    legend: SHARE_STEPS.map((colour, index) => ({
      colour,
      label: index === 4 ? "100 % of answers" : `${index * 25} %`,
    })),
    panels: drawRows(tables),
    caption: leftOut(tables),
    description: tables.expected.size === 0
      ? describeShares(distributions)
      : describeConformance(tables),
    source,
  });
}

/** Title and subtitle; prompts from elsewhere may name no technique as expected. */
function wordsOf({ expected }: AnalysisTables, n: number): { title: string; subtitle: string } {
  const what = `Per cent of the answers to each dataset, ${n.toLocaleString("en")} answers in all.`;
  if (expected.size === 0) {
    return {
      title: "Which technique meets which question?",
      subtitle: `${what} The prompts name no expected technique. The 95 % intervals are in ` +
        `tables/distributions.csv.`,
    };
  }
  return {
    title: "Do models answer as expected?",
    subtitle: `${what} Outlined: what the study expects; dashed: accepted as well. The 95 % ` +
      `intervals are in tables/conformance.csv.`,
  };
}

const INNER = SIZES.width - 2 * SIZES.margin;
const LEFT = 150;
const GUTTER = 14;
const HEADS = 122;

/** Rows of panels, two to a row where there are two models or more. */
function drawRows(tables: AnalysisTables): SvgPart[] {
  const { models } = tables;
  const perRow = Math.min(2, models.length);
  const cell = Math.min(34, (INNER - LEFT - (perRow - 1) * GUTTER) / perRow / TECHNIQUES.length);
  const rows: SvgPart[] = [];
  for (let first = 0; first < models.length; first += perRow) {
    const shown = models.slice(first, first + perRow);
    rows.push(drawRow(tables, { models: shown, cell, withHeads: first === 0 }));
  }
  return rows;
}

interface RowOptions {
  models: readonly string[];
  /** Width of a cell in pixels. */
  cell: number;
  /** Whether the techniques' names stand above. */
  withHeads: boolean;
}

function drawRow(tables: AnalysisTables, { models, cell, withHeads }: RowOptions): SvgPart {
  const panelWidth = cell * TECHNIQUES.length;
  const names = models.map((model) =>
    wrapText(model, { width: (panelWidth + (models.length === 1 ? LEFT : 0)) / 1.1, size: LABEL })
  );
  const nameHeight = Math.max(...names.map((lines) => lines.length)) * 15 + 2;
  const labels = datasetLabels(tables);
  const body = labels.reduce((sum, label) => sum + label.height, 0);
  const top = nameHeight + (withHeads ? HEADS : 16);
  const drawn = models.map((model, index) => {
    const x = LEFT + index * (panelWidth + GUTTER);
    const head = (names[index] ?? []).map((line, number) =>
      `<text y="${LABEL + number * 15}" font-weight="bold">${svgText(line)}</text>`
    ).join("");
    return `<g transform="translate(${x},0)">${head}` +
      `<g transform="translate(0,${top})">${columnHeads(cell, withHeads)}` +
      `${drawCells(tables, { model, cell, labels }).svg}</g></g>`;
  });
  return {
    svg: `<g font-size="${LABEL}" fill="${INK.text}">` +
      `<g transform="translate(0,${top})">${rowLabels(labels)}</g>${drawn.join("")}</g>`,
    width: INNER,
    height: top + body,
  };
}

const LABEL = SIZES.label;

interface DatasetLabel {
  dataset: string;
  lines: string[];
  height: number;
}

function datasetLabels({ datasets }: AnalysisTables): DatasetLabel[] {
  return datasets.map((dataset) => {
    const lines = wrapText(labelOf(dataset), { width: LEFT - 8, size: LABEL });
    return { dataset, lines, height: Math.max(20, lines.length * 13.5 + 5) };
  });
}

function rowLabels(labels: readonly DatasetLabel[]): string {
  let y = 0;
  return labels.map(({ lines, height }) => {
    const first = y + height / 2 - (lines.length - 1) * 6.75 + LABEL * 0.36;
    y += height;
    return lines.map((line, index) =>
      `<text x="${LEFT - 7}" y="${(first + index * 13.5).toFixed(1)}" text-anchor="end">` +
      `${svgText(line)}</text>`
    ).join("");
  }).join("");
}

/** The techniques' colours above the columns and, in the first row of panels, their names. */
function columnHeads(cell: number, withNames: boolean): string {
  return TECHNIQUES.map((name, index) => {
    const x = (index + 0.5) * cell;
    const square = `<g transform="translate(${(x - 5).toFixed(1)},-13)">` +
      `${swatch(TECHNIQUE_COLOURS[name], 10)}</g>`;
    if (!withNames) return square;
    return `${square}<text transform="translate(${(x + 4).toFixed(1)},-17) rotate(-68)" ` +
      `font-size="${SIZES.small - 1}">${labelOf(name)}</text>`;
  }).join("");
}

interface CellsOptions {
  model: string;
  cell: number;
  labels: readonly DatasetLabel[];
}

function drawCells(tables: AnalysisTables, { model, cell, labels }: CellsOptions): SvgPart {
  const rows = tables.distributions.filter((row) => row.model === model);
  const tops = new Map<string, number>();
  let height = 0;
  for (const label of labels) {
    tops.set(label.dataset, height);
    height += label.height;
  }
  const heights = new Map(labels.map((label) => [label.dataset, label.height]));
  const column = (row: IntervalRow) => TECHNIQUES.indexOf(row.technique);
  const top = (row: IntervalRow) => tops.get(row.dataset) ?? 0;
  const bottom = (row: IntervalRow) => top(row) + (heights.get(row.dataset) ?? 0);
  const box = { x1: column, x2: (row: IntervalRow) => column(row) + 1, y1: top, y2: bottom };
  const width = cell * TECHNIQUES.length;
  return renderPlot({
    ...{ width, height, margin: 0 },
    x: { domain: [0, TECHNIQUES.length], range: [0, width], axis: null },
    y: { domain: [0, height], range: [0, height], axis: null },
    marks: [
      Plot.rect(rows, {
        ...box,
        fill: (row: IntervalRow) => row.share === null ? "#ececec" : shareColour(row.share),
        ...{ stroke: INK.line, strokeWidth: 0.4 },
      }),
      ...outlines(tables, { rows, box }),
      Plot.text(rows, {
        x: (row: IntervalRow) => column(row) + 0.5,
        y: (row: IntervalRow) => (top(row) + bottom(row)) / 2,
        text: (row: IntervalRow) => row.share === null ? "–" : percent(row.share),
        fill: (row: IntervalRow) => textColour(row.share ?? 0),
        fontSize: (row: IntervalRow) => row.share !== null && row.share > 0.995 ? 10 : SIZES.small,
      }),
    ],
  });
}

/** Colours of the numbers: quiet zeros, white on dark cells. */
function textColour(share: number): string {
  if (share === 0) return INK.line;
  return share > 0.6 ? INK.card : INK.text;
}

interface OutlineOptions {
  rows: readonly IntervalRow[];
  box: Plot.RectOptions;
}

function outlines({ expected }: AnalysisTables, { rows, box }: OutlineOptions): Plot.Markish[] {
  const isExpected = ({ dataset, technique }: IntervalRow) =>
    (expected.get(dataset) ?? []).includes(technique);
  const isAccepted = (row: IntervalRow) =>
    !isExpected(row) &&
    (expected.get(row.dataset) ?? []).some((name) =>
      acceptedTechniques(row.dataset, name).includes(row.technique)
    );
  // Two lines, so that the outline shows on white, on the darkest cell and in grey.
  const pale = { ...box, fill: "none", stroke: INK.card, strokeWidth: 4, inset: 1.5 };
  const dark = { ...pale, stroke: "#000000", strokeWidth: 1.8 };
  return [
    Plot.rect(rows.filter((row) => isExpected(row) || isAccepted(row)), pale),
    Plot.rect(rows.filter(isExpected), dark),
    Plot.rect(rows.filter(isAccepted), { ...dark, strokeDasharray: "3.5 2.5" }),
  ];
}
