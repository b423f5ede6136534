import { oneLine } from "./one_line.ts";

/** Options of {@linkcode alignColumns}. */
export interface AlignColumnsOptions {
  /** Which columns stand flush right, by position. Default: all but the first. */
  right?: readonly boolean[];
}

/** Rows of cells as lines of text in aligned columns, two blanks between; any text may be a cell. */
export function alignColumns(
  rows: readonly (readonly string[])[],
  { right = [false] }: AlignColumnsOptions = {},
): string[] {
  const cells = rows.map((row) => row.map(oneLine));
  const count = Math.max(0, ...cells.map((row) => row.length));
  const widths = Array.from(
    { length: count },
    (_, index) => Math.max(0, ...cells.map((row) => row[index]?.length ?? 0)),
  );
  return cells.map((row) =>
    row.map((cell, index) =>
      right[index] ?? true ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0)
    ).join("  ").trimEnd()
  );
}
