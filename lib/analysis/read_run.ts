import type { SQLInputValue, SQLOutputValue } from "node:sqlite";
import pl from "nodejs-polars";
import { UserError } from "../base/user_error.ts";
import { isTechnique } from "../base/vocabulary.ts";
import { chooseJudge } from "../annotation/choose_judge.ts";
import { refuseSurvey } from "../runs/refuse_survey.ts";
import { openRun, type RunFile } from "../runs/run_file.ts";
import { describeSource, type Source } from "./describe_source.ts";
import { orderDatasets } from "./order_datasets.ts";

/** What a prompt without a dataset is filed under. */
const NO_DATASET = "unspecified";

/** A run as frames, seen by one judge. */
export interface RunFrames extends Source {
  /** The models with at least one response, in the order in which the run took them in. */
  models: readonly string[];
  /** The datasets asked about: the study's in its order, then others in order of appearance. */
  datasets: readonly string[];
  /** Prompts in the run, asked or not. */
  promptCount: number;
  /** Prompts whose item is not known; each counts as an item of its own. */
  promptsWithoutItem: number;
  /**
   * One row per annotation of the judge: `answer` (joins with `responses`), `prompt_id`, `model`,
   * `sample`, `judge`, `variant`, `status` (`parsed`, `unparsed`, `failed`), `technique` (or null),
   * `note`, the columns of the prompt, and `response_status`.
   */
  annotations: pl.DataFrame;
  /**
   * One row per response: `answer` (a number of its own), `prompt_id`, `model`, `sample`,
   * `response_status`, the columns of the prompt, `cluster`, which is the item, or the prompt where
   * the item is not known, and `repeated_text`: whether the model gave the same text to another
   * prompt, too (null where there is no text).
   */
  responses: pl.DataFrame;
}

/** Options of {@linkcode readRun}. */
export interface ReadRunOptions {
  /** Whose annotations to read. Default: the run's judge, where it has one only. */
  judge?: string;
}

/** The types of a prompt's columns in frames. */
export const PROMPT_COLUMNS = {
  dataset: pl.Utf8,
  task: pl.Utf8,
  source: pl.Utf8,
  item: pl.Utf8,
  format: pl.Int64,
  style: pl.Utf8,
  viewpoint: pl.Utf8,
  expected: pl.Utf8,
};

const RESPONSE_COLUMNS = {
  answer: pl.Int64,
  prompt_id: pl.Utf8,
  model: pl.Utf8,
  sample: pl.Int64,
  response_status: pl.Utf8,
  ...PROMPT_COLUMNS,
  cluster: pl.Utf8,
  repeated_text: pl.Int64,
};

const ANNOTATION_COLUMNS = {
  answer: pl.Int64,
  prompt_id: pl.Utf8,
  model: pl.Utf8,
  sample: pl.Int64,
  judge: pl.Utf8,
  variant: pl.Int64,
  status: pl.Utf8,
  technique: pl.Utf8,
  note: pl.Utf8,
  response_status: pl.Utf8,
  ...PROMPT_COLUMNS,
};

const PROMPT_SQL = `coalesce(p.dataset, '${NO_DATASET}') AS dataset, p.task, p.source, p.item,
  p.format, p.style, p.viewpoint, p.expected`;

const RESPONSE_SQL = `SELECT r.rowid AS answer, r.prompt_id, r.model, r.sample,
    r.status AS response_status, ${PROMPT_SQL},
    CASE WHEN p.item IS NULL THEN 'prompt ' || p.prompt_id ELSE 'item ' || p.item END AS cluster,
    CASE WHEN r.response IS NOT NULL THEN (r.model, r.response) IN (
      SELECT model, response FROM responses WHERE response IS NOT NULL
      GROUP BY 1, 2 HAVING count(DISTINCT prompt_id) > 1) END AS repeated_text
  FROM responses r JOIN prompts p USING (prompt_id) JOIN models m ON m.model = r.model
  ORDER BY m.rowid, p.position, r.sample`;

