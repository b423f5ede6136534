import { parquetWriter } from "./_parquet_writer.ts";
import { textWriter } from "./_text_writer.ts";
import type { TableColumns, TableFormat, TableWriter } from "./table_columns.ts";

/** Options of {@linkcode openTableWriter}. */
export interface TableWriterOptions {
  format: TableFormat;
  columns: TableColumns;
}

/**
 * Begins a table file, in memory that does not grow with it.
 *
 * - CSV: UTF-8, `\n`, a header; null is an empty field, an empty text `""`.
 * - JSONL: one object per line, with null where there is nothing.
 * - Parquet: text as UTF-8 strings, integers of 64 bits, doubles, booleans; zstd; row groups of at
 *   most 10,000 rows or about 16 MB.
 */
export function openTableWriter(
  path: string,
  { format, columns }: TableWriterOptions,
): TableWriter {
  return format === "parquet"
    ? parquetWriter(path, columns)
    : textWriter(path, { format, columns });
}
