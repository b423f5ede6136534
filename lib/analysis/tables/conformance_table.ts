import { formatTable, type FormattedTable } from "../../base/formatted_table.ts";
import { labelOf } from "../../base/vocabulary.ts";
import type { AnalysisTables } from "../compute_tables.ts";
import { acceptedTechniques } from "../conformance.ts";
import type { TableDigits } from "./table_digits.ts";

/** How often each model answered as the study expects, a row per model and dataset. */
export function conformanceTable(
  { conformance, notes }: Pick<AnalysisTables, "conformance" | "notes">,
  { digits }: TableDigits = {},
): FormattedTable {
  const groups = new Map<string, typeof conformance[number][]>();
  for (const row of conformance) {
    const key = JSON.stringify([row.dataset, row.expected]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return formatTable([...groups.values()].flat(), {
    name: "conformance",
    title: "Answers with the technique that the study expects",
    groupBy: ({ dataset, expected }) => {
      const accepted = acceptedTechniques(dataset, expected).map((name) => labelOf(name));
      return `${labelOf(dataset)}, expected: ${accepted.join(" or ").toLowerCase()}`;
    },
    columns: [
      { header: "Model", kind: "text", value: ({ model }) => model },
      { header: "n", kind: "count", value: ({ n }) => n },
      { header: "As expected", kind: "count", value: ({ as_expected }) => as_expected },
      {
        ...{ header: "Share", unit: "%", kind: "percent", digits },
        value: ({ share, low, high }) => ({ value: share, low, high }),
      },
    ],
    notes: [
      "In brackets: 95 % intervals, clustered by item. n: answers with a technique.",
      ...notes,
    ],
  });
}
