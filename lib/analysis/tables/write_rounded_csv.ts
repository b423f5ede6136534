import { type CsvValue, writeCsv } from "../../base/write_csv.ts";

/** Rows of a table and which of their columns are written. */
export interface RoundedCsv<Column extends string> {
  /** The columns, in order. */
  columns: readonly Column[];
  rows: readonly Readonly<Record<Column, CsvValue>>[];
}

/**
 * Writes `<stem>.csv`, its fractions with six decimals at most.
 *
 * @param stem Folder and name, without the ending.
 * @returns The path.
 */
export async function writeRoundedCsv<Column extends string>(
  stem: string,
  { columns, rows }: RoundedCsv<Column>,
): Promise<string> {
  const path = `${stem}.csv`;
  const rounded = rows.map((row) =>
    Object.fromEntries(columns.map((column) => [column, sixDecimals(row[column])]))
  );
  await writeCsv(path, { columns, rows: rounded as Record<Column, CsvValue>[] });
  return path;
}

function sixDecimals(value: CsvValue): CsvValue {
  return typeof value === "number" ? Number(value.toFixed(6)) : value;
}
