import { extname } from "node:path";
import pl from "nodejs-polars";
import { parquetError, type TablePage, unknownEnding } from "../../base/read_table.ts";
import { streamTable } from "../../base/stream_table.ts";
import { UserError } from "../../base/user_error.ts";
import { type CsvRecords, linesOfRecords, scanCsv } from "./_scan_csv.ts";

/** The column of a scan that numbers the file's rows, from 0. No file has a column of this name. */
export const ROW = "\u0001row";

/** A table file that Polars reads. */
export interface OpenTable {
  path: string;
  /** The file's columns, in order. */
  columns: readonly string[];
  /** Fields of rows that are wider or narrower than the header, by row. */
  ragged: ReadonlyMap<number, number>;
  /** Rows that are blank lines. */
  blank: readonly number[];
  /** Some columns as text, nulls as empty texts, and {@linkcode ROW}; in the file's order. */
  scan(columns: readonly string[]): Promise<pl.LazyDataFrame>;
  /** Where rows stand, as users count: `line 7`, `row 7`. */
  where(rows: ReadonlySet<number>): Promise<Map<number, string>>;
}

/**
 * Opens a table for reading by Polars, column by column: `.csv`, `.parquet` or `.jsonl`.
 *
 * @throws {UserError} where it cannot be read, and for another ending.
 */
export async function openTable(path: string): Promise<OpenTable> {
  const ending = extname(path).toLowerCase();
  if (ending === ".csv") return await openCsv(path);
  if (ending === ".parquet") return await openParquet(path);
  if (ending === ".jsonl" || ending === ".ndjson") return await openJsonLines(path);
  throw unknownEnding(path);
}

async function openCsv(path: string): Promise<OpenTable> {
  const columns = await firstColumns(path);
  const records: CsvRecords = await scanCsv(path);
  return {
    ...{ path, columns, ragged: records.ragged, blank: records.blank },
    scan(wanted) {
      // Nothing is inferred: all is text. Rows of another width are known, and left out later.
      const frame = pl.scanCSV(path, {
        ...{ inferSchemaLength: 0, truncateRaggedLines: true, glob: false, rowIndexName: ROW },
        ...{ missingUtf8IsEmptyString: true },
      });
      return Promise.resolve(texts(frame, wanted));
    },
    async where(rows) {
      const lines = await linesOfRecords(path, rows);
      return new Map([...lines].map(([row, line]) => [row, `line ${line}`]));
    },
  };
}

async function openParquet(path: string): Promise<OpenTable> {
  const columns = await firstColumns(path);
  return {
    ...{ path, columns, ragged: new Map(), blank: [] },
    scan(wanted) {
      const frame = pl.scanParquet(path, { glob: false }).withRowIndex(ROW);
      return Promise.resolve(texts(frame, wanted));
    },
    where: (rows) => Promise.resolve(new Map([...rows].map((row) => [row, `row ${row + 1}`]))),
  };
}

/** JSONL goes through this program, page by page: its lines may differ in their columns and types. */
async function openJsonLines(path: string): Promise<OpenTable> {
  let columns: readonly string[] = [];
  for await (const page of streamTable(path)) columns = page.columns;
  return {
    ...{ path, columns, ragged: new Map(), blank: [] },
    async scan(wanted) {
      const pages: pl.DataFrame[] = [];
      for await (const { rows } of streamTable(path, { pageRows: 50_000 })) {
        pages.push(pageFrame(rows, wanted));
      }
      return texts(pl.concat(pages).lazy().withRowIndex(ROW), wanted);
    },
    async where(rows) {
      const places = new Map<number, string>();
      let row = 0;
      for await (const page of streamTable(path)) {
        for (const { where } of page.rows) {
          if (rows.has(row)) places.set(row, where);
          row++;
        }
      }
      return places;
    },
  };
}

/** Of CSV and Parquet, the first page has all the columns. */
async function firstColumns(path: string): Promise<readonly string[]> {
  for await (const { columns } of streamTable(path, { pageRows: 1 })) return columns;
  throw new UserError(`Cannot read ${path}: it is empty.`);
}

function texts(frame: pl.LazyDataFrame, columns: readonly string[]): pl.LazyDataFrame {
  return frame.select(
    pl.col(ROW).cast(pl.UInt32),
    ...columns.map((name) => pl.col(exactly(name)).cast(pl.Utf8).fillNull(pl.lit(""))),
  );
}

/** Polars takes a name from ^ to $ for a pattern. */
function exactly(name: string): string {
  if (!/^\^.*\$$/.test(name)) return name;
  throw new UserError(`Cannot use a column called '${name}': rename it in the file.`);
}

function pageFrame(rows: TablePage["rows"], columns: readonly string[]): pl.DataFrame {
  return pl.DataFrame(
    columns.map((name) => pl.Series(name, rows.map(({ fields }) => textOf(fields[name])), pl.Utf8)),
  );
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Runs a scan in pieces, so that memory grows with the columns kept only. */
export function collectTexts(scan: pl.LazyDataFrame, path: string): pl.DataFrame {
  try {
    return scan.collectSync({ engine: "streaming" });
  } catch (error) {
    if (/\.parquet$/i.test(path)) throw parquetError(error, path);
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new UserError(`Cannot read ${path}: ${reason}.`);
  }
}
