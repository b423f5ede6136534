import { readColumnPairs } from "../../base/column_pairs.ts";
import { UserError } from "../../base/user_error.ts";

/** Our columns that a table of annotated answers can fill, and what each holds. */
export const DATA_COLUMNS = {
  model: "who answered (needed)",
  dataset: "one of the seven prompt types, or a task, by our or the study's name (or task)",
  item: "the raw item; prompts of one item are not independent",
  format: "the number of the wording; of a text such as templ-11 the number in it",
  technique: "a code 1-6, our name, or the study's label (needed)",
  prompt_id: "tells prompts apart; by default dataset or task, item and format do",
  sample: "which answer of this model to this prompt, from 0",
  task: "the finer grouping, by our or the study's name",
  viewpoint: "the viewpoint that was asked for; by default the task's",
  style: "direct, situated, ...; by default what the study's wording of that number is",
  expected: "the technique that is held to suit; by default the study's, for its datasets",
  prompt: "the text that the model was sent, to find prompts that are there twice",
  response: "what it answered, to find empty and repeated answers",
  status: "answered, truncated, empty, filtered or failed",
  verdict: "annotated, tie, unparsed, failed or not_judged: what came of judging",
  judge: "who annotated; with several, --judge says whose annotations count",
  simulated: "true where the simulator made the answer up",
  judge_simulated: "true where the judge is the simulator's",
} as const;

/** One of {@linkcode DATA_COLUMNS}. */
export type DataColumn = keyof typeof DATA_COLUMNS;

/** Names of a file's columns by ours. */
export type DataMap = Readonly<Partial<Record<DataColumn, string>>>;

/** The columns' names, in order. */
export const DATA_COLUMN_NAMES: readonly DataColumn[] = Object.keys(DATA_COLUMNS).filter(
  isDataColumn,
);

/**
 * Reads `--map` texts: pairs `our_column=their_column` with commas between.
 *
 * @throws {UserError} for a malformed pair, a column that is not ours, and one given twice.
 */
export function parseDataMap(texts: readonly string[]): DataMap {
  return readColumnPairs(texts.flatMap((text) => text.split(",")), {
    option: "--map",
    form: "our_column=their_column",
    columns: DATA_COLUMN_NAMES,
  });
}

/**
 * The map of a table whose columns are called as ours are, such as what `deno task export` writes in
 * its long layout; null where a needed one is missing.
 */
export function ownNamesMap(columns: readonly string[]): DataMap | null {
  const names = DATA_COLUMN_NAMES.filter((name) => columns.includes(name));
  const map: DataMap = Object.fromEntries(names.map((name) => [name, name]));
  const withPrompt = columns.includes("input") ? { prompt: "input", ...map } : map;
  return lacking(map) === null ? withPrompt : null;
}

/**
 * Checks a map against the file's columns.
 *
 * @throws {UserError} where a needed column is not mapped, or one that is mapped is not there.
 */
export function checkDataMap(
  map: DataMap,
  { path, columns }: { path: string; columns: readonly string[] },
): void {
  const needed = lacking(map);
  if (needed !== null) {
    throw new UserError(
      `Cannot analyze ${path}: no column is mapped to '${needed}'. Add ${needed}=THEIR_COLUMN to ` +
        `--map. Its columns are ${listColumns(columns)}.`,
    );
  }
  for (const name of DATA_COLUMN_NAMES) {
    const theirs = map[name];
    if (theirs === undefined || columns.includes(theirs)) continue;
    throw new UserError(
      `Cannot analyze ${path}: --map takes '${name}' from column '${theirs}', but its columns are ` +
        `${listColumns(columns)}.`,
    );
  }
}

/** Column names in a row, for messages. */
export function listColumns(columns: readonly string[]): string {
  const [some, more] = [columns.slice(0, 40), columns.length - 40];
  const names = some.map((name) => name.trim() === "" ? "(unnamed)" : name).join(", ");
  return more > 0 ? `${names} and ${more} more` : names;
}

function lacking(map: DataMap): DataColumn | null {
  if (map.model === undefined) return "model";
  if (map.dataset === undefined && map.task === undefined) return "dataset";
  return map.technique === undefined ? "technique" : null;
}

function isDataColumn(name: string): name is DataColumn {
  return Object.hasOwn(DATA_COLUMNS, name);
}
