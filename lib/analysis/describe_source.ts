import { basename, resolve } from "node:path";
import type { SQLInputValue } from "node:sqlite";
import type { RunFile } from "../runs/run_file.ts";
import type { Simulation } from "./simulation.ts";

/** Where the numbers of a table or figure come from. */
export interface Source {
  /** What it is: a run, or a file of annotated answers. Default: `run`. */
  kind?: "run" | "file";
  /** The run's name, which is that of its folder; or the file's. */
  name: string;
  /** Whose annotations. */
  judge: string;
  /** What of it is made up; null where nothing is. */
  simulated: Simulation | null;
}

/** Where what a judge says of a run's answers comes from. */
export function describeSource(run: RunFile, judge: string): Source {
  return { name: basename(resolve(run.folder)), judge, simulated: whatIsSimulated(run, judge) };
}

function whatIsSimulated(run: RunFile, judge: string): Simulation | null {
  const asked = "model IN (SELECT model FROM responses)";
  const all = count(run, `SELECT count(*) FROM models WHERE ${asked}`);
  const made = count(run, `SELECT count(*) FROM models WHERE simulated = 1 AND ${asked}`);
  const sql = "SELECT simulated FROM judges WHERE judge = ?";
  const isJudgeMade = count(run, sql, [judge]) === 1;
  if (made === all) return "models";
  if (made > 0) return isJudgeMade ? "some_models_and_judge" : "some_models";
  return isJudgeMade ? "judge" : null;
}

function count(run: RunFile, sql: string, values: readonly SQLInputValue[] = []): number {
  return Number(Object.values(run.db.prepare(sql).get(...values) ?? {})[0] ?? 0);
}