const ANNOTATION_SQL =
  `SELECT r.rowid AS answer, a.prompt_id, a.model, a.sample, a.judge, a.variant,
    a.status, a.technique, a.note, r.status AS response_status, ${PROMPT_SQL}
  FROM annotations a JOIN responses r USING (prompt_id, model, sample)
    JOIN prompts p USING (prompt_id) JOIN models m ON m.model = a.model
  WHERE a.judge = ?
  ORDER BY m.rowid, p.position, a.sample, a.variant`;

/**
 * Reads a run file into Polars frames, as one judge saw it.
 *
 * @throws {UserError} where there is no run, no response, no annotation, no such judge, several
 * judges and none named, or an annotation with a technique that is none of the six.
 */
export function readRun(folder: string, { judge }: ReadRunOptions = {}): RunFrames {
  using run = openRun(folder, { toRead: true });
  refuseSurvey(run, "analyze");
  const chosen = chooseJudge(run, { wanted: judge, to: "analyze" });
  return {
    ...describeSource(run, chosen),
    models: texts(
      run,
      `SELECT model FROM models WHERE model IN (SELECT model FROM responses) ORDER BY rowid`,
    ),
    datasets: orderDatasets(texts(
      run,
      `SELECT coalesce(dataset, '${NO_DATASET}') AS dataset FROM prompts
       WHERE prompt_id IN (SELECT prompt_id FROM responses) GROUP BY 1 ORDER BY min(position)`,
    )),
    promptCount: count(run, "SELECT count(*) FROM prompts"),
    promptsWithoutItem: count(
      run,
      `SELECT count(*) FROM prompts WHERE item IS NULL
       AND prompt_id IN (SELECT prompt_id FROM responses)`,
    ),
    annotations: readAnnotations(run, chosen),
    responses: readFrame(run, RESPONSE_SQL, { columns: RESPONSE_COLUMNS }),
  };
}

/**
 * What one judge says, as `RunFrames.annotations` has it.
 *
 * @throws {UserError} for a technique that is none of the six.
 */
export function readAnnotations(run: RunFile, judge: string): pl.DataFrame {
  const columns = ANNOTATION_COLUMNS;
  const annotations = readFrame(run, ANNOTATION_SQL, { columns, values: [judge] });
  checkTechniques(annotations, run.path);
  return annotations;
}

function checkTechniques(annotations: pl.DataFrame, path: string): void {
  const found: unknown[] = annotations.getColumn("technique").unique().toArray();
  const wrong = found.find((technique) => technique !== null && !isTechnique(technique));
  if (wrong === undefined) return;
  throw new UserError(
    `Cannot analyze ${path}: an annotation has technique '${wrong}', which is none of the six. ` +
      `Annotate it again.`,
  );
}

interface ReadFrameOptions {
  columns: Readonly<Record<string, pl.DataType>>;
  values?: readonly SQLInputValue[];
}

function readFrame(
  run: RunFile,
  sql: string,
  { columns, values = [] }: ReadFrameOptions,
): pl.DataFrame {
  const names = Object.keys(columns);
  const cells: SQLOutputValue[][] = names.map(() => []);
  for (const row of run.db.prepare(sql).iterate(...values)) {
    names.forEach((name, index) => cells[index]?.push(row[name] ?? null));
  }
  // The types are given, because Polars would guess them from the first rows.
  return pl.DataFrame(names.map((name, i) => pl.Series(name, cells[i] ?? [], columns[name])));
}

function texts(run: RunFile, sql: string): string[] {
  return run.db.prepare(sql).all().map((row) => String(Object.values(row)[0]));
}

function count(run: RunFile, sql: string, values: readonly SQLInputValue[] = []): number {
  return Number(Object.values(run.db.prepare(sql).get(...values) ?? {})[0] ?? 0);
}
