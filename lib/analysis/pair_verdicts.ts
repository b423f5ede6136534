import pl from "nodejs-polars";
import { readRun } from "./read_run.ts";
import { settleVerdicts } from "./settle_verdicts.ts";

/** What two judges said of one answer; null where a judge gave no technique. */
export interface VerdictPair {
  prompt_id: string;
  model: string;
  sample: number;
  dataset: string;
  first: string | null;
  second: string | null;
}

/**
 * What two judges of a run said of each answer, one row per response.
 *
 * @throws {UserError} as `readRun` does: no such run, no annotations by one of them.
 */
export function pairVerdicts(folder: string, judges: readonly [string, string]): VerdictPair[] {
  const [first, second] = judges.map((judge) => settleVerdicts(readRun(folder, { judge })));
  if (first === undefined || second === undefined) return [];
  const theirs = second.select("answer", pl.col("technique").alias("second"));
  return first
    .select("answer", "prompt_id", "model", "sample", "dataset", pl.col("technique").alias("first"))
    .join(theirs, { on: "answer", how: "inner" })
    .sort("answer")
    .drop("answer")
    .toRecords()
    .map((row) => ({
      prompt_id: String(row.prompt_id),
      model: String(row.model),
      sample: Number(row.sample),
      dataset: String(row.dataset),
      first: row.first === null ? null : String(row.first),
      second: row.second === null ? null : String(row.second),
    }));
}
