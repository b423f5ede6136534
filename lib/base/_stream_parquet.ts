import { zstdDecompressSync } from "node:zlib";
import {
  type AsyncBuffer,
  asyncBufferFromFile,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
  type RowGroup,
} from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { whyUnreadable } from "./read_text.ts";
import { parquetError, type TablePage } from "./read_table.ts";
import { UserError } from "./user_error.ts";

/** Columns take about as much memory as this at a time, or a sixteenth of a larger row group. */
const SLICE_BYTES = 16 * 2 ** 20;
const MOST_SLICES = 16;

/** Deno's own is faster than the package's. */
const COMPRESSORS = {
  ...compressors,
  ZSTD: (bytes: Uint8Array): Uint8Array => zstdDecompressSync(bytes),
};

/** The pages of a Parquet file. Polars is not used: what it reads is freed too late. */
export async function* streamParquet(path: string, pageRows: number): AsyncGenerator<TablePage> {
  const file = await openParquet(path);
  const { metadata, columns } = await readMetadata(file, path);
  let row = 0;
  yield { columns, rows: [] };
  for (const group of metadata.row_groups) {
    const end = row + Number(group.num_rows);
    const step = sliceRows(group);
    for (let start = row; start < end; start += step) {
      const slice = { rowStart: start, rowEnd: Math.min(start + step, end) };
      const records = await readRows({ file, metadata, path, ...slice });
      for (let at = 0; at < records.length; at += pageRows) {
        const rows = records.slice(at, at + pageRows).map((record, index) => ({
          where: `row ${start + at + index + 1}`,
          fields: plainFields(record),
        }));
        yield { columns, rows };
      }
    }
    row = end;
  }
}

/** Reading a part of a row group unpacks all that stands before it: slices must not be too many. */
function sliceRows({ num_rows, total_byte_size }: RowGroup): number {
  const slices = Math.min(MOST_SLICES, Math.ceil(Number(total_byte_size) / SLICE_BYTES));
  return Math.ceil(Number(num_rows) / Math.max(1, slices)) || 1;
}

async function openParquet(path: string): Promise<AsyncBuffer> {
  try {
    const { isDirectory } = await Deno.stat(path);
    if (isDirectory) throw new Deno.errors.IsADirectory();
    return await asyncBufferFromFile(path);
  } catch (error) {
    throw new UserError(`Cannot read ${path}: ${whyUnreadable(error)}.`);
  }
}

async function readMetadata(
  file: AsyncBuffer,
  path: string,
): Promise<{ metadata: FileMetaData; columns: string[] }> {
  try {
    const metadata = await parquetMetadataAsync(file);
    const columns = parquetSchema(metadata).children.map(({ element }) => element.name);
    return { metadata, columns };
  } catch (error) {
    throw parquetError(error, path);
  }
}

interface RowsToRead {
  file: AsyncBuffer;
  metadata: FileMetaData;
  path: string;
  /** Counted from 0; the end is not included. */
  rowStart: number;
  rowEnd: number;
}

async function readRows({ path, ...range }: RowsToRead): Promise<Record<string, unknown>[]> {
  try {
    return await parquetReadObjects({ ...range, compressors: COMPRESSORS });
  } catch (error) {
    throw parquetError(error, path);
  }
}

function plainFields(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, plainValue(value)]),
  );
}

/** 64-bit integers become numbers, or texts where a number would lose digits. */
function plainValue(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value === "bigint") {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  }
  if (Array.isArray(value)) return value.map(plainValue);
  const isObject = typeof value === "object" && value !== null;
  return isObject && Object.getPrototypeOf(value) === Object.prototype
    ? plainFields({ ...value })
    : value;
}
