import { listPartitionedFiles, type PartitionedFile } from "../base/partitioned_folder.ts";
import type { TablePage } from "../base/read_table.ts";
import { streamTable } from "../base/stream_table.ts";
import { UserError } from "../base/user_error.ts";
import { hashFile } from "../materials/hash_file.ts";
import { type ImportedRow, importRow } from "./_import_rows.ts";
import { type StagedRows, stageRows } from "./_staged_rows.ts";
import { hashOfInput } from "./hash_of_input.ts";
import { type ByImportColumn, checkImportColumns, EXPORT_MAP } from "./import_columns.ts";

/** Options of {@linkcode readImportFiles}. */
export interface ReadImportFilesOptions {
  /**
   * Which column of the files fills which of ours. Default: the files are exports of a run in the
   * long layout, whose texts are taken as they are.
   */
  map?: ByImportColumn;
  /** Values for columns of ours that the files lack. Default: none. */
  set?: ByImportColumn;
}

/**
 * Files of answers, read and checked. The rows lie in a temporary file, which is deleted when this
 * is disposed of (`using files = …`), or with the process.
 */
export interface ImportFiles extends Disposable {
  map: ByImportColumn;
  set: ByImportColumn;
  files: readonly { path: string; sha256: string }[];
  rows: StagedRows;
  /** The models in order of appearance, and whether any of their rows says that it is made up. */
  models: ReadonlyMap<string, { simulated: boolean }>;
  /** A format as the files have it → the number it was read as; only where they differ. */
  formats: ReadonlyMap<string, number>;
}

/**
 * Reads files of answers generated elsewhere (CSV, Parquet or JSONL, or a folder of Parquet files
 * partitioned as `model=NAME/`) and checks them all, so that nothing is written where one of them is
 * wrong. A path given twice is read once. Memory does not grow with the files.
 *
 * @throws {UserError} for a map that does not fit a file, and naming file and line for a row
 * without prompt or model, for values that do not fit their column, and for two texts under one
 * `prompt_id`.
 */
export async function readImportFiles(
  paths: readonly string[],
  { map, set = {} }: ReadImportFilesOptions,
): Promise<ImportFiles> {
  const columns = { map: map ?? withoutSet(EXPORT_MAP, set), set, isExport: map === undefined };
  checkImportColumns(columns.map, set);
  const rows = stageRows();
  const reading: Reading = { ...columns, rows, models: new Map(), textOfNumber: new Map() };
  try {
    const files: { path: string; sha256: string }[] = [];
    for (const file of await expandFolders(new Set(paths))) {
      await readFile(file, { ...reading, index: files.length });
      files.push({ path: file.path, sha256: await hashFile(file.path) ?? "" });
    }
    if (rows.count > 0) return toImportFiles(files, reading);
    throw new UserError(`Cannot import: there are no rows in ${paths.join(", ") || "no files"}.`);
  } catch (error) {
    rows[Symbol.dispose]();
    throw error;
  }
}

interface Columns {
  map: ByImportColumn;
  set: ByImportColumn;
  isExport: boolean;
}

interface Reading extends Columns {
  rows: StagedRows;
  models: Map<string, { simulated: boolean }>;
  /** What each format number was read from. */
  textOfNumber: Map<number, string>;
}

function toImportFiles(
  files: ImportFiles["files"],
  { map, set, rows, models, textOfNumber }: Reading,
): ImportFiles {
  const differing = [...textOfNumber].filter(([number, text]) => text !== String(number));
  const formats = new Map(differing.map(([number, text]) => [text, number]));
  return { map, set, files, rows, models, formats, [Symbol.dispose]: () => rows[Symbol.dispose]() };
}

function withoutSet(map: ByImportColumn, set: ByImportColumn): ByImportColumn {
  return Object.fromEntries(Object.entries(map).filter(([column]) => !(column in set)));
}

