import { extname } from "node:path";
import { streamCsv } from "./_stream_csv.ts";
import { streamJsonLines } from "./_stream_json_lines.ts";
import { type TablePage, unknownEnding } from "./read_table.ts";
import type { TableFormat } from "./table_columns.ts";

/** Options of {@linkcode streamTable}. */
export interface StreamTableOptions {
  /** Rows in a page, at most. Default: 1,000. */
  pageRows?: number;
  /** How to read the file, whatever its name. Default: by its ending. */
  format?: TableFormat;
}

/**
 * Reads a table as `readTable()` does, but a page at a time, in memory that does not grow with the
 * file (of a Parquet file: with what its largest row group takes in the file). There is at least one
 * page, which may be without rows.
 *
 * @throws {UserError} naming the file, and the line where there is one, for what cannot be read.
 */
export async function* streamTable(
  path: string,
  { pageRows = 1000, format }: StreamTableOptions = {},
): AsyncGenerator<TablePage> {
  const ending = format === undefined ? extname(path).toLowerCase() : `.${format}`;
  if (ending === ".csv") yield* streamCsv(path, pageRows);
  else if (ending === ".parquet") yield* await parquetPages(path, pageRows);
  else if (ending === ".jsonl" || ending === ".ndjson") yield* streamJsonLines(path, pageRows);
  else throw unknownEnding(path);
}

/** The packages that read Parquet are loaded only here: other files need not wait for them. */
async function parquetPages(path: string, pageRows: number): Promise<AsyncGenerator<TablePage>> {
  const { streamParquet } = await import("./_stream_parquet.ts");
  return streamParquet(path, pageRows);
}
