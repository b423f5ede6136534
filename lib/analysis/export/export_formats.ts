import { extname } from "node:path";
import { TABLE_FORMATS } from "../../base/table_columns.ts";
import { UserError } from "../../base/user_error.ts";

/** A file's format, or a folder of Parquet files by model. */
export const EXPORT_FORMATS = [...TABLE_FORMATS, "partitioned"] as const;

/** One of {@linkcode EXPORT_FORMATS}. */
export type ExportFormat = typeof EXPORT_FORMATS[number];

const ENDINGS: Readonly<Record<string, ExportFormat>> = {
  ".csv": "csv",
  ".jsonl": "jsonl",
  ".ndjson": "jsonl",
  ".parquet": "parquet",
  "": "partitioned",
};

/** The format that a path means. @throws {UserError} for an ending that means none. */
export function formatOfPath(path: string): ExportFormat {
  const ending = /[\\/]$/.test(path) ? "" : extname(path).toLowerCase();
  const format = Object.hasOwn(ENDINGS, ending) ? ENDINGS[ending] : undefined;
  if (format !== undefined) return format;
  throw new UserError(
    `Cannot export to ${path}: expected a file ending in .csv, .jsonl or .parquet, or a folder, but ` +
      `found '${ending}'. Name it otherwise, or say the format (${EXPORT_FORMATS.join(", ")}).`,
  );
}
