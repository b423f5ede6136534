import { join } from "node:path";
import { sha256 } from "../../base/sha256.ts";
import type { RunFile } from "../run_file.ts";
import { SHARD_IS_OUT } from "./is_out.ts";

/** A file of requests to one model, and what became of it. */
export interface BatchShard {
  /** The file's name without its ending. */
  shard: string;
  model: string;
  /** The endpoint whose batches it is for, ending before `/batches`. */
  base_url: string;
  /** The variable that holds the endpoint's key. */
  api_key_env: string | null;
  requests: number;
  bytes: number;
  sha256: string;
  /** ISO 8601, UTC; the other times, too. */
  created_at: string;
  /**
   * Null: not sent. `elsewhere`: taken to machines of one's own. `uploaded`: the provider has the
   * file, and perhaps the batch. Otherwise what the provider said last.
   */
  status: string | null;
  input_file_id: string | null;
  batch_id: string | null;
  output_file_id: string | null;
  error_file_id: string | null;
  /** Why the provider took none of it. */
  error: string | null;
  submitted_at: string | null;
  checked_at: string | null;
  /** When all that will ever come of it was in the run. */
  imported_at: string | null;
}

/** What {@linkcode listShards} lists. */
export interface ListShardsOptions {
  /** `unsent`: never sent; `out`: sent, and not all home. Default: all. */
  which?: "all" | "unsent" | "out";
  /** Only these, by name. Default: all. */
  shards?: readonly string[];
}

const WHERE = { all: "TRUE", unsent: "status IS NULL", out: SHARD_IS_OUT };

/** The run's shards, in the order of their export. */
export function listShards(
  run: RunFile,
  { which = "all", shards }: ListShardsOptions = {},
): BatchShard[] {
  const sql = `SELECT * FROM batch_shards WHERE ${WHERE[which]} ORDER BY created_at, shard`;
  return run.statement(sql).all().map(toShard)
    .filter(({ shard }) => shards === undefined || shards.includes(shard));
}

/** Where a shard's requests are. */
export function shardPath(run: RunFile, shard: string): string {
  return join(batchFolder(run), `${shard}.jsonl`);
}

/** Where the run keeps what it sends and what comes home. */
export function batchFolder(run: RunFile): string {
  return join(run.folder, "batches");
}

/**
 * The beginning of the names of a model's shards: the model's name where any file system takes it,
 * otherwise what is left of it and six digits of its hash.
 */
export function shardStem(model: string): string {
  const stem = model.toLowerCase().replace(/[^a-z0-9._-]+/g, "-").replace(/^[.-]+/, "")
    .slice(0, 80);
  return stem === model ? stem : `${stem}-${sha256(model).slice(0, 6)}`;
}

function toShard(row: Readonly<Record<string, unknown>>): BatchShard {
  const text = (name: string) => String(row[name]);
  const textOrNull = (name: string) => row[name] === null ? null : String(row[name]);
  return {
    shard: text("shard"),
    model: text("model"),
    base_url: text("base_url"),
    api_key_env: textOrNull("api_key_env"),
    requests: Number(row.requests),
    bytes: Number(row.bytes),
    sha256: text("sha256"),
    created_at: text("created_at"),
    status: textOrNull("status"),
    input_file_id: textOrNull("input_file_id"),
    batch_id: textOrNull("batch_id"),
    output_file_id: textOrNull("output_file_id"),
    error_file_id: textOrNull("error_file_id"),
    error: textOrNull("error"),
    submitted_at: textOrNull("submitted_at"),
    checked_at: textOrNull("checked_at"),
    imported_at: textOrNull("imported_at"),
  };
}
