import { extname } from "node:path";
import pl from "nodejs-polars";
import { UserError } from "./user_error.ts";
import { writeAtomically } from "./write_atomically.ts";
import { type CsvValue, formatCsv } from "./write_csv.ts";

/** Options of {@linkcode writeTable}. */
export interface WriteTableOptions<Column extends string> {
  /** The columns, in order, each with what its values are. Values may be null. */
  columns: Readonly<Record<Column, "text" | "integer" | "real">>;
  /** One object per row, in order. */
  rows: readonly Readonly<Record<Column, CsvValue>>[];
}

/**
 * Writes a table by its file's ending: `.csv`, `.parquet`, or `.jsonl`; whole or not at all.
 *
 * @throws {UserError} for another ending and where the file cannot be written.
 */
export async function writeTable<Column extends string>(
  path: string,
  { columns, rows }: WriteTableOptions<Column>,
): Promise<void> {
  const names = Object.keys(columns) as Column[];
  const ending = extname(path).toLowerCase();
  if (ending === ".csv") {
    await writeAtomically(path, formatCsv({ columns: names, rows }));
  } else if (ending === ".parquet") {
    await writeAtomically(path, formatParquet({ columns, rows }));
  } else if (ending === ".jsonl" || ending === ".ndjson") {
    await writeAtomically(path, rows.map((row) => JSON.stringify(row, names) + "\n").join(""));
  } else {
    throw new UserError(
      `Cannot write ${path}: expected a file ending in .csv, .parquet or .jsonl but found ` +
        `'${ending}'.`,
    );
  }
}

const POLARS_TYPES = { text: pl.Utf8, integer: pl.Int64, real: pl.Float64 };

function formatParquet<Column extends string>(
  { columns, rows }: WriteTableOptions<Column>,
): Uint8Array {
  const series = Object.entries<"text" | "integer" | "real">(columns).map(([name, kind]) =>
    pl.Series(name, rows.map((row) => row[name as Column] ?? null), POLARS_TYPES[kind])
  );
  return pl.DataFrame(series).writeParquet();
}
