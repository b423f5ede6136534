import { nameInPartition } from "../base/partitioned_folder.ts";
import { UserError } from "../base/user_error.ts";
import type { Prompt } from "../prompts/prompt.ts";
import type { ImportedRow } from "./_import_rows.ts";
import type { StagedRows } from "./_staged_rows.ts";
import { addImportedModel } from "./add_model.ts";
import { addPrompts } from "./add_prompts.ts";
import { describeSoftware } from "./describe_software.ts";
import { beginSession } from "./manifest.ts";
import type { ImportFiles } from "./read_import_files.ts";
import type { RunFile } from "./run_file.ts";
import { lockRun } from "./run_lock.ts";
import { saveResponse, storable } from "./save_response.ts";

const HAS_PROMPT = "SELECT 1 FROM prompts WHERE prompt_id = ?";
const LAST_ROW = "SELECT coalesce(max(rowid), 0) AS last FROM responses";
/** Failures that an answer of this import has taken the place of, as they were. */
const REPLACED = `CREATE TEMP TABLE replaced_failures (prompt_id, model, sample, response, thinking,
  is_new, PRIMARY KEY (prompt_id, model, sample, is_new))`;
const OF_PAIR = "prompt_id = $prompt_id AND model = $model";
const ANSWERS = `SELECT sample, response, thinking, status = 'failed' AS failed, 1 AS is_there,
    rowid > $last OR EXISTS (SELECT 1 FROM temp.replaced_failures AS f WHERE
      f.prompt_id = r.prompt_id AND f.model = r.model AND f.sample = r.sample) AS is_new
  FROM responses AS r WHERE ${OF_PAIR}
  UNION ALL SELECT sample, response, thinking, 1, 0, is_new
  FROM temp.replaced_failures WHERE ${OF_PAIR}
  ORDER BY is_new, sample`;
const REMEMBER = `INSERT OR IGNORE INTO temp.replaced_failures
  VALUES ($prompt_id, $model, $sample, $response, $thinking, $is_new)`;

/** What became of rows that were read. */
export interface ImportCounts {
  /** Rows read: the sum of the three that follow. */
  rows: number;
  /** Rows that became responses. */
  imported: number;
  /** Rows whose answer the run had before. */
  alreadyThere: number;
  /** Rows that repeat an earlier row of this import: same prompt, model and answer. */
  duplicates: number;
  /** Of those imported: a further answer to a prompt that this model has answered already. */
  furtherSamples: number;
  /** Of those imported: without any text. */
  empty: number;
}

/** What an import did. */
export interface ImportSummary {
  /** By file, in the order given. */
  files: ReadonlyMap<string, ImportCounts>;
  /** By model, in order of appearance. */
  models: ReadonlyMap<string, ImportCounts>;
  total: ImportCounts;
  /** Prompts that the run did not have before. */
  newPrompts: number;
  /** A format as the files have it → the number it was read as; only where they differ. */
  formats: ReadonlyMap<string, number>;
}

/**
 * Takes answers generated elsewhere into the run, all or none. The same files again add nothing.
 * Memory does not grow with the files.
 *
 * A row says who answered what. Where the files number no samples, a second, different answer of a
 * model to a prompt becomes its next sample; the same answer again is a duplicate.
 *
 * @throws {UserError} for a `prompt_id` that neither has a text nor is in the run, two answers under
 * one sample number, a model that the run has asked itself, and a run that another task is writing to.
 */
export async function importResponses(
  run: RunFile,
  importFiles: ImportFiles,
): Promise<ImportSummary> {
  using lock = lockRun(run, "import");
  const { files, map, set, rows, models, formats } = importFiles;
  const software = await describeSoftware();
  const summary = run.transaction(() => {
    const sources = files.map(({ path, sha256 }) => ({ name: nameInPartition(path), sha256 }));
    const options = { files: sources, map, set };
    const endSession = beginSession(run, { kind: "import", software, options });
    const newPrompts = addImportedPrompts(run, rows, lock);
    for (const [model, options] of models) addImportedModel(run, model, options);
    const counts = saveRows(run, importFiles);
    endSession(Object.fromEntries(counts.models));
    return { ...counts, newPrompts, formats };
  });
  run.checkpoint();
  return summary;
}

