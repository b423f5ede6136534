/** What the values of a column are; each may be null. */
export type ColumnKind = "text" | "integer" | "real" | "boolean";

/** The columns of a table, in order. */
export type TableColumns = Readonly<Record<string, ColumnKind>>;

/** A value of a cell. */
export type CellValue = string | number | boolean | null;

/** A row by column. */
export type CellRow = Readonly<Record<string, CellValue>>;

/** The formats of one file. */
export const TABLE_FORMATS = ["csv", "jsonl", "parquet"] as const;

/** One of {@linkcode TABLE_FORMATS}. */
export type TableFormat = typeof TABLE_FORMATS[number];

/** A table file that is written row by row; see `openTableWriter()`. */
export interface TableWriter extends Disposable {
  write(row: CellRow): void;
  /** Writes what is left. Without it the file is no whole one; disposing alone only closes it. */
  finish(): void;
}
