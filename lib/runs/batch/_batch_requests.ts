import type { Answer } from "../../models/answer.ts";
import { failedInBatch } from "../../models/read_batch_line.ts";
import type { RunFile } from "../run_file.ts";
import { saveResponse } from "../save_response.ts";
import { customId, seriesOf } from "./custom_id.ts";

/** A request that was written into a shard. */
export interface BatchRequest {
  custom_id: string;
  shard: string;
  prompt_id: string;
  model: string;
  sample: number;
  /** What came home: a response's status, `unused` or `missing`; null: it is still out. */
  outcome: string | null;
  /** The provider's name of the batch; null where it went elsewhere. */
  batch_id: string | null;
}

const FIND = `SELECT custom_id, shard, prompt_id, batch_requests.model, sample, outcome, batch_id,
    input_hash
  FROM batch_requests JOIN prompts USING (prompt_id) JOIN batch_shards USING (shard)
  WHERE custom_id = ?`;
const NOTE = "UPDATE batch_requests SET outcome = ? WHERE custom_id = ?";
const OUT = `SELECT custom_id, shard, prompt_id, batch_requests.model, sample, outcome, batch_id
  FROM batch_requests JOIN batch_shards USING (shard)
  WHERE shard = ? AND outcome IS NULL LIMIT 500`;
const CLOSE = "UPDATE batch_shards SET imported_at = ? WHERE shard = ?";

/**
 * Finds requests by their ids: one whose prompt's text or model's parameters have changed since is
 * not found, since its id stands for what was sent.
 */
export function requestFinder(run: RunFile): (custom_id: string) => BatchRequest | null {
  const series = new Map<string, string>();
  return (custom_id) => {
    const row = run.statement(FIND).get(custom_id);
    if (row === undefined) return null;
    const request = toRequest(row);
    const { model, prompt_id, sample } = request;
    const known = series.get(model) ?? seriesOf(run, model);
    series.set(model, known);
    const key = { series: known, prompt_id, input_hash: String(row.input_hash), sample };
    const isSame = customId({ ...key, before: 0 }) === custom_id.replace(/\.\d+$/, "");
    return isSame ? request : null;
  };
}

/** What became of an answer that came home: kept, or there is one from before. */
export type Reception = "kept" | "repeated" | "unused";

/**
 * Keeps what came home for a request. The first answer stays; a failure gives way to an answer.
 * Where the run had an answer from elsewhere, that one stays, and this is `unused`.
 */
export function receiveAnswer(run: RunFile, request: BatchRequest, answer: Answer): Reception {
  const { outcome, custom_id, prompt_id, model, sample } = request;
  const isNew = outcome === null || outcome === "missing" ||
    (outcome === "failed" && answer.status !== "failed");
  if (!isNew) return "repeated";
  const originRef = request.batch_id ?? request.shard;
  const kept = saveResponse(run, {
    ...{ prompt_id, model, sample, answer },
    origin: "batch",
    originRef,
  });
  run.statement(NOTE).run(kept ? answer.status : "unused", custom_id);
  return kept ? "kept" : "unused";
}

/** Why nothing more will come home of a shard. */
export interface ClosingReason {
  /** `batch_expired`, `batch_cancelled`, `batch_failed` or `batch_missing`. */
  kind: string;
  message: string;
}

/** Ends a shard: each request that is still out becomes a failure with this reason. */
export function closeShard(run: RunFile, shard: string, reason: ClosingReason): void {
  const answer = failedInBatch(reason);
  // Page by page: other processes may write between two of them.
  while (run.transaction(() => giveUp(run, shard, answer)) > 0);
  run.statement(CLOSE).run(new Date().toISOString(), shard);
  run.checkpoint();
}

/** Ends a shard of which all has come home. @returns Whether it did. */
export function closeIfHome(run: RunFile, shard: string): boolean {
  if (run.statement(OUT).get(shard) !== undefined) return false;
  run.statement(CLOSE).run(new Date().toISOString(), shard);
  return true;
}

function giveUp(run: RunFile, shard: string, answer: Answer): number {
  const requests = run.statement(OUT).all(shard).map(toRequest);
  for (const request of requests) {
    if (receiveAnswer(run, request, answer) === "kept") {
      run.statement(NOTE).run("missing", request.custom_id);
    }
  }
  return requests.length;
}

function toRequest(row: Readonly<Record<string, unknown>>): BatchRequest {
  return {
    custom_id: String(row.custom_id),
    shard: String(row.shard),
    prompt_id: String(row.prompt_id),
    model: String(row.model),
    sample: Number(row.sample),
    outcome: row.outcome === null ? null : String(row.outcome),
    batch_id: row.batch_id === null ? null : String(row.batch_id),
  };
}