/** @returns How many the run did not have. */
function addImportedPrompts(run: RunFile, rows: StagedRows, lock: Disposable): number {
  const { added } = addPrompts(run, promptsOf(rows), { lock });
  for (const { prompt_id, where } of rows.withoutText()) {
    if (run.statement(HAS_PROMPT).get(prompt_id) !== undefined) continue;
    throw new UserError(
      `Cannot import ${where}: the run has no prompt '${prompt_id}'. Map the text that was sent ` +
        `with prompt=THEIR_COLUMN, or add the prompts to the run first.`,
    );
  }
  return added;
}

function* promptsOf(rows: StagedRows): Generator<Prompt> {
  for (const { row } of rows.rows()) if (row.prompt !== null) yield row.prompt;
}

function saveRows(
  run: RunFile,
  { files, rows }: ImportFiles,
): Pick<ImportSummary, "files" | "models" | "total"> {
  const ofFiles = new Map(files.map(({ path }) => [path, noCounts()]));
  const ofModels = new Map<string, ImportCounts>();
  const total = noCounts();
  run.db.exec(REPLACED);
  const last = Number(run.statement(LAST_ROW).get()?.last ?? 0);
  for (const { file, row } of rows.rows()) {
    const outcome = saveRow(run, row, last);
    const ofFile = countsOf(ofFiles, files[file]?.path ?? "");
    for (const counts of [ofFile, countsOf(ofModels, row.model), total]) add(counts, outcome, row);
  }
  run.db.exec("DROP TABLE temp.replaced_failures");
  return { files: ofFiles, models: ofModels, total };
}

/** An answer of one model to one prompt. */
interface KnownAnswer {
  sample: number;
  response: string | null;
  thinking: string | null;
  failed: boolean;
  /** Whether it came with this import. */
  isNew: boolean;
  /** False for a failure that an answer has taken the place of. */
  isThere: boolean;
}

type Outcome = "imported" | "furtherSample" | "alreadyThere" | "duplicate";

/** @param last The row number of the last response that was there before the import. */
function saveRow(run: RunFile, row: ImportedRow, last: number): Outcome {
  const { prompt_id, model, answer } = row;
  const answers = readAnswers(run, row, last);
  const response = storable(answer.response);
  const thinking = storable(answer.thinking);
  const failed = answer.status === "failed";
  const same = answers.find((before) =>
    before.response === response && before.thinking === thinking && before.failed === failed &&
    (row.sample === null || row.sample === before.sample)
  );
  if (same !== undefined) return same.isNew ? "duplicate" : "alreadyThere";
  // A failure that the run had before is what an answer may take the place of.
  const taken = answers.filter((before) => failed || before.isNew || !before.failed);
  const sample = row.sample ?? 1 + Math.max(-1, ...taken.map((before) => before.sample));
  const failure = answers.find((before) =>
    before.isThere && before.failed && before.sample === sample
  );
  if (!saveResponse(run, { prompt_id, model, sample, answer, origin: "import" })) {
    throw new UserError(
      `Cannot import ${row.where}: '${model}' has another answer to '${prompt_id}' as sample ` +
        `${sample} already. Number the samples apart, or leave sample out of --map.`,
    );
  }
  if (failure !== undefined) {
    const { response, thinking, isNew } = failure;
    const before = { sample, response, thinking, is_new: Number(isNew) };
    run.statement(REMEMBER).run({ prompt_id, model, ...before });
  }
  return taken.length === 0 ? "imported" : "furtherSample";
}

function readAnswers(
  run: RunFile,
  { prompt_id, model }: ImportedRow,
  last: number,
): KnownAnswer[] {
  return run.statement(ANSWERS).all({ prompt_id, model, last }).map((row) => ({
    sample: Number(row.sample),
    response: row.response === null ? null : String(row.response),
    thinking: row.thinking === null ? null : String(row.thinking),
    failed: row.failed === 1,
    isNew: row.is_new === 1,
    isThere: row.is_there === 1,
  }));
}

function add(counts: ImportCounts, outcome: Outcome, { answer }: ImportedRow): void {
  counts.rows++;
  if (outcome === "alreadyThere") counts.alreadyThere++;
  else if (outcome === "duplicate") counts.duplicates++;
  else {
    counts.imported++;
    if (outcome === "furtherSample") counts.furtherSamples++;
    if (answer.response === null) counts.empty++;
  }
}

function countsOf(all: Map<string, ImportCounts>, key: string): ImportCounts {
  const counts = all.get(key) ?? noCounts();
  all.set(key, counts);
  return counts;
}

function noCounts(): ImportCounts {
  return { rows: 0, imported: 0, alreadyThere: 0, duplicates: 0, furtherSamples: 0, empty: 0 };
}
