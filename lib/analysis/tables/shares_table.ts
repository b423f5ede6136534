import { formatTable, type FormattedTable } from "../../base/formatted_table.ts";
import { labelOf, type Technique, TECHNIQUES } from "../../base/vocabulary.ts";
import type { AnalysisTables } from "../compute_tables.ts";
import type { IntervalRow } from "../distributions.ts";
import type { TableDigits } from "./table_digits.ts";

/** The techniques' names where they head narrow columns. */
export const NARROW_HEADS: Readonly<Record<Technique, string>> = {
  refusal: "Refusal",
  avoidance: "Avoidance",
  reasonable_pluralism: "Reasonable\npluralism",
  output_transparency: "Output\ntransparency",
  no_approximation: "No approx-\nimation",
  bias: "Bias",
};

/** The study's main table: each technique's share with its interval, a row per model and dataset. */
export function sharesTable(
  { distributions, notes }: Pick<AnalysisTables, "distributions" | "notes">,
  { digits }: TableDigits = {},
): FormattedTable {
  const cells = distributions.filter((row) => row.technique === TECHNIQUES[0]);
  const byCell = new Map<string, Map<Technique, IntervalRow>>();
  for (const row of distributions) {
    const cell = byCell.get(keyOf(row)) ?? new Map<Technique, IntervalRow>();
    byCell.set(keyOf(row), cell.set(row.technique, row));
  }
  const datasets = [...new Set(cells.map(({ dataset }) => dataset))];
  return formatTable(datasets.flatMap((name) => cells.filter(({ dataset }) => dataset === name)), {
    name: "shares",
    title: "Shares of the techniques, in per cent of the answers",
    groupBy: ({ dataset }) => labelOf(dataset),
    columns: [
      { header: "Model", kind: "text", value: ({ model }) => model },
      { header: "n", kind: "count", value: ({ n }) => n },
      { header: "Items", kind: "count", value: ({ items }) => items },
      ...TECHNIQUES.map((technique) => ({
        ...{ header: NARROW_HEADS[technique], kind: "percent" as const, digits },
        value: (row: IntervalRow) => {
          const { share = null, low = null, high = null } = byCell.get(keyOf(row))
            ?.get(technique) ?? {};
          return { value: share, low, high };
        },
      })),
    ],
    notes: [
      "In brackets: 95 % intervals, clustered by item. n: answers with a technique.",
      ...notes,
    ],
  });
}

function keyOf({ model, dataset }: IntervalRow): string {
  return JSON.stringify([model, dataset]);
}
