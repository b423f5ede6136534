import { join } from "node:path";
import { type CsvValue, writeCsv } from "../base/write_csv.ts";
import { COMPARISON_COLUMNS } from "./compare_models.ts";
import type { AnalysisTables } from "./compute_tables.ts";
import { CONFORMANCE_COLUMNS } from "./conformance.ts";
import { DATA_QUALITY_COLUMNS } from "./data_quality.ts";
import { DISTRIBUTION_COLUMNS, INTERVAL_DETAILS } from "./distributions.ts";
import { GROUPINGS } from "./grouped_share_row.ts";
import { GROUPED_SHARE_COLUMNS } from "./shares_by.ts";

/** The columns of `tables/intervals.csv`, in order. */
const INTERVAL_COLUMNS = [...DISTRIBUTION_COLUMNS, ...INTERVAL_DETAILS] as const;

/**
 * Writes the tables as CSV into `folder`: `distributions.csv`, `intervals.csv`, `conformance.csv`,
 * `shares_by_task.csv` and the other groupings', `comparisons.csv` and `data_quality.csv`. Fractions
 * have six decimals at most; what cannot be computed is empty.
 *
 * @returns The paths written, in that order.
 */
export async function writeTables(folder: string, tables: AnalysisTables): Promise<string[]> {
  const { distributions, conformance, grouped, comparisons, quality } = tables;
  const groupings = GROUPINGS.map((by) => ({ by, rows: grouped.filter((row) => row.by === by) }));
  return [
    await write(folder, "distributions", { columns: DISTRIBUTION_COLUMNS, rows: distributions }),
    await write(folder, "intervals", { columns: INTERVAL_COLUMNS, rows: distributions }),
    await write(folder, "conformance", { columns: CONFORMANCE_COLUMNS, rows: conformance }),
    ...await Promise.all(
      groupings.map(({ by, rows }) =>
        write(folder, `shares_by_${by}`, { columns: GROUPED_SHARE_COLUMNS, rows })
      ),
    ),
    await write(folder, "comparisons", { columns: COMPARISON_COLUMNS, rows: comparisons }),
    await write(folder, "data_quality", { columns: DATA_QUALITY_COLUMNS, rows: quality }),
  ];
}

interface TableToWrite<Column extends string> {
  columns: readonly Column[];
  rows: readonly Readonly<Record<Column, CsvValue>>[];
}

async function write<Column extends string>(
  folder: string,
  name: string,
  { columns, rows }: TableToWrite<Column>,
): Promise<string> {
  const path = join(folder, `${name}.csv`);
  const rounded = rows.map((row) =>
    Object.fromEntries(columns.map((column) => [column, sixDecimals(row[column])]))
  );
  await writeCsv(path, { columns, rows: rounded as Record<Column, CsvValue>[] });
  return path;
}

function sixDecimals(value: CsvValue): CsvValue {
  return typeof value === "number" ? Number(value.toFixed(6)) : value;
}
