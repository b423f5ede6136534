import {
  type BatchEndpoint,
  type BatchState,
  connectBatches,
  isOver,
} from "../../models/batch_endpoint.ts";
import { UserError } from "../../base/user_error.ts";
import { oneLine } from "../../base/one_line.ts";
import type { RunFile } from "../run_file.ts";
import type { BatchShard } from "./batch_shard.ts";
import type { BatchProviderOptions, ShardResult } from "./shard_result.ts";

const NOTE_STATE = `UPDATE batch_shards SET status = $status, output_file_id = $output_file_id,
  error_file_id = $error_file_id, error = $error, checked_at = $now WHERE shard = $shard`;
const IS_SIMULATED = "SELECT simulated FROM models WHERE model = ?";

/** Connects to a shard's provider. @throws {UserError} where the key is missing. */
export function endpointOf(
  run: RunFile,
  shard: BatchShard,
  { simulator, connect = connectBatches }: BatchProviderOptions,
): BatchEndpoint {
  const { model, base_url, api_key_env } = shard;
  const isSimulated = run.statement(IS_SIMULATED).get(model)?.simulated === 1;
  return connect({
    name: model,
    baseURL: isSimulated ? simulator ?? base_url : base_url,
    ...(api_key_env === null ? {} : { apiKeyEnv: api_key_env }),
  });
}

/** Notes what the provider says of a shard. */
export function noteState(run: RunFile, shard: string, state: BatchState): void {
  const { status, output_file_id, error_file_id, error } = state;
  const now = new Date().toISOString();
  run.statement(NOTE_STATE).run({ shard, status, output_file_id, error_file_id, error, now });
}

/** Does the same with each shard: what users can mend in one does not stop the others. */
export async function forEachShard(
  shards: readonly BatchShard[],
  work: (shard: BatchShard) => Promise<BatchState | null>,
): Promise<ShardResult[]> {
  const results: ShardResult[] = [];
  for (const shard of shards) {
    const result = { shard: shard.shard, model: shard.model };
    try {
      results.push({ ...result, state: await work(shard), problem: null });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      results.push({ ...result, state: null, problem: oneLine(error.message) });
    }
  }
  return results;
}

/** Whether the provider said last that nothing more will come. */
export function hasEnded({ status }: BatchShard): boolean {
  return status !== null && isOver(status);
}
