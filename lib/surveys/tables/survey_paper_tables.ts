import type { FormattedTable } from "../../base/formatted_table.ts";
import { formatTable } from "../../base/formatted_table.ts";
import type { SurveyTables } from "./compute_survey_tables.ts";
import { alignmentTable } from "./alignment_table.ts";
import { asPublishedTable } from "./as_published_table.ts";
import { distancesTable } from "./distances_table.ts";
import { scoresTable } from "./scores_table.ts";

/** Pairs of populations beyond which only the CSV file lists them. */
const MOST_PAIRS = 60;

/**
 * The tables of a paper, formatted, of those that have rows: distances of models, distances of populations
 * (no more than sixty pairs), effects of alignment, distances as published, trait scores, published values.
 */
export function surveyPaperTables(tables: SurveyTables): FormattedTable[] {
  const pairs = tables.populationDistances.length;
  return [
    ...(tables.modelDistances.length === 0 ? [] : [distancesTable(tables)]),
    ...(pairs === 0 || pairs > MOST_PAIRS ? [] : [populationsTable(tables)]),
    ...(tables.alignmentEffects.length === 0 ? [] : [alignmentTable(tables)]),
    ...(tables.asPublished.length === 0 ? [] : [asPublishedTable(tables)]),
    ...(tables.personalityScores.length === 0 ? [] : [scoresTable(tables)]),
    publishedTable(tables),
  ];
}

function populationsTable({ populationDistances }: SurveyTables): FormattedTable {
  return formatTable(populationDistances, {
    name: "population_distances",
    title: "Distances between populations",
    columns: [
      { header: "Population A", kind: "text", value: ({ population_a }) => population_a },
      { header: "Population B", kind: "text", value: ({ population_b }) => population_b },
      { header: "n", kind: "count", value: ({ n }) => n },
      {
        ...{ header: "Distance", kind: "real" },
        value: ({ distance, low, high }) => ({ value: distance, low, high }),
      },
    ],
    notes: ["In brackets: 95 % intervals over questions. n: questions that both were asked."],
  });
}

function publishedTable({ published }: SurveyTables): FormattedTable {
  return formatTable(published, {
    name: "published_values",
    title: "Published values, for reference",
    groupBy: ({ source }) => source,
    columns: [
      { header: "Model", kind: "text", value: ({ model }) => model },
      { header: "Alignment", kind: "text", value: ({ stage }) => stage },
      { header: "Measure", kind: "text", value: ({ measure }) => measure },
      {
        ...{ header: "Population", kind: "text" },
        value: ({ population, other_population }) =>
          other_population === null ? population : `${population} and ${other_population}`,
      },
      { header: "Published value", kind: "real", digits: 4, value: ({ value }) => value },
    ],
    notes: ["Published, not computed here: by other code, with the defects that it has."],
  });
}
