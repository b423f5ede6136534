import { join } from "node:path";
import { COMPARISON_COLUMNS } from "./compare_models.ts";
import type { AnalysisTables } from "./compute_tables.ts";
import { CONFORMANCE_COLUMNS } from "./conformance.ts";
import { DATA_QUALITY_COLUMNS } from "./data_quality.ts";
import { DISTRIBUTION_COLUMNS, INTERVAL_DETAILS } from "./distributions.ts";
import { GROUPINGS } from "./grouped_share_row.ts";
import type { PrecisionRow } from "./precision_row.ts";
import { GROUPED_SHARE_COLUMNS } from "./shares_by.ts";
import type { StabilityRow, StabilitySummary } from "./stability_row.ts";
import { type RoundedCsv, writeRoundedCsv } from "./tables/write_rounded_csv.ts";
import type { TwinCounts, TwinDifference, TwinDistance } from "./twin_rows.ts";
import type { VarianceRow } from "./variance_row.ts";

/** The columns of `tables/intervals.csv`, in order. */
const INTERVAL_COLUMNS = [...DISTRIBUTION_COLUMNS, ...INTERVAL_DETAILS] as const;
const GATE_COLUMNS = ["model", "check", "count", "of", "share", "status", "meaning"] as const;
const TWIN_COLUMNS = [
  ...["model", "technique", "viewpoint_a", "viewpoint_b", "twins", "items", "share_a", "share_b"],
  ...["difference", "low", "high", "p", "p_adjusted"],
] as readonly (keyof TwinDifference)[];
const TWIN_DISTANCE_COLUMNS = [
  ...["model", "viewpoint_a", "viewpoint_b", "twins", "items", "distance", "chance_mean"],
  ...["chance_high", "p", "p_adjusted"],
] as readonly (keyof TwinDistance)[];
const TWIN_COUNT_COLUMNS = [
  ...["model", "twins", "without_technique", "without_twin", "ambiguous"],
] as readonly (keyof TwinCounts)[];
const VARIANCE_COLUMNS = [
  ...["outcome", "source", "levels", "variance", "share", "low", "high"],
] as readonly (keyof VarianceRow)[];
const STABILITY_COLUMNS = [
  ...["axis", "setting", "model", "dataset", "technique", "n", "share", "reported", "difference"],
] as readonly (keyof StabilityRow)[];
const STABILITY_SUMMARY_COLUMNS = [
  ...["axis", "settings", "largest", "median", "lowest_tau", "changed_leaders", "cells"],
] as readonly (keyof StabilitySummary)[];
const PRECISION_COLUMNS = [
  ...["dataset", "items", "formats", "prompts", "half_width", "half_width_difference"],
  "is_present",
] as readonly (keyof PrecisionRow)[];

/**
 * Writes the tables as CSV into `folder`: `distributions.csv`, `intervals.csv`, `conformance.csv`,
 * `shares_by_task.csv` and the other groupings', `comparisons.csv`, `twins.csv`, `twin_distances.csv`,
 * `twin_counts.csv`, `variance_components.csv`, `stability.csv`, `stability_summary.csv`, `precision.csv`,
 * `data_quality.csv`, `quality_gate.csv` and `notes.csv`, what a reader of them must know. Fractions have six decimals at most; what cannot be computed is empty.
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
    ...await writeFurtherTables(folder, tables),
    await write(folder, "data_quality", { columns: DATA_QUALITY_COLUMNS, rows: quality }),
    await write(folder, "quality_gate", { columns: GATE_COLUMNS, rows: tables.gate }),
    await write(folder, "notes", { columns: ["about", "note"], rows: notesOf(tables) }),
  ];
}

async function writeFurtherTables(
  folder: string,
  { twins, variance, stability, precision }: AnalysisTables,
): Promise<string[]> {
  return [
    await write(folder, "twins", { columns: TWIN_COLUMNS, rows: twins.differences }),
    await write(folder, "twin_distances", {
      columns: TWIN_DISTANCE_COLUMNS,
      rows: twins.distances,
    }),
    await write(folder, "twin_counts", { columns: TWIN_COUNT_COLUMNS, rows: twins.counts }),
    await write(folder, "variance_components", { columns: VARIANCE_COLUMNS, rows: variance.rows }),
    await write(folder, "stability", { columns: STABILITY_COLUMNS, rows: stability.rows }),
    await write(folder, "stability_summary", {
      columns: STABILITY_SUMMARY_COLUMNS,
      rows: stability.summary,
    }),
    await write(folder, "precision", { columns: PRECISION_COLUMNS, rows: precision }),
  ];
}

function notesOf(
  { notes, twins, variance, stability }: AnalysisTables,
): Record<"about" | "note", string>[] {
  const about = {
    all: notes,
    twins: twins.notes,
    variance: variance.notes,
    stability: stability.notes,
  };
  return Object.entries(about).flatMap(([about, list]) => list.map((note) => ({ about, note })));
}

async function write<Column extends string>(
  folder: string,
  name: string,
  table: RoundedCsv<Column>,
): Promise<string> {
  return await writeRoundedCsv(join(folder, name), table);
}
