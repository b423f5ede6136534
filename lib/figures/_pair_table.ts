import * as Plot from "@observablehq/plot";
import type { ComparisonRow } from "../analysis/comparison_row.ts";
import { renderPlot } from "./render_plot.ts";
import type { LegendEntry } from "./render_svg.ts";
import { DIFFERENCE_COLOURS, INK, SIZES } from "./theme.ts";

/** Options of {@linkcode pairTable}. */
export interface PairTableOptions {
  models: readonly string[];
  /** Size of a cell in pixels. */
  cell: number;
  row: number;
}

interface Cell {
  row: number;
  column: number;
  /** `+`, `−`, blank where no difference stands, `×` where none was tested. */
  sign: "+" | "−" | "" | "×";
}

/**
 * All models by all models: whether the row's model is above (+) or below (−) the column's, where the
 * difference stands.
 *
 * @param pairs Those of one dataset.
 */
export function pairTable(
  pairs: readonly ComparisonRow[],
  { models, cell, row: step }: PairTableOptions,
): string {
  const cells = models.flatMap((a, row) =>
    models.flatMap((b, column): Cell[] =>
      row === column ? [] : [{ row, column, sign: signOf(pairs, a, b) }]
    )
  );
  const [width, height] = [cell * models.length, step * models.length];
  return renderPlot({
    ...{ width, height, margin: 0 },
    x: { domain: [0, models.length], range: [0, width], axis: null },
    y: { domain: [0, models.length], range: [0, height], axis: null },
    marks: [
      Plot.rect(cells, {
        ...{ x1: "column", x2: ({ column }: Cell) => column + 1 },
        ...{ y1: "row", y2: ({ row }: Cell) => row + 1, inset: 0.4 },
        fill: ({ sign }: Cell) => CELL_COLOURS[sign],
        ...{ stroke: INK.line, strokeWidth: 0.3 },
      }),
      Plot.text(cells.filter(({ sign }) => sign !== ""), {
        ...{ x: ({ column }: Cell) => column + 0.5, y: ({ row }: Cell) => row + 0.5 },
        ...{ text: "sign", fontSize: SIZES.small, fontWeight: "bold" },
        fill: ({ sign }: Cell) => sign === "+" ? INK.card : INK.text,
      }),
    ],
  }).svg;
}

const CELL_COLOURS = {
  "+": DIFFERENCE_COLOURS.higher,
  "−": DIFFERENCE_COLOURS.lower,
  "": DIFFERENCE_COLOURS.none,
  "×": INK.card,
} as const;

function signOf(pairs: readonly ComparisonRow[], a: string, b: string): Cell["sign"] {
  const forth = pairs.find(({ model_a, model_b }) => model_a === a && model_b === b);
  const back = pairs.find(({ model_a, model_b }) => model_a === b && model_b === a);
  const difference = forth?.difference ?? (back?.difference ?? null);
  const pair = forth ?? back;
  if (pair === undefined || difference === null || pair.p === null) return "×";
  if (!pair.stands || difference === 0) return "";
  return (difference > 0) === (forth !== undefined) ? "+" : "−";
}

/** What the signs of the tables mean; `×` only where it occurs. */
export function pairLegend(
  pairs: readonly ComparisonRow[],
  models: readonly string[],
): LegendEntry[] {
  if (pairs.length === 0) return [];
  const datasets = [...new Set(pairs.map(({ dataset }) => dataset))];
  const isWhole = datasets.every((dataset) => {
    const here = pairs.filter((pair) => pair.dataset === dataset);
    return models.every((a) => models.every((b) => a === b || signOf(here, a, b) !== "×"));
  });
  return [
    { colour: DIFFERENCE_COLOURS.higher, label: "+ above that model" },
    { colour: DIFFERENCE_COLOURS.lower, label: "− below it" },
    { colour: DIFFERENCE_COLOURS.none, label: "no difference stands" },
    ...(isWhole ? [] : [{ colour: INK.card, label: "× not compared" }]),
  ];
}
