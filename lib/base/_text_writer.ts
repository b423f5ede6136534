import type { CellRow, CellValue, TableColumns, TableWriter } from "./table_columns.ts";

const BUFFER_LENGTH = 256 * 1024;

/** Writes CSV or JSONL; see `openTableWriter()`. */
export function textWriter(
  path: string,
  { format, columns }: { format: "csv" | "jsonl"; columns: TableColumns },
): TableWriter {
  const names = Object.keys(columns);
  const file = Deno.openSync(path, { write: true, create: true, truncate: true });
  const encoder = new TextEncoder();
  let text = format === "csv" ? csvLine(names) : "";
  const flush = () => {
    writeAll(file, encoder.encode(text));
    text = "";
  };
  return {
    write(row) {
      text += format === "csv" ? csvLine(names.map((name) => row[name])) : jsonLine(row, names);
      if (text.length >= BUFFER_LENGTH) flush();
    },
    finish: flush,
    [Symbol.dispose]: () => file.close(),
  };
}

function jsonLine(row: CellRow, names: readonly string[]): string {
  const cells = names.map((name) => `${JSON.stringify(name)}:${JSON.stringify(row[name] ?? null)}`);
  return `{${cells.join(",")}}\n`;
}

function csvLine(cells: readonly (CellValue | undefined)[]): string {
  return `${cells.map(csvField).join(",")}\n`;
}

/** Quotes tell an empty text from null, and keep a `\r` from being read as the row's end. */
function csvField(value: CellValue | undefined): string {
  if (value === null || value === undefined) return "";
  const text = String(value);
  return text === "" || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function writeAll(file: Deno.FsFile, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
}
