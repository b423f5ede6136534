import { join } from "node:path";
import { UserError } from "../../base/user_error.ts";
import { openRun } from "../../runs/run_file.ts";
import {
  type ReadSurveyOptions,
  readSurveyRun,
  type SurveyRun,
} from "../../surveys/read_survey_run.ts";
import type { AlignmentPair } from "../../surveys/statistics/alignment_effects.ts";
import {
  computeSurveyTables,
  type SurveyTables,
  type SurveyTablesOptions,
} from "../../surveys/tables/compute_survey_tables.ts";
import { writeSurveyTables } from "../../surveys/tables/write_survey_tables.ts";
import { exportFigure } from "../export_figure.ts";
import { surveyFigures } from "./survey_figures.ts";

/** Options of {@linkcode analyzeSurvey}: those of reading the run and of its tables, and where to write. */
export interface AnalyzeSurveyOptions extends ReadSurveyOptions, SurveyTablesOptions {
  /** Models before and after alignment. Default: none. */
  pairs?: readonly AlignmentPair[];
  /** Where `tables/` and `figures/` go. Default: the run's folder. */
  out?: string;
}

/** What {@linkcode analyzeSurvey} computed and wrote. */
export interface SurveyAnalysis {
  tables: SurveyTables;
  /** The files written, tables first. */
  paths: string[];
  survey: SurveyRun;
}

/**
 * Analyzes the survey of a run and writes every table and figure of it: `tables/*.csv` (some as `.md` and
 * `.tex`), and in `figures/` each figure as `.svg`, `.png` and `.pdf`. Pairs of models that the run has no
 * answers of are in the notes.
 *
 * @throws {UserError} where the run cannot be opened or holds no survey, and where the files cannot be written.
 */
export async function analyzeSurvey(
  folder: string,
  { pairs = [], out = folder, spellings, average, ...options }: AnalyzeSurveyOptions = {},
): Promise<SurveyAnalysis> {
  using run = openRun(folder, { toRead: true });
  const survey = readSurveyRun(run, { spellings, average });
  if (survey.questions.length === 0) throw noQuestions(survey);
  const tables = computeSurveyTables({ ...survey, pairs }, options);
  return { tables, paths: await writeSurvey(out, { survey, tables }), survey };
}

/**
 * Writes every table and figure of a survey into a folder, as `analyzeSurvey()` does.
 *
 * @returns The files written, tables first.
 * @throws {UserError} where the files cannot be written.
 */
export async function writeSurvey(
  out: string,
  { survey, tables }: Pick<SurveyAnalysis, "survey" | "tables">,
): Promise<string[]> {
  const paths = await writeSurveyTables(join(out, "tables"), tables);
  for (const figure of surveyFigures(survey, tables)) {
    paths.push(...await exportFigure(join(out, "figures"), figure));
  }
  return paths;
}

function noQuestions({ name, populations }: SurveyRun): UserError {
  return new UserError(
    `Cannot analyze the survey of run '${name}': no question is left that ` +
      `${populations.join(" and ")} were all asked. Ask one with deno task survey.`,
  );
}
