import { formatTable, type FormattedTable } from "../../base/formatted_table.ts";
import { labelOf } from "../../base/vocabulary.ts";
import type { SurveyTables } from "./compute_survey_tables.ts";

/** The main table: each model's distance from each population, shuffled baseline and entropy. */
export function distancesTable({ modelDistances, variants, notes }: SurveyTables): FormattedTable {
  const title = "Distances between models and people";
  return formatTable(variants.flatMap((name) => modelDistances.filter((r) => r.variant === name)), {
    ...{ name: "model_distances", title },
    groupBy: ({ variant }) => labelOf(variant),
    columns: [
      { header: "Model", kind: "text", value: ({ model }) => model },
      { header: "Population", kind: "text", value: ({ population }) => population },
      { header: "n", kind: "count", value: ({ n }) => n },
      {
        ...{ header: "Distance", kind: "real" },
        value: ({ distance, low, high }) => ({ value: distance, low, high }),
      },
      {
        ...{ header: "Shuffled", kind: "real" },
        value: ({ shuffled: value, shuffled_low: low, shuffled_high: high }) => ({
          value,
          low,
          high,
        }),
      },
      { header: "p", kind: "p_value", value: ({ shuffled_p }) => shuffled_p },
      {
        ...{ header: "Entropy", kind: "real", digits: 2 },
        value: ({ entropy: value, entropy_low: low, entropy_high: high }) => ({ value, low, high }),
      },
      {
        ...{ header: "People's\nentropy", kind: "real", digits: 2 },
        value: ({ human_entropy }) => human_entropy,
      },
    ],
    notes: [
      "In brackets: 95 % intervals over questions; of shuffled, the range of 95 % of the shuffles. n: " +
      "questions with both distributions. p: of a distance as small among the shuffles.",
      ...notes,
    ],
  });
}
