import type { RunFile } from "../run_file.ts";
import { listShards, type ListShardsOptions } from "./batch_shard.ts";

/** What came home of a shard so far: the counts after `requested` add up to it. */
export interface ShardSummary {
  shard: string;
  model: string;
  requested: number;
  answered: number;
  truncated: number;
  empty: number;
  filtered: number;
  failed: number;
  /** Nothing came home of these, and nothing will: they are failures in the run. */
  missing: number;
  /** The run had an answer from elsewhere, which stayed. */
  unused: number;
  /** Still out, or not sent yet. */
  out: number;
  /** Whether nothing more is expected. */
  closed: boolean;
}

const COUNTS = `SELECT coalesce(outcome, 'out') AS outcome, count(*) AS count FROM batch_requests
  WHERE shard = ? GROUP BY outcome`;

/** The shards of a run, with what came home of each. */
export function summarizeShards(run: RunFile, options: ListShardsOptions = {}): ShardSummary[] {
  return listShards(run, options).map(({ shard, model, requests, imported_at }) => {
    const counts = new Map(
      run.statement(COUNTS).all(shard).map((row) => [String(row.outcome), Number(row.count)]),
    );
    const count = (outcome: string) => counts.get(outcome) ?? 0;
    return {
      shard,
      model,
      requested: requests,
      answered: count("answered"),
      truncated: count("truncated"),
      empty: count("empty"),
      filtered: count("filtered"),
      failed: count("failed"),
      missing: count("missing"),
      unused: count("unused"),
      out: count("out"),
      closed: imported_at !== null,
    };
  });
}
