import { zstdCompressSync } from "node:zlib";
import type { SchemaElement } from "hyparquet";
import { fileWriter, ParquetWriter } from "hyparquet-writer";
import type { CellValue, ColumnKind, TableColumns, TableWriter } from "./table_columns.ts";

const GROUP_ROWS = 10_000;
/** Characters, about as many bytes. */
const GROUP_LENGTH = 16 * 2 ** 20;

const ELEMENTS: Readonly<Record<ColumnKind, Omit<SchemaElement, "name">>> = {
  text: { type: "BYTE_ARRAY", converted_type: "UTF8", logical_type: { type: "STRING" } },
  integer: { type: "INT64" },
  real: { type: "DOUBLE" },
  boolean: { type: "BOOLEAN" },
};

/** Writes Parquet; see `openTableWriter()`. Polars is not used: it writes whole frames at once. */
export function parquetWriter(path: string, columns: TableColumns): TableWriter {
  const names = Object.keys(columns);
  const writer = new ParquetWriter({
    writer: fileWriter(path),
    schema: schemaOf(columns),
    codec: "ZSTD",
    compressors: { ZSTD: (bytes) => zstdCompressSync(bytes) },
    createdBy: "Neutrality Notebooks",
  });
  let cells = names.map((): (CellValue | bigint)[] => []);
  let rows = 0;
  let length = 0;
  const flush = () => {
    const columnData = names.map((name, index) => ({ name, data: cells[index] ?? [] }));
    if (rows > 0) writer.write({ columnData, rowGroupSize: rows });
    cells = names.map(() => []);
    rows = length = 0;
  };
  return {
    write(row) {
      for (const [index, name] of names.entries()) {
        const value = row[name] ?? null;
        if (typeof value === "string") length += value.length;
        cells[index]?.push(columns[name] === "integer" ? toInt64(value) : value);
      }
      rows++;
      if (rows >= GROUP_ROWS || length >= GROUP_LENGTH) flush();
    },
    finish() {
      flush();
      writer.finish();
    },
    // The file is opened for each piece and closed after it.
    [Symbol.dispose]: () => {},
  };
}

function schemaOf(columns: TableColumns): SchemaElement[] {
  const elements = Object.entries(columns).map(([name, kind]): SchemaElement => ({
    name,
    repetition_type: "OPTIONAL",
    ...ELEMENTS[kind],
  }));
  return [{ name: "root", num_children: elements.length }, ...elements];
}

function toInt64(value: CellValue): bigint | null {
  return value === null ? null : BigInt(value);
}
