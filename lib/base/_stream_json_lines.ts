import { parseJsonObject, type TablePage, type TableRow } from "./read_table.ts";
import { streamLines } from "./stream_lines.ts";

/** The pages of a JSONL file. */
export async function* streamJsonLines(path: string, pageRows: number): AsyncGenerator<TablePage> {
  const columns = new Set<string>();
  let rows: TableRow[] = [];
  for await (const { firstLine, bytes } of streamLines(path)) {
    // The decoder leaves out a byte-order mark, which only the file's start can have.
    const text = new TextDecoder("utf-8", { ignoreBOM: firstLine > 1 }).decode(bytes);
    for (const [index, line] of text.split("\n").entries()) {
      if (line.trim() === "") continue;
      const where = `line ${firstLine + index}`;
      const fields = parseJsonObject(line, `${path}, ${where}`);
      for (const name in fields) columns.add(name);
      rows.push({ where, fields });
      if (rows.length < pageRows) continue;
      yield { columns: [...columns], rows };
      rows = [];
    }
  }
  yield { columns: [...columns], rows };
}
