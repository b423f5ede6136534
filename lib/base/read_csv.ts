import { parse } from "csv-parse/sync";
import {
  checkColumns,
  csvError,
  csvParseOptions,
  type CsvRow,
  emptyCsvError,
  type ParsedRecord,
  recordLines,
  toCsvRow,
} from "./_csv_records.ts";
import { readText } from "./read_text.ts";

export type { CsvRow };

/** A CSV file in memory. */
export interface CsvTable {
  /** Where it came from. */
  path: string;
  /** The column names, in file order. */
  columns: readonly string[];
  rows: readonly CsvRow[];
}

/** Options of {@linkcode readCsv}. */
export interface ReadCsvOptions {
  /** Columns that must be there. Default: none. */
  required?: readonly string[];
  /** The character between fields. Default: `,`. */
  delimiter?: string;
}

/**
 * Reads a CSV file (UTF-8, RFC 4180 quoting, header row).
 *
 * @throws {UserError} naming file and line for a broken quote, a row of another width than the
 * header, a repeated or missing column, an empty file, or text that is not UTF-8.
 */
export async function readCsv(path: string, options: ReadCsvOptions = {}): Promise<CsvTable> {
  return parseCsv(await readText(path), { ...options, path });
}

/** Options of {@linkcode parseCsv}. */
export interface ParseCsvOptions extends ReadCsvOptions {
  /** Where the text came from, for the errors' sake. */
  path: string;
}

/** Parses CSV text; see {@linkcode readCsv}. */
export function parseCsv(text: string, options: ParseCsvOptions): CsvTable {
  const { path, required, delimiter } = options;
  const records = parseRecords(text, path, delimiter);
  const columns = records[0]?.record;
  if (columns === undefined) throw emptyCsvError(path);
  checkColumns(columns, { path, required });
  const lineOf = recordLines();
  const rows = records
    .map((parsed) => ({ line: lineOf(parsed), values: parsed.record }))
    .slice(1)
    .map((record) => toCsvRow(record, { columns, path }));
  return { path, columns, rows };
}

function parseRecords(text: string, path: string, delimiter?: string): ParsedRecord[] {
  try {
    const parsed: unknown = parse(text, csvParseOptions(delimiter));
    return parsed as ParsedRecord[];
  } catch (error) {
    throw csvError(error, path);
  }
}
