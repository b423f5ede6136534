import { UserError } from "../../base/user_error.ts";
import type { RunFile } from "../run_file.ts";
import { lockRun } from "../run_lock.ts";
import { closeShard } from "./_batch_requests.ts";
import { type BatchShard, listShards } from "./batch_shard.ts";
import { endpointOf, forEachShard, hasEnded, noteState } from "./_endpoints.ts";
import type { BatchProviderOptions, ShardResult } from "./shard_result.ts";

/** Options of {@linkcode cancelBatches}. */
export interface CancelBatchesOptions extends BatchProviderOptions {
  /**
   * Whether to ask no provider and wait for nothing more: what has not come home is asked again,
   * and paid again where it was answered. Default: false.
   */
  forget?: boolean;
}

/**
 * Stops batches. A provider is asked to stop its own: what it has answered by then still comes home
 * with an import. Shards that went elsewhere are ended here and now.
 *
 * @throws {UserError} where another task is writing to the run.
 */
export async function cancelBatches(
  run: RunFile,
  options: CancelBatchesOptions = {},
): Promise<ShardResult[]> {
  using _lock = lockRun(run, "batch cancel");
  const { shards, forget = false } = options;
  const out = listShards(run, { which: "out", shards })
    .filter((shard) => forget || !hasEnded(shard));
  return await forEachShard(out, async (shard) => {
    if (forget || shard.status === "elsewhere") {
      const message = "the batch was given up before this came home";
      closeShard(run, shard.shard, { kind: "batch_cancelled", message });
      return null;
    }
    const state = await endpointOf(run, shard, options).cancel(batchOf(shard));
    noteState(run, shard.shard, state);
    return state;
  });
}

function batchOf({ shard, batch_id }: BatchShard): string {
  if (batch_id !== null) return batch_id;
  throw new UserError(
    `Cannot cancel ${shard}: its submission broke off, so that nobody knows whether there is a ` +
      `batch. Submit again first, or say --forget.`,
  );
}
