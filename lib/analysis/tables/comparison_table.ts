import { formatTable, type FormattedTable } from "../../base/formatted_table.ts";
import { labelOf } from "../../base/vocabulary.ts";
import type { ComparisonRow } from "../comparison_row.ts";
import type { TableDigits } from "./table_digits.ts";

/** How models differ on the same prompts, a row per outcome and pair of models. */
export function comparisonTable(
  comparisons: readonly ComparisonRow[],
  { digits }: TableDigits = {},
): FormattedTable {
  return formatTable(comparisons, {
    name: "comparisons",
    title: "Differences between models on the same prompts",
    groupBy: ({ dataset, outcome }) => `${labelOf(dataset)}: ${labelOf(outcome).toLowerCase()}`,
    columns: [
      { header: "Model A", kind: "text", value: ({ model_a }) => model_a },
      { header: "Model B", kind: "text", value: ({ model_b }) => model_b },
      { header: "Prompts", kind: "count", value: ({ prompts }) => prompts },
      { header: "A", unit: "%", kind: "percent", digits, value: ({ share_a }) => share_a },
      { header: "B", unit: "%", kind: "percent", digits, value: ({ share_b }) => share_b },
      {
        ...{ header: "A − B", unit: "points", kind: "points", digits },
        value: ({ difference, low, high }) => ({ value: difference, low, high }),
      },
      { header: "p", kind: "p_value", value: ({ p }) => p },
      { header: "Adjusted\np", kind: "p_value", value: ({ p_adjusted }) => p_adjusted },
      {
        ...{ header: "Stands", kind: "text" },
        value: ({ p_adjusted, stands }) => p_adjusted === null ? null : stands ? "yes" : "no",
      },
    ],
    notes: [
      "In brackets: 95 % intervals, clustered by item. Adjusted p: Benjamini–Hochberg over the " +
      "family; a difference stands at a false discovery rate of 5 %.",
    ],
  });
}
