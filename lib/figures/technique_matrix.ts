import * as Plot from "@observablehq/plot";
import type { AnalysisTables } from "../analysis/compute_tables.ts";
import { labelOf, TECHNIQUES } from "../base/vocabulary.ts";
import type { Figure } from "./figure.ts";
import { svgText } from "./figure_text.ts";
import { renderPlot, type SvgPart } from "./render_plot.ts";
import { renderSvg, swatch } from "./render_svg.ts";
import { percent } from "./share_words.ts";
import { INK, SHARE_STEPS, shareColour, SIZES, TECHNIQUE_COLOURS } from "./theme.ts";

/** A table of the six techniques by the six, as a figure shows it. */
export interface TechniqueMatrix {
  /** The file's stem: `judge_confusion`. */
  name: string;
  /** The question it answers. */
  title: string;
  /** What is counted, and of how many. */
  subtitle: string;
  /** `counts[row][column]`, rows and columns in code order. */
  counts: readonly (readonly number[])[];
  /** What each row's shares are of; in code order. Default: the row's sum. */
  totals?: readonly number[];
  /** What the rows are: `what people say`. */
  rows: string;
  /** What the columns are: `what the judge says`. */
  columns: string;
  /** Whether the diagonal is agreement, and so outlined. Default: true. */
  outlined?: boolean;
  source: AnalysisTables["source"];
}

/**
 * A heat map of two labels of the same answers: the share of each row in the cell, its colour, and
 * the row's n beside it. It serves as confusion matrix and as table of techniques that go together.
 */
export function techniqueMatrix(matrix: TechniqueMatrix): Figure {
  const cells = cellsOf(matrix);
  return renderSvg({
    name: matrix.name,
    title: matrix.title,
    subtitle: matrix.subtitle,
    legend: SHARE_STEPS.map((colour, index) => ({
      colour,
      label: index === 4 ? "100 % of the row" : `${index * 25} %`,
    })),
    panels: [drawPanel(matrix, cells)],
    caption: `Rows: ${matrix.rows}. Columns: ${matrix.columns}.`,
    description: describe(matrix, cells),
    source: matrix.source,
  });
}

/** One cell: the share is null where the row has no answers. */
interface Cell {
  row: number;
  column: number;
  count: number;
  total: number;
  share: number | null;
}

function cellsOf({ counts, totals }: TechniqueMatrix): Cell[] {
  return TECHNIQUES.flatMap((_, row) => {
    const line = counts[row] ?? [];
    const total = totals?.[row] ?? line.reduce((sum, count) => sum + count, 0);
    return TECHNIQUES.map((_, column) => {
      const count = line[column] ?? 0;
      return { row, column, count, total, share: total === 0 ? null : count / total };
    });
  });
}

const LEFT = 150;
const CELL = 44;
const ROW = 30;
const HEADS = 122;
const RIGHT = 60;

function drawPanel(matrix: TechniqueMatrix, cells: readonly Cell[]): SvgPart {
  const size = CELL * TECHNIQUES.length;
  const height = ROW * TECHNIQUES.length;
  const body = drawCells(cells, { width: size, height, outlined: matrix.outlined ?? true });
  const names = TECHNIQUES.map((name, row) => {
    const y = (row + 0.5) * ROW + SIZES.label * 0.36;
    const total = cells[row * TECHNIQUES.length]?.total ?? 0;
    return `<text x="${LEFT - 24}" y="${y.toFixed(1)}" text-anchor="end">${labelOf(name)}</text>` +
      `<g transform="translate(${LEFT - 18},${(y - 9).toFixed(1)})">` +
      `${swatch(TECHNIQUE_COLOURS[name], 10)}</g>` +
      `<text x="${LEFT + size + RIGHT - 8}" y="${y.toFixed(1)}" text-anchor="end">` +
      `${svgText(total.toLocaleString("en"))}</text>`;
  });
  const heads = TECHNIQUES.map((name, column) => {
    const x = LEFT + (column + 0.5) * CELL;
    return `<g transform="translate(${x - 5},${HEADS - 14})">` +
      `${swatch(TECHNIQUE_COLOURS[name], 10)}</g>` +
      `<text transform="translate(${x + 4},${HEADS - 18}) rotate(-60)">${labelOf(name)}</text>`;
  });
  return {
    svg: `<g font-size="${SIZES.label}" fill="${INK.text}">${heads.join("")}` +
      `<text x="${LEFT + size + RIGHT - 8}" y="${HEADS - 6}" text-anchor="end">n</text>` +
      `<g transform="translate(0,${HEADS})">${names.join("")}` +
      `<g transform="translate(${LEFT},0)">${body.svg}</g></g></g>`,
    width: LEFT + size + RIGHT,
    height: HEADS + height,
  };
}

function drawCells(
  cells: readonly Cell[],
  { width, height, outlined }: { width: number; height: number; outlined: boolean },
): SvgPart {
  const box = {
    x1: (cell: Cell) => cell.column,
    x2: (cell: Cell) => cell.column + 1,
    y1: (cell: Cell) => cell.row,
    y2: (cell: Cell) => cell.row + 1,
  };
  const diagonal = outlined ? cells.filter(({ row, column }) => row === column) : [];
  return renderPlot({
    ...{ width, height, margin: 0 },
    x: { domain: [0, TECHNIQUES.length], range: [0, width], axis: null },
    y: { domain: [0, TECHNIQUES.length], range: [0, height], axis: null },
    marks: [
      Plot.rect(cells, {
        ...box,
        fill: ({ share }: Cell) => share === null ? "#ececec" : shareColour(share),
        ...{ stroke: INK.line, strokeWidth: 0.4 },
      }),
      Plot.rect(diagonal, { ...box, fill: "none", stroke: INK.card, strokeWidth: 4, inset: 1.5 }),
      Plot.rect(diagonal, {
        ...box,
        fill: "none",
        stroke: "#000000",
        strokeWidth: 1.6,
        inset: 1.5,
      }),
      Plot.text(cells, {
        x: (cell: Cell) => cell.column + 0.5,
        y: (cell: Cell) => cell.row + 0.5,
        text: ({ share }: Cell) => share === null ? "–" : percent(share),
        fill: ({ share }: Cell) =>
          (share ?? 0) > 0.6 ? INK.card : share === 0 ? INK.line : INK.text,
        fontSize: SIZES.small,
      }),
    ],
  });
}

function describe({ rows, columns }: TechniqueMatrix, cells: readonly Cell[]): string {
  const lines = TECHNIQUES.map((name, row) => {
    const line = cells.filter((cell) => cell.row === row);
    const parts = line.filter(({ count }) => count > 0).map(({ column, share }) =>
      `${labelOf(TECHNIQUES[column] ?? "").toLowerCase()} ${percent(share ?? 0)} %`
    );
    return `${labelOf(name)} (n = ${line[0]?.total ?? 0}): ${parts.join(", ") || "none"}.`;
  });
  return [`Rows: ${rows}. Columns: ${columns}.`, ...lines].join("\n");
}
