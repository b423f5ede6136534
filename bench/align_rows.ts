/** Rows of cells, the header first, as a Markdown table with aligned columns: the first to the left. */
export function alignRows(rows: readonly (readonly string[])[]): string[] {
  const [header = []] = rows;
  const widths = header.map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length))
  );
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const aligned = rows.map((row) =>
    line(row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return column === 0 ? cell.padEnd(width) : cell.padStart(width);
    }))
  );
  const rule = line(
    widths.map((width, column) => column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`),
  );
  return aligned.toSpliced(1, 0, rule);
}
