import { formatCell } from "./format_cell.ts";
import { printableText } from "./printable_text.ts";

/**
 * What a column's values are, and so how they are written.
 *
 * - `text`: as it is.
 * - `count`: a whole number with separators.
 * - `real`: a number.
 * - `percent`: a share in [0, 1], in per cent; what is not quite 0 or 100 does not become it.
 * - `points`: a difference of shares in [−1, 1], in percentage points, with its sign.
 * - `p_value`: in [0, 1]; what is too small for the digits is said to be below them.
 */
export type ColumnValueKind = "text" | "count" | "real" | "percent" | "points" | "p_value";

/** An estimate with its interval. */
export interface Estimate {
  value: number | null;
  low: number | null;
  high: number | null;
}

/** A value of a cell; an estimate is written `12 [8, 17]`, null as an en dash. */
export type TableValue = string | number | null | Estimate;

/** A column to be formatted. */
export interface ColumnOptions<Row> {
  /** What the column shows; a line break (`\n`) says where a narrow head may be broken. */
  header: string;
  /** The unit, which stands behind the head: `%`. */
  unit?: string;
  kind: ColumnValueKind;
  /** Digits after the point. Default: 3 for `real` and `p_value`, else 0. */
  digits?: number;
  value: (row: Row) => TableValue;
}

/** Options of {@linkcode formatTable}. */
export interface FormatTableOptions<Row> {
  /** The stem of its files, and its label in LaTeX: letters, digits, `_`. */
  name: string;
  /** What it shows; a sentence without full stop. */
  title: string;
  columns: readonly ColumnOptions<Row>[];
  /** The head under which a row stands, where rows come in groups. */
  groupBy?: (row: Row) => string;
  /** What a reader must know: n, the interval, what is left out. Sentences. */
  notes?: readonly string[];
}

/** A table as people read it: every cell a text, for any kind of document. */
export interface FormattedTable {
  name: string;
  title: string;
  columns: readonly FormattedColumn[];
  /** Rows in order; `title` is null where the rows are not grouped. */
  groups: readonly { title: string | null; rows: readonly (readonly string[])[] }[];
  notes: readonly string[];
}

/** The head of a column. */
export interface FormattedColumn {
  /** With its unit; may have line breaks. */
  header: string;
  align: "left" | "right";
}

/** Formats rows; hostile texts are cleaned here and escaped where the document is made. */
export function formatTable<Row>(
  rows: readonly Row[],
  { name, title, columns, groupBy, notes = [] }: FormatTableOptions<Row>,
): FormattedTable {
  const groups: { title: string | null; rows: string[][] }[] = [];
  for (const row of rows) {
    const head = groupBy === undefined ? null : printableText(groupBy(row));
    const last = groups.at(-1);
    const group = last !== undefined && last.title === head ? last : { title: head, rows: [] };
    if (group !== last) groups.push(group);
    group.rows.push(columns.map((column) => formatValue(column.value(row), column)));
  }
  return {
    name,
    title: printableText(title),
    columns: columns.map(({ header, unit, kind }) => ({
      header: unit === undefined ? header : `${header} (${unit})`,
      align: kind === "text" ? "left" : "right",
    })),
    groups,
    notes: notes.map(printableText),
  };
}

type Formatting = Pick<ColumnOptions<never>, "kind" | "digits">;

/** One value as people read it, without its unit. */
export function formatValue(value: TableValue, { kind, digits }: Formatting): string {
  if (value === null) return "–";
  if (typeof value === "string") return printableText(value);
  if (typeof value === "number") return formatNumber(value, { kind, digits });
  const part = (number: number | null) => formatValue(number, { kind, digits });
  if (value.value === null) return "–";
  return `${part(value.value)} [${part(value.low)}, ${part(value.high)}]`;
}

function formatNumber(value: number, { kind, digits }: Formatting): string {
  if (Number.isNaN(value)) return "–";
  const places = digits ?? (kind === "real" || kind === "p_value" ? 3 : 0);
  const smallest = (10 ** -places).toFixed(places);
  switch (kind) {
    case "percent":
      return formatPercent(value, places);
    case "points":
      return signed(100 * value, places);
    case "p_value":
      return value < Number(smallest) ? `<${smallest}` : value.toFixed(places);
    case "real":
      return minus(value.toFixed(places));
    default:
      return minus(formatCell(value));
  }
}

function formatPercent(share: number, places: number): string {
  const step = 10 ** -places;
  const text = (100 * share).toFixed(places);
  if (share > 0 && Number(text) === 0) return `<${step.toFixed(places)}`;
  if (share < 1 && Number(text) === 100) return `>${(100 - step).toFixed(places)}`;
  return minus(text);
}

function signed(value: number, places: number): string {
  const text = value.toFixed(places);
  if (Number(text) === 0) return text.replace("-", "");
  return value > 0 ? `+${text}` : minus(text);
}

function minus(text: string): string {
  return text.replace("-", "−");
}
