import { join } from "node:path";
import { writeFormattedTables } from "../../analysis/tables/write_formatted_tables.ts";
import { type RoundedCsv, writeRoundedCsv } from "../../analysis/tables/write_rounded_csv.ts";
import {
  ALIGNMENT_EFFECT_COLUMNS,
  AS_PUBLISHED_COLUMNS,
  FACET_SCORE_COLUMNS,
  LEFT_OUT_COLUMNS,
  MODEL_DISTANCE_COLUMNS,
  PERSONALITY_SCORE_COLUMNS,
  POPULATION_DISTANCE_COLUMNS,
  PUBLISHED_VALUE_COLUMNS,
  QUESTION_DISTANCE_COLUMNS,
} from "./_table_columns.ts";
import type { SurveyTables } from "./compute_survey_tables.ts";
import { surveyPaperTables } from "./survey_paper_tables.ts";

/**
 * Writes a survey's tables into `folder`: as CSV `model_distances`, `question_distances`,
 * `population_distances`, `alignment_effects`, `as_published`, `personality_scores`, `facet_scores`, `left_out`,
 * `published_values` and `notes`, all of them, so that a table without rows is seen to have none; and as
 * Markdown and LaTeX those that {@linkcode surveyPaperTables} makes. Fractions in the CSV files have six
 * decimals at most; what cannot be computed is empty.
 *
 * @returns The paths written, in that order.
 * @throws {UserError} where a file cannot be written.
 */
export async function writeSurveyTables(folder: string, tables: SurveyTables): Promise<string[]> {
  const notes = tables.notes.map((note) => ({ note }));
  const csv: [string, RoundedCsv<string>][] = [
    ["model_distances", table(MODEL_DISTANCE_COLUMNS, tables.modelDistances)],
    ["question_distances", table(QUESTION_DISTANCE_COLUMNS, tables.questionDistances)],
    ["population_distances", table(POPULATION_DISTANCE_COLUMNS, tables.populationDistances)],
    ["alignment_effects", table(ALIGNMENT_EFFECT_COLUMNS, tables.alignmentEffects)],
    ["as_published", table(AS_PUBLISHED_COLUMNS, tables.asPublished)],
    ["personality_scores", table(PERSONALITY_SCORE_COLUMNS, tables.personalityScores)],
    ["facet_scores", table(FACET_SCORE_COLUMNS, tables.facetScores)],
    ["left_out", table(LEFT_OUT_COLUMNS, tables.leftOut)],
    ["published_values", table(PUBLISHED_VALUE_COLUMNS, tables.published)],
    ["notes", table(["note"], notes)],
  ];
  const paths: string[] = [];
  for (const [name, content] of csv) paths.push(await writeRoundedCsv(join(folder, name), content));
  return [...paths, ...await writeFormattedTables(folder, surveyPaperTables(tables))];
}

/** Columns that the rows have: checked here, forgotten in what is returned. */
function table<Column extends string>(
  columns: readonly Column[],
  rows: RoundedCsv<Column>["rows"],
): RoundedCsv<string> {
  return { columns, rows };
}
