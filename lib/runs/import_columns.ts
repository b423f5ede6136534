import { readColumnPairs } from "../base/column_pairs.ts";
import { UserError } from "../base/user_error.ts";

/** Our columns that answers generated elsewhere can fill, and what each holds. */
export const IMPORT_COLUMNS = {
  prompt: "the text that the model was sent (needed, unless prompt_id names a prompt of the run)",
  response: "what it answered (needed)",
  model: "who answered (needed)",
  prompt_id: "our id of the prompt; without it one is made from item, format and the text",
  dataset: "one of the seven prompt types, or a name of your own",
  task: "the finer grouping",
  source: "where the item comes from",
  item: "the raw item; prompts of one item are not independent",
  format: "the number of the wording; of a text such as templ-11 the number in it",
  style: "direct, situated, …",
  viewpoint: "the viewpoint that was asked for",
  original_input: "the raw text",
  expected: "the technique that is held to suit; by default the study's, for its datasets",
  sample: "which answer of this model to this prompt, from 0",
  status: "answered, truncated, empty, filtered or failed",
  thinking: "what the model thought",
  finish_reason: "stop, length, content_filter, …",
  reported_model: "the model version that the provider named",
  seconds: "how long the answer took",
  input_tokens: "tokens of the prompt",
  output_tokens: "tokens of the answer",
  cached_input_tokens: "of input_tokens: those read from the provider's cache",
  reasoning_tokens: "of output_tokens: those that were thinking",
  system_fingerprint: "the provider's mark of the configuration that answered",
  choices: "how many choices the provider sent",
  tool_calls: "the tools that the model asked for, as JSON",
  top_logprobs: "the likeliest tokens at the first place, as JSON: [[token, log-probability], …]",
  attempts: "how often it was asked",
  error: "why it failed, where it did",
  error_kind: "http_429, timeout, …",
  simulated: "true where the simulator made the answer up",
} as const;

/** One of {@linkcode IMPORT_COLUMNS}. */
export type ImportColumn = keyof typeof IMPORT_COLUMNS;

const IMPORT_COLUMN_NAMES = Object.keys(IMPORT_COLUMNS).filter(isImportColumn);

/** Values by our column: names of a file's columns (a map), or texts that fill one (set). */
export type ByImportColumn = Readonly<Partial<Record<ImportColumn, string>>>;

/**
 * The map of a file that `deno task export` wrote in its long layout: its columns are called as ours
 * are, but for the prompt's text.
 */
export const EXPORT_MAP: ByImportColumn = {
  ...Object.fromEntries(Object.keys(IMPORT_COLUMNS).map((column) => [column, column])),
  prompt: "input",
};

/**
 * Reads `--map` texts: pairs `our_column=their_column` with commas between.
 *
 * @throws {UserError} for a malformed pair, a column that is not ours, and one given twice.
 */
export function parseColumnMap(texts: readonly string[]): ByImportColumn {
  return toRecord(texts.flatMap((text) => text.split(",")), "--map");
}

/**
 * Reads `--set` texts: pairs `our_column=value`. A comma ends a pair where another `name=` follows;
 * any other belongs to the value.
 *
 * @throws {UserError} as {@linkcode parseColumnMap} does.
 */
export function parseSetValues(texts: readonly string[]): ByImportColumn {
  return toRecord(texts.flatMap((text) => text.split(/,(?=\s*\w+=)/)), "--set");
}

/**
 * Checks that map and set together say what an import needs.
 *
 * @throws {UserError} where a column is in both, or prompt, response or model in neither.
 */
export function checkImportColumns(map: ByImportColumn, set: ByImportColumn): void {
  const both = Object.keys(map).find((column) => column in set);
  if (both !== undefined) {
    throw new UserError(`Cannot import: '${both}' is in both --map and --set. Take one of them.`);
  }
  if (map.response === undefined) {
    throw new UserError(
      "Cannot import: no column is mapped to 'response'. Add response=THEIR_COLUMN to --map.",
    );
  }
  for (const needed of ["model", "prompt"] as const) {
    const isThere = map[needed] !== undefined || set[needed] !== undefined;
    if (isThere || (needed === "prompt" && map.prompt_id !== undefined)) continue;
    throw new UserError(
      `Cannot import: nothing says the '${needed}'. Add ${needed}=THEIR_COLUMN to --map, or ` +
        `${needed}=VALUE to --set.`,
    );
  }
}

function toRecord(pairs: readonly string[], option: string): ByImportColumn {
  const form = option === "--map" ? "our_column=their_column" : "our_column=value";
  return readColumnPairs(pairs, { option, form, columns: IMPORT_COLUMN_NAMES });
}

function isImportColumn(name: string): name is ImportColumn {
  return Object.hasOwn(IMPORT_COLUMNS, name);
}
