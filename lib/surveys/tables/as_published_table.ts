import { formatTable, type FormattedTable } from "../../base/formatted_table.ts";
import { labelOf } from "../../base/vocabulary.ts";
import { AS_PUBLISHED_REASON } from "../published_counts.ts";
import type { SurveyTables } from "./compute_survey_tables.ts";

/** Distances from people's corrected shares, and as the published notebook computes them. */
export function asPublishedTable({ asPublished, modelDistances }: SurveyTables): FormattedTable {
  return formatTable(asPublished, {
    name: "as_published",
    title: "Distances from people, corrected and as published",
    groupBy: ({ variant }) => labelOf(variant),
    columns: [
      { header: "Model", kind: "text", value: ({ model }) => model },
      {
        ...{ header: "Corrected", kind: "real" },
        value: ({ model, variant, method }) => {
          const row = modelDistances.find((other) =>
            other.model === model && other.variant === variant && other.method === method
          );
          const { distance = null, low = null, high = null } = row ?? {};
          return { value: distance, low, high };
        },
      },
      { header: "n", kind: "count", value: ({ n }) => n },
      {
        ...{ header: "As published", kind: "real" },
        value: ({ distance, low, high }) => ({ value: distance, low, high }),
      },
      { header: "One shuffle,\nas published", kind: "real", value: (row) => row.single_shuffle },
    ],
    notes: [
      `In brackets: 95 % intervals over statements. n: statements as published. ${AS_PUBLISHED_REASON}`,
    ],
  });
}
