import { UserError } from "../base/user_error.ts";
import type { ImportedRow } from "./_import_rows.ts";
import { addImportedModel } from "./add_model.ts";
import { addPrompts } from "./add_prompts.ts";
import { describeSoftware } from "./describe_software.ts";
import { beginSession } from "./manifest.ts";
import type { ImportFiles } from "./read_import_files.ts";
import type { RunFile } from "./run_file.ts";
import { saveResponse, storable } from "./save_response.ts";

const HAS_PROMPT = "SELECT 1 FROM prompts WHERE prompt_id = ?";
const ANSWERS = `SELECT sample, response, thinking, status = 'failed' AS failed FROM responses
  WHERE prompt_id = ? AND model = ?`;

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
 *
 * A row says who answered what. Where the files number no samples, a second, different answer of a
 * model to a prompt becomes its next sample; the same answer again is a duplicate.
 *
 * @throws {UserError} for two texts under one `prompt_id`, a `prompt_id` that neither has a text nor
 * is in the run, two answers under one sample number, and a model that the run has asked itself.
 */
export async function importResponses(
  run: RunFile,
  { files, map, set }: ImportFiles,
): Promise<ImportSummary> {
  const software = await describeSoftware();
  const summary = run.transaction(() => {
    const sources = files.map(({ path, sha256 }) => ({ name: nameOf(path), sha256 }));
    const options = { files: sources, map, set };
    const endSession = beginSession(run, { kind: "import", software, options });
    const rows = files.flatMap((file) => file.rows);
    const newPrompts = addImportedPrompts(run, rows);
    for (const model of new Set(rows.map((row) => row.model))) addImportedModel(run, model);
    const counts = saveRows(run, files);
    endSession(Object.fromEntries(counts.models));
    return { ...counts, newPrompts, formats: formatsOf(rows) };
  });
  run.checkpoint();
  return summary;
}

/** @returns How many the run did not have. */
function addImportedPrompts(run: RunFile, rows: readonly ImportedRow[]): number {
  const firsts = new Map<string, ImportedRow>();
  for (const row of rows) {
    const first = firsts.get(row.prompt_id);
    if (first === undefined) firsts.set(row.prompt_id, row);
    else if (first.prompt !== null && row.prompt !== null) refuseOtherText(first, row);
    else if (first.prompt === null) firsts.set(row.prompt_id, row);
  }
  const { added } = addPrompts(run, rows.flatMap(({ prompt }) => prompt ?? []));
  for (const { prompt, prompt_id, where } of firsts.values()) {
    if (prompt !== null || run.statement(HAS_PROMPT).get(prompt_id) !== undefined) continue;
    throw new UserError(
      `Cannot import ${where}: the run has no prompt '${prompt_id}'. Map the text that was sent ` +
        `with prompt=THEIR_COLUMN, or add the prompts to the run first.`,
    );
  }
  return added;
}

function refuseOtherText(first: ImportedRow, row: ImportedRow): void {
  if (first.prompt?.input === row.prompt?.input) return;
  throw new UserError(
    `Cannot import ${row.where}: prompt_id '${row.prompt_id}' stands for another text in ` +
      `${first.where}. Give each text its own id, or leave prompt_id out of --map.`,
  );
}

function formatsOf(rows: readonly ImportedRow[]): Map<string, number> {
  const formats = rows.flatMap(({ prompt, formatText }): [string, number][] =>
    formatText === null || prompt?.format == null ? [] : [[formatText, prompt.format]]
  );
  return new Map(formats);
}

function saveRows(
  run: RunFile,
  importFiles: ImportFiles["files"],
): Pick<ImportSummary, "files" | "models" | "total"> {
  const files = new Map<string, ImportCounts>();
  const models = new Map<string, ImportCounts>();
  const total = noCounts();
  const known = new Map<string, KnownAnswer[]>();
  for (const { path, rows } of importFiles) {
    const ofFile = countsOf(files, path);
    for (const row of rows) {
      const outcome = saveRow(run, row, known);
      for (const counts of [ofFile, countsOf(models, row.model), total]) add(counts, outcome, row);
    }
  }
  return { files, models, total };
}

/** An answer of one model to one prompt. */
interface KnownAnswer {
  sample: number;
  response: string | null;
  thinking: string | null;
  failed: boolean;
  /** Whether it came with this import. */
  isNew: boolean;
}

type Outcome = "imported" | "furtherSample" | "alreadyThere" | "duplicate";

function saveRow(run: RunFile, row: ImportedRow, known: Map<string, KnownAnswer[]>): Outcome {
  const { prompt_id, model, answer } = row;
  const key = JSON.stringify([prompt_id, model]);
  const answers = known.get(key) ?? readAnswers(run, row);
  known.set(key, answers);
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
  if (!saveResponse(run, { prompt_id, model, sample, answer, origin: "import" })) {
    throw new UserError(
      `Cannot import ${row.where}: '${model}' has another answer to '${prompt_id}' as sample ` +
        `${sample} already. Number the samples apart, or leave sample out of --map.`,
    );
  }
  answers.push({ sample, response, thinking, failed, isNew: true });
  return taken.length === 0 ? "imported" : "furtherSample";
}

function readAnswers(run: RunFile, { prompt_id, model }: ImportedRow): KnownAnswer[] {
  return run.statement(ANSWERS).all(prompt_id, model).map((row) => ({
    sample: Number(row.sample),
    response: row.response === null ? null : String(row.response),
    thinking: row.thinking === null ? null : String(row.thinking),
    failed: row.failed === 1,
    isNew: false,
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

function nameOf(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
