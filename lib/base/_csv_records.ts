import type { Options } from "csv-parse";
import { UserError } from "./user_error.ts";

/** One data row of a CSV file. */
export interface CsvRow {
  /** The line of the file on which the row starts, counted from 1 (the header is line 1). */
  line: number;
  /** The row's fields by column name, exactly as written: nothing trimmed or converted. */
  fields: Readonly<Record<string, string>>;
}

/** A record as csv-parse hands it over with `info: true`. */
export interface ParsedRecord {
  record: string[];
  info: { lines: number };
}

/** How CSV is read here: RFC 4180, rows of another width let through to be told apart by line. */
export function csvParseOptions(delimiter = ","): Options {
  return {
    bom: true,
    delimiter,
    info: true,
    record_delimiter: ["\r\n", "\n"],
    relax_column_count: true,
    skip_empty_lines: true,
  };
}

/** Says on which line each record starts; to be called with every record, in order. */
export function recordLines(): (parsed: ParsedRecord) => number {
  // `info.lines` is the line on which a record ends; it starts that many line breaks earlier.
  // csv-parse counts a \r\n inside quotes as two lines, in this record and all that follow.
  let countedTwice = 0;
  return ({ record, info }) => {
    const text = record.join(",");
    countedTwice += countMatches(text, /\r\n/g);
    return info.lines - countedTwice - countMatches(text, /\r\n|\n|\r/g);
  };
}

function countMatches(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** What csv-parse complains of, as an error that names the file. */
export function csvError(error: unknown, path: string): UserError {
  if (error instanceof UserError) return error;
  const reason = error instanceof Error ? error.message.replaceAll("\n", " ") : String(error);
  return new UserError(`Cannot read ${path}: ${reason}. Check the quotes of that line.`);
}

/** The error of a file without a header. */
export function emptyCsvError(path: string): UserError {
  return new UserError(
    `Cannot read ${path}: it is empty. The first line must name the columns.`,
  );
}

/** @throws {UserError} where a column is there twice, or one of `required` is not there. */
export function checkColumns(
  columns: readonly string[],
  { path, required = [] }: { path: string; required?: readonly string[] },
): void {
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

/** A record's fields by column. @throws {UserError} where it is of another width. */
export function toCsvRow(
  { line, values }: { line: number; values: readonly string[] },
  { columns, path }: { columns: readonly string[]; path: string },
): CsvRow {
  if (values.length !== columns.length) {
    throw new UserError(
      `Cannot read ${path}, line ${line}: expected ${columns.length} columns but found ` +
        `${values.length}. Quote fields that contain commas or line breaks.`,
    );
  }
  const fields = Object.fromEntries(columns.map((name, i) => [name, values[i] ?? ""]));
  return { line, fields };
}