async function expandFolders(paths: Iterable<string>): Promise<PartitionedFile[]> {
  const files: PartitionedFile[] = [];
  for (const path of paths) {
    const isFolder = await Deno.stat(path).then((info) => info.isDirectory, () => false);
    files.push(...isFolder ? await listPartitionedFiles(path) : [{ path, values: {} }]);
  }
  return files;
}

async function readFile(
  file: PartitionedFile,
  reading: Reading & { index: number },
): Promise<void> {
  const { path } = file;
  let columns: readonly string[] = [];
  for await (const page of pagesOf(file)) {
    columns = page.columns;
    try {
      for (const row of page.rows) stage(importRow(row, { ...reading, path }), reading);
    } catch (error) {
      // In JSONL a column can come up late: a row without it is wrong only where it is one.
      checkMapped(await remainingColumns(file, columns, reading), { ...reading, path });
      throw error;
    }
  }
  checkMapped(columns, { ...reading, path });
}

async function* pagesOf({ path, values }: PartitionedFile): AsyncGenerator<TablePage> {
  const added = Object.keys(values);
  for await (const { columns, rows } of streamTable(path)) {
    yield added.length === 0 ? { columns, rows } : {
      columns: [...columns.filter((name) => !added.includes(name)), ...added],
      rows: rows.map(({ where, fields }) => ({ where, fields: { ...fields, ...values } })),
    };
  }
}

/** The columns of a whole file, where those known so far are not all and not enough. */
async function remainingColumns(
  file: PartitionedFile,
  known: readonly string[],
  { map }: Columns,
): Promise<readonly string[]> {
  const isAll = /\.(csv|parquet)$/i.test(file.path);
  if (isAll || Object.values(map).every((theirs) => known.includes(theirs))) return known;
  let columns = known;
  for await (const page of pagesOf(file)) columns = page.columns;
  return columns;
}

function checkMapped(
  columns: readonly string[],
  { path, map, isExport }: Columns & { path: string },
): void {
  const lacking = Object.entries(map).find(([, theirs]) => !columns.includes(theirs));
  if (lacking === undefined) return;
  const [ours, theirs] = lacking;
  const found = columns.map((name) => name || "(unnamed)").join(", ");
  throw new UserError(
    isExport
      ? `Cannot import ${path}: without --map it should be a run's export in the long layout, but ` +
        `it has no column '${theirs}'; its columns are ${found}. Say with --map which is which.`
      : `Cannot import ${path}: --map takes '${ours}' from column '${theirs}', but its columns are ` +
        `${found}.`,
  );
}

function stage(
  row: ImportedRow,
  { rows, models, textOfNumber, index }: Reading & { index: number },
) {
  refuseOtherText(row, rows);
  refuseAmbiguousFormat(row, textOfNumber);
  const simulated = row.simulated === true || models.get(row.model)?.simulated === true;
  models.set(row.model, { simulated });
  rows.add(row, index);
}

function refuseOtherText({ prompt, prompt_id, where }: ImportedRow, rows: StagedRows): void {
  const hash = prompt === null ? null : hashOfInput(prompt.input);
  const first = rows.firstPlace(prompt_id);
  if (first === undefined || (first.hash === null && hash !== null)) {
    rows.setFirstPlace({ prompt_id, where, hash });
  } else if (hash !== null && first.hash !== hash) {
    throw new UserError(
      `Cannot import ${where}: prompt_id '${prompt_id}' stands for another text in ` +
        `${first.where}. Give each text its own id, or leave prompt_id out of --map.`,
    );
  }
}

function refuseAmbiguousFormat(
  { prompt, formatText, where }: ImportedRow,
  textOfNumber: Map<number, string>,
): void {
  const format = prompt?.format ?? null;
  if (format === null) return;
  const text = formatText ?? String(format);
  const known = textOfNumber.get(format);
  if (known !== undefined && known !== text) {
    throw new UserError(
      `Cannot import ${where}: formats '${known}' and '${text}' would both be read as ` +
        `${format}. Leave format out of --map, or number the wordings.`,
    );
  }
  textOfNumber.set(format, text);
}
