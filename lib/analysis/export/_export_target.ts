import { join } from "node:path";
import { partitionSegment } from "../../base/partitioned_folder.ts";
import type { CellRow, TableColumns, TableFormat, TableWriter } from "../../base/table_columns.ts";
import { openTableWriter } from "../../base/table_writer.ts";
import { UserError } from "../../base/user_error.ts";

/** Rows in a part of a partitioned export, at most. */
export const PART_ROWS = 100_000;

/** Where rows go. */
export interface ExportTarget extends Disposable {
  /** Rows of one model must follow each other. */
  write(row: CellRow, model: string): void;
  /** @returns How many files were written. */
  finish(): number;
}

/** Begins one file. */
export function fileTarget(
  path: string,
  options: { format: TableFormat; columns: TableColumns },
): ExportTarget {
  const writer = openTableWriter(path, options);
  return {
    write: (row) => writer.write(row),
    finish() {
      writer.finish();
      return 1;
    },
    [Symbol.dispose]: () => writer[Symbol.dispose](),
  };
}

/** Begins a folder `model=NAME/part-00001.parquet` …; the files lack what the folders say. */
export function partitionedTarget(
  folder: string,
  { columns: { model: _, ...columns }, partRows = PART_ROWS }: PartitionedOptions,
): ExportTarget {
  Deno.mkdirSync(folder);
  let part: { model: string; number: number; rows: number; writer: TableWriter } | null = null;
  let files = 0;
  const finishPart = () => {
    part?.writer.finish();
    part?.writer[Symbol.dispose]();
  };
  const nextPart = (model: string) => {
    finishPart();
    const number = part?.model === model ? part.number + 1 : 1;
    const partition = join(folder, partitionSegment("model", model));
    if (number === 1) makePartition(partition, model);
    const path = join(partition, `part-${String(number).padStart(5, "0")}.parquet`);
    files++;
    return {
      model,
      number,
      rows: 0,
      writer: openTableWriter(path, { format: "parquet", columns }),
    };
  };
  return {
    write(row, model) {
      if (part === null || part.model !== model || part.rows === partRows) part = nextPart(model);
      part.writer.write(row);
      part.rows++;
    },
    finish() {
      finishPart();
      return files;
    },
    [Symbol.dispose]: () => part?.writer[Symbol.dispose](),
  };
}

/** Options of {@linkcode partitionedTarget}. */
export interface PartitionedOptions {
  columns: TableColumns;
  /** Rows in a part, at most. Default: {@linkcode PART_ROWS}. */
  partRows?: number;
}

function makePartition(path: string, model: string): void {
  try {
    Deno.mkdirSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    throw new UserError(
      `Cannot export '${model}' to ${path}: this disk takes the names of two models for one. Export ` +
        `to one .parquet file.`,
    );
  }
}
