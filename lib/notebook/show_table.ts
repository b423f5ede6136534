import { alignColumns } from "../base/align_columns.ts";
import { escapeHtml } from "../base/escape_html.ts";
import { type Displayable, displayable, type MimeBundle } from "./displayable.ts";
import { type CellFormat, formatCell } from "../base/format_cell.ts";

/** Options of {@linkcode showTable}. */
export interface ShowTableOptions {
  /** What the table shows; printed above it. */
  title?: string;
  /** The columns, in order. Default: those of the first row. */
  columns?: readonly string[];
  /** Columns that are left out, of those of the first row. Default: none. */
  omit?: readonly string[];
  /** How a column's values are written. Default: by what the value is. */
  formats?: Readonly<Record<string, CellFormat>>;
  /** How many rows are shown; the rest is counted below the table. Default: 50. */
  limit?: number;
}

/** What can be shown as a table: plain rows, a Polars frame, or an arquero table. */
export type TableLike =
  | readonly object[]
  | { toRecords(): readonly object[] }
  | { objects(options?: { limit?: number }): readonly object[]; numRows(): number };

/**
 * Rows as a table in a notebook: every value escaped, numbers aligned, rows counted, those after the
 * twentieth folded.
 */
export function showTable(table: TableLike, options: ShowTableOptions = {}): Displayable {
  return displayable(tableBundle(table, options));
}

/** The representations of {@linkcode showTable}. */
export function tableBundle(table: TableLike, options: ShowTableOptions = {}): MimeBundle {
  const rows = rowsOf(table).map((row): Record<string, unknown> => ({ ...row }));
  const { title, omit = [], formats = {}, limit = 50 } = options;
  const { columns = Object.keys(rows[0] ?? {}).filter((name) => !omit.includes(name)) } = options;
  const shown = rows.slice(0, limit);
  const cells = shown.map((row) => columns.map((name) => formatCell(row[name], formats[name])));
  const numeric = columns.map((name) => rows.some((row) => typeof row[name] === "number"));
  const note = countNote(shown.length, rows.length);
  const formatted = { title, columns: columns.map(headerOf), cells, numeric, note };
  return { "text/html": formatHtml(formatted), "text/plain": formatText(formatted) };
}

function rowsOf(table: TableLike): readonly object[] {
  if (isRows(table)) return table;
  return isFrame(table) ? table.toRecords() : table.objects();
}

function isRows(table: TableLike): table is readonly object[] {
  return Array.isArray(table);
}

/** A Polars frame answers `in` by its columns, so the method itself is asked for. */
function isFrame(table: object): table is { toRecords(): readonly object[] } {
  return typeof Reflect.get(table, "toRecords") === "function";
}

interface FormattedTable {
  title: string | undefined;
  columns: readonly string[];
  cells: readonly (readonly string[])[];
  numeric: readonly boolean[];
  note: string;
}

/** `tokens_in` as `tokens in`, and `reportedModel` as `reported model`. */
function headerOf(column: string): string {
  return column.replaceAll("_", " ").replaceAll(/[a-z][A-Z](?=[a-z])/g, (letters) => {
    return `${letters[0]} ${letters[1]?.toLowerCase()}`;
  });
}

function countNote(shown: number, total: number): string {
  const rows = `${total.toLocaleString("en")} ${total === 1 ? "row" : "rows"}`;
  return shown < total ? `${rows}, of which the first ${shown} are shown` : rows;
}

/** So many rows are shown at once; the others are behind a fold. */
const FOLD_AFTER = 20;

function formatHtml({ title, columns, cells, numeric, note }: FormattedTable): string {
  const align = (index: number) => numeric[index] ? "right" : "left";
  // A number stays with its unit; the words above it may take two lines.
  const wrap = (tag: string, index: number) =>
    tag === "td" && numeric[index] ? "nowrap" : "pre-wrap";
  const cell = (tag: string, text: string, index: number) =>
    `<${tag} style="text-align:${align(index)};white-space:${wrap(tag, index)};max-width:40em">` +
    `${escapeHtml(text)}</${tag}>`;
  const head = columns.map((name, index) => cell("th", name, index)).join("");
  const body = cells.map((row) =>
    `<tr>${row.map((text, index) => cell("td", text, index)).join("")}</tr>`
  );
  const table = (rows: readonly string[]) =>
    `<div style="overflow-x:auto"><table><thead><tr>${head}</tr></thead>` +
    `<tbody>${rows.join("")}</tbody></table></div>`;
  const rest = body.slice(FOLD_AFTER);
  const fold = rest.length === 0
    ? ""
    : `<details><summary>${rest.length} more</summary>${table(rest)}</details>`;
  const caption = title === undefined ? "" : `<p><strong>${escapeHtml(title)}</strong></p>`;
  return `<div>${caption}${columns.length === 0 ? "" : table(body.slice(0, FOLD_AFTER))}${fold}` +
    `<p><small>${escapeHtml(note)}</small></p></div>`;
}

function formatText({ title, columns, cells, numeric, note }: FormattedTable): string {
  const lines = [...alignColumns([columns, ...cells], { right: numeric }), note];
  return [...(title === undefined ? [] : [title]), ...lines].join("\n");
}
