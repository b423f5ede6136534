import { join } from "node:path";
import { type AnalysisTables, computeTables } from "../analysis/compute_tables.ts";
import type { ReadRunOptions } from "../analysis/read_run.ts";
import type { SourceReport } from "../analysis/source/annotated_data.ts";
import {
  readAnnotatedData,
  type ReadAnnotatedDataOptions,
} from "../analysis/source/read_annotated_data.ts";
import { readSource } from "../analysis/source/read_source.ts";
import { paperTables } from "../analysis/tables/paper_tables.ts";
import { writeFormattedTables } from "../analysis/tables/write_formatted_tables.ts";
import { writeTables } from "../analysis/write_tables.ts";
import { writeAtomically } from "../base/write_atomically.ts";
import { writeCsv } from "../base/write_csv.ts";
import { conformanceHeatmap } from "./conformance_heatmap.ts";
import { dataQualityFigure } from "./data_quality_figure.ts";
import { exportFigure } from "./export_figure.ts";
import type { Figure } from "./figure.ts";
import { formatMultiples } from "./format_multiples.ts";
import { modelComparison } from "./model_comparison.ts";
import { precisionCurve } from "./precision_curve.ts";
import { stabilityFigure } from "./stability_figure.ts";
import { techniqueExplorer } from "./technique_explorer.ts";
import { techniqueShares } from "./technique_shares.ts";
import { varianceFigure } from "./variance_figure.ts";
import { viewpointTwins } from "./viewpoint_twins.ts";

/** Options of {@linkcode analyzeRun}. */
export interface AnalyzeRunOptions extends ReadRunOptions {
  /** Where `tables/` and `figures/` go. Default: the run's folder. */
  out?: string;
}

/** What {@linkcode analyzeRun} computed and wrote. */
export interface RunAnalysis {
  tables: AnalysisTables;
  /** The files written, tables first. */
  paths: string[];
}

/**
 * Analyzes a run and writes every table and figure of it: `tables/*.csv` (some as `.md` and `.tex`), and in `figures/` each
 * figure as `.svg`, `.png` and `.pdf` and the interactive view's specification.
 *
 * @throws {UserError} as {@linkcode readSource} does, and where the files cannot be written.
 */
export async function analyzeRun(
  folder: string,
  { judge, out = folder }: AnalyzeRunOptions = {},
): Promise<RunAnalysis> {
  const { frames, judges } = await readSource({ run: folder, judge });
  const tables = computeTables(frames, { judges });
  const paths = await writeAllTables(join(out, "tables"), tables);
  return { tables, paths: [...paths, ...await writeFigures(join(out, "figures"), tables)] };
}

/** Options of {@linkcode analyzeData}. */
export interface AnalyzeDataOptions extends ReadAnnotatedDataOptions {
  /** Where `tables/` and `figures/` go. */
  out: string;
}

/**
 * The same for a file of annotated answers. What was left out of it is in `tables/left_out.csv`, where
 * anything was.
 *
 * @throws {UserError} as {@linkcode readAnnotatedData} does, and where the files cannot be written.
 */
export async function analyzeData(
  path: string,
  { out, ...options }: AnalyzeDataOptions,
): Promise<RunAnalysis & { report: SourceReport }> {
  const { frames, report } = await readAnnotatedData(path, options);
  const tables = computeTables(frames);
  const paths = await writeAllTables(join(out, "tables"), tables);
  if (report.leftOut.length > 0) paths.push(await writeLeftOut(join(out, "tables"), report));
  return { tables, report, paths: [...paths, ...await writeFigures(join(out, "figures"), tables)] };
}

/** The paper's tables as Markdown and LaTeX, too. */
async function writeAllTables(folder: string, tables: AnalysisTables): Promise<string[]> {
  const paths = await writeTables(folder, tables);
  return [...paths, ...await writeFormattedTables(folder, paperTables(tables))];
}

async function writeLeftOut(folder: string, { leftOut }: SourceReport): Promise<string> {
  const path = join(folder, "left_out.csv");
  await writeCsv(path, {
    columns: ["reason", "column", "count", "examples"],
    rows: leftOut.map((row) => ({ ...row, examples: row.examples.join("; ") })),
  });
  return path;
}

/**
 * Every figure to print. Those without anything to show (one model has none to compare with, say)
 * are left out.
 */
export function printFigures(tables: AnalysisTables): Figure[] {
  const { source, twins, grouped, variance, stability, precision, quality } = tables;
  const hasFormats = grouped.some(({ by, group }) => by === "format" && group !== "0");
  return [
    techniqueShares(tables),
    conformanceHeatmap(tables),
    modelComparison(tables, source),
    ...(twins.differences.length > 0 ? [viewpointTwins(twins, source)] : []),
    ...(hasFormats ? [formatMultiples(grouped, source)] : []),
    ...(variance.rows.length > 0 ? [varianceFigure(variance.rows, source)] : []),
    ...(stability.rows.length > 0
      ? [stabilityFigure({ summaries: stability.summary, rows: stability.rows }, source)]
      : []),
    ...(precision.length > 0 ? [precisionCurve(precision, { source })] : []),
    dataQualityFigure(quality, source),
  ];
}

/** Writes every figure into `folder` and returns the paths. */
export async function writeFigures(folder: string, tables: AnalysisTables): Promise<string[]> {
  const explorer = await techniqueExplorer(tables);
  const spec = join(folder, `${explorer.name}.vl.json`);
  await writeAtomically(spec, JSON.stringify(explorer.spec, null, 1) + "\n");
  const paths: string[] = [];
  for (const figure of [...printFigures(tables), explorer]) {
    paths.push(...await exportFigure(folder, figure));
  }
  return [...paths, spec];
}
