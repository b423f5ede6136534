import { Readable } from "node:stream";
import { parse } from "csv-parse";
import {
  checkColumns,
  csvError,
  csvParseOptions,
  emptyCsvError,
  type ParsedRecord,
  recordLines,
  toCsvRow,
} from "./_csv_records.ts";
import type { TablePage, TableRow } from "./read_table.ts";
import { streamLines } from "./stream_lines.ts";

/** The pages of a CSV file. */
export async function* streamCsv(path: string, pageRows: number): AsyncGenerator<TablePage> {
  const lineOf = recordLines();
  let columns: readonly string[] | null = null;
  let rows: TableRow[] = [];
  for await (const parsed of parseRecords(path)) {
    const line = lineOf(parsed);
    if (columns === null) {
      columns = parsed.record;
      checkColumns(columns, { path });
      continue;
    }
    const { fields } = toCsvRow({ line, values: parsed.record }, { columns, path });
    rows.push({ where: `line ${line}`, fields });
    if (rows.length < pageRows) continue;
    yield { columns, rows };
    rows = [];
  }
  if (columns === null) throw emptyCsvError(path);
  yield { columns, rows };
}

async function* parseRecords(path: string): AsyncGenerator<ParsedRecord> {
  const parser = parse(csvParseOptions());
  const source = Readable.from(pieces(path), { objectMode: false, highWaterMark: 1 });
  // A stream does not hand its errors on to the one that it flows into.
  source.on("error", (error) => parser.destroy(error));
  try {
    yield* source.pipe(parser) as AsyncIterable<ParsedRecord>;
  } catch (error) {
    throw csvError(error, path);
  } finally {
    source.destroy();
  }
}

async function* pieces(path: string): AsyncGenerator<Uint8Array> {
  for await (const { bytes } of streamLines(path)) yield bytes;
}
