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
import { exportFigure } from "./export_figure.ts";
import { printFigures } from "./print_figures.ts";
import { techniqueExplorer } from "./technique_explorer.ts";

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
 * Analyzes a run and writes every table and figure of it: `tables/*.csv` (some as `.md` and `.tex`),
 * and in `figures/` each figure as `.svg`, `.png` and `.pdf` and the interactive view's specification.
 *
 * @throws {UserError} as {@linkcode readSource} does, and where the files cannot be written.
 */
export async function analyzeRun(
  folder: string,
  { judge, out = folder }: AnalyzeRunOptions = {},
): Promise<RunAnalysis> {
  const { frames, judges } = await readSource({ run: folder, judge });
  const tables = computeTables(frames, { judges });
  return { tables, paths: await writeAnalysis(out, tables) };
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
  return { tables, report, paths: await writeAnalysis(out, tables, report.leftOut) };
}

/** Tables, the paper's as Markdown and LaTeX too, what was left out where anything was, and figures. */
async function writeAnalysis(
  out: string,
  tables: AnalysisTables,
  leftOut: SourceReport["leftOut"] = [],
): Promise<string[]> {
  const folder = join(out, "tables");
  return [
    ...await writeTables(folder, tables),
    ...await writeFormattedTables(folder, paperTables(tables)),
    ...(leftOut.length === 0 ? [] : [await writeLeftOut(folder, leftOut)]),
    ...await writeFigures(join(out, "figures"), tables),
  ];
}

async function writeLeftOut(folder: string, leftOut: SourceReport["leftOut"]): Promise<string> {
  const path = join(folder, "left_out.csv");
  await writeCsv(path, {
    columns: ["reason", "column", "count", "examples"],
    rows: leftOut.map((row) => ({ ...row, examples: row.examples.join("; ") })),
  });
  return path;
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
