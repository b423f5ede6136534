import { alignColumns } from "../../base/align_columns.ts";
import { oneLine } from "../../base/one_line.ts";
import type { SurveyRun } from "../read_survey_run.ts";
import { describeSurveySource } from "../survey_source.ts";
import type { SurveyTables } from "./compute_survey_tables.ts";

/** What a survey found, as lines of text: sources, each model's distances to people, and notes. */
export function formatSurvey(survey: SurveyRun, tables: SurveyTables): string[] {
  const rows = tables.modelDistances.map((row) => [
    oneLine(row.model),
    row.variant,
    row.method,
    oneLine(row.population),
    `${row.n}/${row.questions}`,
    digits(row.distance),
    row.low === null ? "" : `${digits(row.low)}–${digits(row.high)}`,
    digits(row.shuffled),
    digits(row.entropy),
  ]);
  const between = tables.populationDistances.map(({ population_a, population_b, n, distance }) =>
    oneLine(`${population_a} and ${population_b}: ${digits(distance)} over ${n} questions`)
  );
  const head = [
    "model",
    "variant",
    "method",
    "people",
    "n",
    "distance",
    "95 %",
    "shuffled",
    "entropy",
  ];
  return [
    ...survey.sources.map((source) => oneLine(describeSurveySource({ ...source, path: "" }))),
    "",
    ...rows.length === 0 ? ["There are no answers yet."] : alignColumns([head, ...rows]),
    ...between,
    "",
    ...tables.notes.map((note) => oneLine(`Note: ${note}`)),
  ];
}

function digits(value: number | null): string {
  return value === null ? "–" : value.toFixed(3);
}
