import { formatTable, type FormattedTable } from "../../base/formatted_table.ts";
import { labelOf } from "../../base/vocabulary.ts";
import type { SurveyTables } from "./compute_survey_tables.ts";

/** What alignment changes: after minus before, a row per pair, variant and outcome. */
export function alignmentTable({ alignmentEffects }: SurveyTables): FormattedTable {
  return formatTable(alignmentEffects, {
    name: "alignment_effects",
    title: "What alignment changes, on the same questions",
    groupBy: ({ before, after, variant }) => `${before} to ${after}, ${labelOf(variant)}`,
    columns: [
      {
        ...{ header: "Outcome", kind: "text" },
        value: ({ population }) => population === null ? "entropy" : `distance to ${population}`,
      },
      { header: "n", kind: "count", value: ({ n }) => n },
      {
        ...{ header: "Unpaired", kind: "count" },
        value: ({ only_before, only_after, neither }) => only_before + only_after + neither,
      },
      { header: "Before", kind: "real", value: ({ mean_before }) => mean_before },
      { header: "After", kind: "real", value: ({ mean_after }) => mean_after },
      {
        ...{ header: "After − before", kind: "real" },
        value: ({ difference, low, high }) => ({ value: difference, low, high }),
      },
      { header: "p", kind: "p_value", value: ({ p }) => p },
      { header: "Adjusted p", kind: "p_value", value: ({ p_adjusted }) => p_adjusted },
      {
        ...{ header: "Stands", kind: "text" },
        value: ({ p_adjusted, stands }) => p_adjusted === null ? null : stands ? "yes" : "no",
      },
    ],
    notes: [
      "In brackets: 95 % intervals over questions. Unpaired: questions that one of the two, or neither, " +
      "has a distribution of. Adjusted p: Benjamini–Hochberg over the family; a difference stands at a " +
      "false discovery rate of 5 %.",
    ],
  });
}
