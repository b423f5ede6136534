import { join } from "node:path";
import type { BatchEndpoint } from "../../models/batch_endpoint.ts";
import type { RunFile } from "../run_file.ts";
import { lockRun } from "../run_lock.ts";
import { closeShard, type ClosingReason } from "./_batch_requests.ts";
import { batchFolder, type BatchShard, listShards } from "./batch_shard.ts";
import { endpointOf, forEachShard, hasEnded } from "./_endpoints.ts";
import type { BatchProviderOptions, ShardResult } from "./shard_result.ts";
import { lookAtBatches } from "./follow_batches.ts";
import type { BatchFileCounts } from "./import_batch.ts";
import { importLines } from "./_import_lines.ts";
import { type ShardSummary, summarizeShards } from "./shard_summary.ts";

/** Options of {@linkcode fetchBatches}. */
export interface FetchBatchesOptions extends BatchProviderOptions {
  /** Whether to take the rest of a file that answers what this run never sent. Default: false. */
  skipForeign?: boolean;
}

/** What {@linkcode fetchBatches} did. */
export interface BatchFetch {
  /** Each batch that is out, as its provider describes it. */
  results: readonly ShardResult[];
  /** The files that were fetched and imported. */
  files: readonly BatchFileCounts[];
  /** The shards that came home, as they stand now. */
  shards: readonly ShardSummary[];
}

/**
 * Fetches the output and error files of the batches that have ended, keeps them in `batches/`, and
 * imports them. What was requested and came home with neither becomes a failure that says why; of
 * batches that have not ended nothing is touched.
 *
 * @throws {UserError} where another task is writing to the run.
 */
export async function fetchBatches(
  run: RunFile,
  options: FetchBatchesOptions = {},
): Promise<BatchFetch> {
  using _lock = lockRun(run, "batch import");
  const { shards, skipForeign } = options;
  const looked = await lookAtBatches(run, options);
  const states = new Map(looked.map(({ shard, state }) => [shard, state]));
  const files: BatchFileCounts[] = [];
  const ended = listShards(run, { which: "out", shards })
    .filter((shard) => hasEnded(shard) && states.get(shard.shard) !== null);
  const results = await forEachShard(ended, async (shard) => {
    const endpoint = endpointOf(run, shard, options);
    const paths = await download(run, shard, endpoint);
    if (paths.length > 0) {
      const { clean } = endpoint;
      files.push(...(await importLines(run, { files: paths, skipForeign, clean })).files);
    }
    closeShard(run, shard.shard, reasonOf(shard));
    return states.get(shard.shard) ?? null;
  });
  const done = new Map(results.map((result) => [result.shard, result]));
  return {
    results: looked.map((result) => done.get(result.shard) ?? result),
    files,
    shards: summarizeShards(run, {
      shards: results.filter(({ problem }) => problem === null).map(({ shard }) => shard),
    }),
  };
}

async function download(
  run: RunFile,
  { shard, output_file_id, error_file_id }: BatchShard,
  endpoint: BatchEndpoint,
): Promise<string[]> {
  const paths: string[] = [];
  for (const [id, ending] of [[output_file_id, "output"], [error_file_id, "errors"]] as const) {
    if (id === null) continue;
    const path = join(batchFolder(run), `${shard}.${ending}.jsonl`);
    await endpoint.download(id, path);
    if ((await Deno.stat(path)).size > 0) paths.push(path);
  }
  return paths;
}

const REASONS: Readonly<Record<string, ClosingReason>> = {
  expired: { kind: "batch_expired", message: "the batch expired before this was answered" },
  cancelled: {
    kind: "batch_cancelled",
    message: "the batch was cancelled before this was answered",
  },
};

function reasonOf({ status, error }: Pick<BatchShard, "status" | "error">): ClosingReason {
  if (status === "failed") {
    const message = `the provider took none of the batch: ${error ?? "it does not say why"}`;
    return { kind: "batch_failed", message };
  }
  return REASONS[status ?? ""] ?? {
    kind: "batch_missing",
    message: "the batch is complete, but this is neither among its answers nor among its errors",
  };
}
