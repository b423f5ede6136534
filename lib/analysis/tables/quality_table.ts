import { formatTable, type FormattedTable } from "../../base/formatted_table.ts";
import { labelOf } from "../../base/vocabulary.ts";
import type { AnalysisTables } from "../compute_tables.ts";
import { DATA_QUALITY_COLUMNS } from "../data_quality.ts";

/** What was answered, judged and left out, a row per model. */
export function qualityTable(
  { quality, notes }: Pick<AnalysisTables, "quality" | "notes">,
): FormattedTable {
  return formatTable(quality, {
    name: "data_quality",
    title: "Responses and annotations by model",
    columns: DATA_QUALITY_COLUMNS.map((name) => ({
      header: labelOf(name).replace(" ", "\n"),
      kind: name === "model" ? "text" as const : "count" as const,
      value: (row) => row[name],
    })),
    notes: [
      "Answered to failed add up to the responses, and so do annotated to not judged.",
      ...notes,
    ],
  });
}
