import { join } from "node:path";
import { type AnalysisTables, computeTables } from "../analysis/compute_tables.ts";
import { readRun, type ReadRunOptions } from "../analysis/read_run.ts";
import { writeTables } from "../analysis/write_tables.ts";
import { writeAtomically } from "../base/write_atomically.ts";
import { conformanceHeatmap } from "./conformance_heatmap.ts";
import { exportFigure } from "./export_figure.ts";
import { techniqueExplorer } from "./technique_explorer.ts";
import { techniqueShares } from "./technique_shares.ts";

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
 * Analyzes a run and writes every table and figure of it: `tables/*.csv`, and in `figures/` each
 * figure as `.svg`, `.png` and `.pdf` and the interactive view's specification.
 *
 * @throws {UserError} as {@linkcode readRun} does, and where the files cannot be written.
 */
export async function analyzeRun(
  folder: string,
  { judge, out = folder }: AnalyzeRunOptions = {},
): Promise<RunAnalysis> {
  const tables = computeTables(readRun(folder, { judge }));
  const paths = await writeTables(join(out, "tables"), tables);
  return { tables, paths: [...paths, ...await writeFigures(join(out, "figures"), tables)] };
}

/** Writes every figure into `folder` and returns the paths. */
export async function writeFigures(folder: string, tables: AnalysisTables): Promise<string[]> {
  const explorer = await techniqueExplorer(tables);
  const spec = join(folder, `${explorer.name}.vl.json`);
  await writeAtomically(spec, JSON.stringify(explorer.spec, null, 1) + "\n");
  return [
    ...await exportFigure(folder, techniqueShares(tables)),
    ...await exportFigure(folder, conformanceHeatmap(tables)),
    ...await exportFigure(folder, explorer),
    spec,
  ];
}
