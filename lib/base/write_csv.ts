import { stringify } from "csv-stringify/sync";
import { writeAtomically } from "./write_atomically.ts";

/** A value of a CSV cell; null and undefined are written as an empty field. */
export type CsvValue = string | number | boolean | null | undefined;

/** Options of {@linkcode writeCsv}. */
export interface WriteCsvOptions<Column extends string> {
  /** The columns, in order. */
  columns: readonly Column[];
  /** One object per row, in order. */
  rows: readonly Readonly<Record<Column, CsvValue>>[];
}

/** Writes a CSV file (UTF-8, `\n`, minimal quoting, header row), whole or not at all. */
export async function writeCsv<Column extends string>(
  path: string,
  options: WriteCsvOptions<Column>,
): Promise<void> {
  await writeAtomically(path, formatCsv(options));
}

/** The CSV text that {@linkcode writeCsv} writes. */
export function formatCsv<Column extends string>(
  { columns, rows }: WriteCsvOptions<Column>,
): string {
  const records = rows.map((row) => columns.map((column) => formatCell(row[column])));
  return stringify([[...columns], ...records]);
}

function formatCell(value: CsvValue): string {
  return value === null || value === undefined ? "" : String(value);
}
