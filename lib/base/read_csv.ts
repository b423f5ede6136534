import { parse } from "csv-parse/sync";
import { readText } from "./read_text.ts";
import { UserError } from "./user_error.ts";

/** One data row of a CSV file. */
export interface CsvRow {
  /** The line of the file on which the row starts, counted from 1 (the header is line 1). */
  line: number;
  /** The row's fields by column name, exactly as written: nothing trimmed or converted. */
  fields: Readonly<Record<string, string>>;
}

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
  const { path, required = [], delimiter = "," } = options;
  const records = parseRecords(text, path, delimiter);
  const header = records[0];
  if (header === undefined) {
    throw new UserError(`Cannot read ${path}: it is empty. The first line must name the columns.`);
  }
  const columns = header.values;
  checkColumns(columns, required, path);
  const rows = records.slice(1).map((record) => toRow(record, columns, path));
  return { path, columns, rows };
}

interface CsvRecord {
  line: number;
  values: string[];
}

function parseRecords(text: string, path: string, delimiter: string): CsvRecord[] {
  try {
    const parsed: unknown = parse(text, {
      bom: true,
      delimiter,
      info: true,
      record_delimiter: ["\r\n", "\n"],
      relax_column_count: true,
      skip_empty_lines: true,
    });
    const records = parsed as { record: string[]; info: { lines: number } }[];
    // `info.lines` is the line on which a record ends; it starts that many line breaks earlier.
    // csv-parse counts a \r\n inside quotes as two lines, in this record and all that follow.
    let countedTwice = 0;
    return records.map(({ record, info }) => {
      const text = record.join(",");
      countedTwice += countMatches(text, /\r\n/g);
      return {
        line: info.lines - countedTwice - countMatches(text, /\r\n|\n|\r/g),
        values: record,
      };
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message.replaceAll("\n", " ") : String(error);
    throw new UserError(`Cannot read ${path}: ${reason}. Check the quotes of that line.`);
  }
}

function countMatches(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function checkColumns(columns: readonly string[], required: readonly string[], path: string): void {
  const repeated = columns.find((name, index) => columns.indexOf(name) !== index);
  if (repeated !== undefined) {
    throw new UserError(`Cannot read ${path}, line 1: column '${repeated}' is there twice.`);
  }
  const missing = required.filter((name) => !columns.includes(name));
  if (missing.length > 0) {
    throw new UserError(
      `Cannot read ${path}, line 1: expected column ${missing.map((m) => `'${m}'`).join(", ")} ` +
        `but found ${columns.join(", ")}. Rename or add the column.`,
    );
  }
}

function toRow(record: CsvRecord, columns: readonly string[], path: string): CsvRow {
  if (record.values.length !== columns.length) {
    throw new UserError(
      `Cannot read ${path}, line ${record.line}: expected ${columns.length} columns but found ` +
        `${record.values.length}. Quote fields that contain commas or line breaks.`,
    );
  }
  const fields = Object.fromEntries(columns.map((name, i) => [name, record.values[i] ?? ""]));
  return { line: record.line, fields };
}
