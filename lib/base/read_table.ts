import { Buffer } from "node:buffer";
import { extname } from "node:path";
import type pl from "nodejs-polars";
import { readCsv } from "./read_csv.ts";
import { reviveLargeInteger } from "./read_json.ts";
import { readBytes, readText } from "./read_text.ts";
import { UserError } from "./user_error.ts";

/** One row of a table file. */
export interface TableRow {
  /** Where it stands, for messages: `line 7` of a text file, `row 7` of a Parquet file. */
  where: string;
  /**
   * The values by column: texts in CSV, JSON values in JSONL, scalars in Parquet. Whole numbers
   * beyond 2^53 are bigints (in Parquet: texts), so that ids keep their digits.
   */
  fields: Readonly<Record<string, unknown>>;
}

/** A table file in memory. */
export interface Table {
  path: string;
  /** The column names, in file order (JSONL: in order of appearance). */
  columns: readonly string[];
  rows: readonly TableRow[];
}

/** Some rows of a table, in file order. */
export interface TablePage {
  /** The column names: all of them, but of JSONL those that have come up so far. */
  columns: readonly string[];
  rows: readonly TableRow[];
}

/**
 * Reads a table by its file's ending: `.csv`, `.parquet`, or `.jsonl` / `.ndjson`.
 *
 * @throws {UserError} naming the file, and the line where there is one, for what cannot be read.
 */
export async function readTable(path: string): Promise<Table> {
  const ending = extname(path).toLowerCase();
  if (ending === ".csv") return await readCsvTable(path);
  if (ending === ".parquet") return await readParquetTable(path);
  if (ending === ".jsonl" || ending === ".ndjson") return await readJsonLines(path);
  throw unknownEnding(path);
}

/** The error of a file that is no table by its name. */
export function unknownEnding(path: string): UserError {
  return new UserError(
    `Cannot read ${path}: expected a file ending in .csv, .parquet or .jsonl but found ` +
      `'${extname(path).toLowerCase()}'.`,
  );
}

/** The error of a Parquet file that cannot be read. */
export function parquetError(error: unknown, path: string): UserError {
  const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
  return new UserError(`Cannot read ${path}: it is no readable Parquet file (${reason}).`);
}

async function readCsvTable(path: string): Promise<Table> {
  const { columns, rows } = await readCsv(path);
  return {
    path,
    columns,
    rows: rows.map(({ line, fields }) => ({ where: `line ${line}`, fields })),
  };
}

async function readParquetTable(path: string): Promise<Table> {
  const bytes = await readBytes(path);
  try {
    // Only here: its native library takes time and memory that other files need not pay for.
    const { default: polars } = await import("nodejs-polars");
    const frame = polars.readParquet(Buffer.from(bytes));
    const digits = digitsOfLargeIntegers(frame, polars);
    const rows = frame.toRecords().map((record, index) => ({
      where: `row ${index + 1}`,
      fields: Object.fromEntries(
        Object.entries(record).map((
          [name, value],
        ) => [name, digits.get(name)?.[index] ?? plainNumber(value)]),
      ),
    }));
    return { path, columns: frame.columns, rows };
  } catch (error) {
    throw parquetError(error, path);
  }
}

/** Polars hands 64-bit integers over as numbers; where one would lose digits, a column as text. */
function digitsOfLargeIntegers(
  frame: pl.DataFrame,
  { Int64, UInt64, Utf8 }: typeof pl,
): Map<string, (string | null)[]> {
  const columns = frame.getColumns().filter(({ dtype }) =>
    dtype.equals(Int64) || dtype.equals(UInt64)
  ).map((series) => [series.name, series.cast(Utf8).toArray()] as const);
  return new Map(
    columns.filter(([, texts]) => texts.some((text) => !Number.isSafeInteger(Number(text)))),
  );
}

function plainNumber(value: unknown): unknown {
  return typeof value === "bigint" ? Number(value) : value;
}

async function readJsonLines(path: string): Promise<Table> {
  const rows: TableRow[] = [];
  const columns = new Set<string>();
  for (const [index, text] of (await readText(path)).split("\n").entries()) {
    if (text.trim() === "") continue;
    const where = `line ${index + 1}`;
    const fields = parseJsonObject(text, `${path}, ${where}`);
    for (const name of Object.keys(fields)) columns.add(name);
    rows.push({ where, fields });
  }
  return { path, columns: [...columns], rows };
}

/** A line of JSONL as an object. @throws {UserError} saying where, for anything else. */
export function parseJsonObject(text: string, where: string): Record<string, unknown> {
  let value: unknown;
  try {
    // Looking at each value takes four times as long: only where one can be beyond 2^53.
    value = /\d{16}/.test(text) ? JSON.parse(text, reviveLargeInteger) : JSON.parse(text);
  } catch {
    throw new UserError(`Cannot read ${where}: it is not valid JSON. Write one object per line.`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new UserError(`Cannot read ${where}: expected a JSON object but found ${text.trim()}.`);
  }
  return { ...value };
}
