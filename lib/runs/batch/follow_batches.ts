import { type Sleep, sleepForReal } from "../../base/sleep.ts";
import { isOver } from "../../models/batch_endpoint.ts";
import type { RunFile } from "../run_file.ts";
import { type BatchShard, listShards } from "./batch_shard.ts";
import { endpointOf, forEachShard, hasEnded, noteState } from "./_endpoints.ts";
import type { BatchProviderOptions, ShardResult } from "./shard_result.ts";

/** Options of {@linkcode followBatches}. */
export interface FollowBatchesOptions extends BatchProviderOptions {
  /** How long to wait between two looks, in ms. Default: one minute. */
  everyMs?: number;
  /** Called after each look. */
  onLook?: (results: readonly ShardResult[]) => void;
  /** Ends the following. */
  signal?: AbortSignal;
  /** Waits; rejects when the signal aborts. Default: a timer. */
  sleep?: Sleep;
}

/** Asks the providers how far the batches are that are out and had not ended, and notes it. */
export async function lookAtBatches(
  run: RunFile,
  options: BatchProviderOptions = {},
): Promise<ShardResult[]> {
  const { shards } = options;
  const asked = listShards(run, { which: "out", shards }).filter(({ batch_id }) =>
    batch_id !== null
  );
  return await forEachShard(asked, async (shard) => {
    const { batch_id } = shard;
    if (batch_id === null) return null;
    // What has ended stays as it is, even where the provider has forgotten the batch since.
    if (hasEnded(shard)) return { ...endedState(shard), id: batch_id };
    const state = await endpointOf(run, shard, options).retrieve(batch_id);
    noteState(run, shard.shard, state);
    return state;
  });
}

/** Looks at the batches until all have ended, one could not be looked at, or it is stopped. */
export async function followBatches(
  run: RunFile,
  options: FollowBatchesOptions = {},
): Promise<void> {
  const { everyMs = 60_000, onLook, signal, sleep = sleepForReal } = options;
  for (;;) {
    const results = await lookAtBatches(run, options);
    onLook?.(results);
    const goesOn = results.some(({ state }) => state !== null && !isOver(state.status));
    if (!goesOn || results.some(({ problem }) => problem !== null)) return;
    try {
      await sleep(everyMs, signal);
    } catch (error) {
      if (signal?.aborted) return;
      throw error;
    }
  }
}

function endedState({ status, output_file_id, error_file_id, error }: BatchShard) {
  return { status: status ?? "", output_file_id, error_file_id, error, counts: null };
}
