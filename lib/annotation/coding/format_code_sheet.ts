import { formatCsv } from "../../base/write_csv.ts";
import { CODE_COLUMNS, type CodeColumn } from "./code_columns.ts";
import type { CodeSheet } from "./read_code_sheet.ts";

/**
 * A coding sheet as CSV for spreadsheets: `input` and `output` to read, then the columns to fill.
 * `technique` takes a code 1–6 or a name, 0 for what cannot be coded; `also_…` takes yes or nothing.
 */
export function formatCodeSheet({ sheet, items }: CodeSheet): string {
  const empty = Object.fromEntries(CODE_COLUMNS.map((column) => [column, null])) as Record<
    CodeColumn,
    null
  >;
  return formatCsv({
    columns: ["input", "output", ...CODE_COLUMNS],
    rows: items.map(({ code_id, input, output }) => ({
      ...empty,
      input: inert(input),
      output: inert(output),
      sheet,
      code_id,
    })),
  });
}

/**
 * Spreadsheets run a cell that begins like a formula: an apostrophe keeps it a text (OWASP, 'CSV
 * Injection'). The texts are for reading only: they do not come back with the codes.
 */
function inert(text: string): string {
  return /^\s*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
