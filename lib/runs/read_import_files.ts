import { readBytes } from "../base/read_text.ts";
import { readTable } from "../base/read_table.ts";
import { sha256 } from "../base/sha256.ts";
import { UserError } from "../base/user_error.ts";
import { type ImportedRow, importRows } from "./_import_rows.ts";
import { type ByImportColumn, checkImportColumns } from "./import_columns.ts";

/** Options of {@linkcode readImportFiles}. */
export interface ReadImportFilesOptions {
  /** Which column of the files fills which of ours. */
  map: ByImportColumn;
  /** Values for columns of ours that the files lack. Default: none. */
  set?: ByImportColumn;
}

/** Files of answers, read and checked. */
export interface ImportFiles {
  map: ByImportColumn;
  set: ByImportColumn;
  files: readonly {
    path: string;
    sha256: string;
    rows: readonly ImportedRow[];
  }[];
}

/**
 * Reads files of answers generated elsewhere (CSV, Parquet or JSONL) and checks them all, so that
 * nothing is written where one of them is wrong. A path given twice is read once.
 *
 * @throws {UserError} for a map that does not fit a file, and naming file and line for a row
 * without prompt or model and for values that do not fit their column.
 */
export async function readImportFiles(
  paths: readonly string[],
  { map, set = {} }: ReadImportFilesOptions,
): Promise<ImportFiles> {
  checkImportColumns(map, set);
  const files: ImportFiles["files"][number][] = [];
  for (const path of new Set(paths)) {
    const rows = importRows(await readTable(path), { map, set });
    files.push({ path, sha256: sha256(await readBytes(path)), rows });
  }
  const rows = files.flatMap((file) => file.rows);
  if (rows.length === 0) {
    throw new UserError(`Cannot import: there are no rows in ${paths.join(", ") || "no files"}.`);
  }
  refuseAmbiguousFormats(rows);
  return { map, set, files };
}

function refuseAmbiguousFormats(rows: readonly ImportedRow[]): void {
  const textOfNumber = new Map<number, string>();
  for (const { prompt, formatText, where } of rows) {
    const format = prompt?.format ?? null;
    if (format === null) continue;
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
}
