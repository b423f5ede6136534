import { type AnalysisTables, computeTables } from "../analysis/compute_tables.ts";
import { readRun } from "../analysis/read_run.ts";
import { type MadeUpRun, writeAnnotatedRun } from "./write_annotated_run.ts";

/** The tables of a made-up run, computed through a run file as a user's are. */
export function tablesOfAnswers(run: MadeUpRun): AnalysisTables {
  const parent = Deno.makeTempDirSync();
  try {
    const folder = `${parent}/made_up`;
    writeAnnotatedRun(folder, run);
    return computeTables(readRun(folder));
  } finally {
    Deno.removeSync(parent, { recursive: true });
  }
}
