import { alignColumns } from "../base/align_columns.ts";
import { escapeHtml } from "../base/escape_html.ts";
import { type Displayable, displayable } from "./displayable.ts";
import { type CellFormat, formatCell } from "../base/format_cell.ts";

/** Options of {@linkcode showTable}. */
export interface ShowTableOptions {
  /** What the table shows; printed above it. */
  title?: string;
  /** The columns, in order. Default: those of the first row. */
  columns?: readonly string[];
  /** How a column's values are written. Default: by what the value is. */
  formats?: Readonly<Record<string, CellFormat>>;
  /** How many rows are shown; the rest is counted below the table. Default: 50. */
  limit?: number;
}

/** Rows as a table in a notebook: every value escaped, numbers aligned, rows counted. */
export function showTable(
  objects: readonly object[],
  options: ShowTableOptions = {},
): Displayable {
  const rows = objects.map((row): Record<string, unknown> => ({ ...row }));
  const { title, columns = Object.keys(rows[0] ?? {}), formats = {}, limit = 50 } = options;
  const shown = rows.slice(0, limit);
  const cells = shown.map((row) => columns.map((name) => formatCell(row[name], formats[name])));
  const numeric = columns.map((name) => rows.some((row) => typeof row[name] === "number"));
  const note = countNote(shown.length, rows.length);
  const table = { title, columns: columns.map(headerOf), cells, numeric, note };
  return displayable({ "text/html": formatHtml(table), "text/plain": formatText(table) });
}

interface FormattedTable {
  title: string | undefined;
  columns: readonly string[];
  cells: readonly (readonly string[])[];
  numeric: readonly boolean[];
  note: string;
}

function headerOf(column: string): string {
  return column.replaceAll("_", " ");
}

function countNote(shown: number, total: number): string {
  const rows = `${total.toLocaleString("en")} ${total === 1 ? "row" : "rows"}`;
  return shown < total ? `${rows}, of which the first ${shown} are shown` : rows;
}

function formatHtml({ title, columns, cells, numeric, note }: FormattedTable): string {
  const align = (index: number) => numeric[index] ? "right" : "left";
  const cell = (tag: string, text: string, index: number) =>
    `<${tag} style="text-align:${align(index)};white-space:pre-wrap;max-width:40em">` +
    `${escapeHtml(text)}</${tag}>`;
  const head = columns.map((name, index) => cell("th", name, index)).join("");
  const body = cells.map((row) =>
    `<tr>${row.map((text, index) => cell("td", text, index)).join("")}</tr>`
  );
  const caption = title === undefined ? "" : `<p><strong>${escapeHtml(title)}</strong></p>`;
  return `<div>${caption}<table><thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody>` +
    `</table><p><small>${escapeHtml(note)}</small></p></div>`;
}

function formatText({ title, columns, cells, numeric, note }: FormattedTable): string {
  const lines = [...alignColumns([columns, ...cells], { right: numeric }), note];
  return [...(title === undefined ? [] : [title]), ...lines].join("\n");
}
