import type { BatchState, connectBatches } from "../../models/batch_endpoint.ts";

/** How the shards' providers are reached. */
export interface BatchProviderOptions {
  /** Only these shards, by name. Default: all that are concerned. */
  shards?: readonly string[];
  /** Where simulated models are, whose address changes. Default: where they were at the export. */
  simulator?: string;
  /** Makes the connection; throws a `UserError` where the key is missing. Default: the real one. */
  connect?: typeof connectBatches;
}

/** What became of one shard. */
export interface ShardResult {
  shard: string;
  model: string;
  /** The state that the provider last told; null where it was not reached or not asked. */
  state: BatchState | null;
  /** Why it could not be done, in one line; null where it was. */
  problem: string | null;
}
