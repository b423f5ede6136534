import { formatMoney } from "./format_money.ts";

/**
 * How a column's values are written: `text` as they are, `integer` with thousands separators,
 * `real` with three decimals, `percent` a share in [0, 1] as a percentage with one decimal, `money`
 * as US dollars.
 */
export type CellFormat = "text" | "integer" | "real" | "percent" | "money";

/** One value as people read it; null, undefined and NaN become an en dash. */
export function formatCell(value: unknown, format: CellFormat = guessFormat(value)): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (typeof value !== "number" || format === "text") return textOf(value);
  if (format === "percent") return `${(100 * value).toFixed(1)} %`;
  if (format === "money") return formatMoney(value);
  if (format === "real") return value.toFixed(3);
  return value.toLocaleString("en");
}

/** Numbers are written as integers where they are, and with three decimals where they are not. */
function guessFormat(value: unknown): CellFormat {
  if (typeof value !== "number") return "text";
  return Number.isInteger(value) ? "integer" : "real";
}

function textOf(value: unknown): string {
  if (Array.isArray(value) && value.length > 0 && value.every((part) => typeof part === "number")) {
    return `[${value.map((part) => formatCell(part)).join(", ")}]`;
  }
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
