import { join } from "node:path";
import { UserError } from "../../base/user_error.ts";
import type { ModelSpec } from "../../models/model_spec.ts";
import type { RunFile } from "../run_file.ts";
import { batchFolder, listShards, shardPath, shardStem } from "./batch_shard.ts";
import { beginShardFile, type ShardFile } from "./_shard_file.ts";

/** The most that one file may hold. */
export interface ShardLimits {
  /** Default: 50,000. */
  maxRequests: number;
  /** Default: 200,000,000. */
  maxBytes: number;
}

/** A line for a shard, and what it asks. */
export interface ShardRequest {
  custom_id: string;
  prompt_id: string;
  sample: number;
  /** With its line break. */
  line: string;
}

/** Spreads requests over files, and notes each file in the run once it is whole. */
export interface ShardWriter extends Disposable {
  add(request: ShardRequest): void;
  /** Closes the last file. @returns All shards written, in order. */
  finish(): string[];
}

const INSERT_SHARD = `INSERT INTO batch_shards
  (shard, model, base_url, api_key_env, requests, bytes, sha256, created_at)
  VALUES ($shard, $model, $base_url, $api_key_env, $requests, $bytes, $sha256, $created_at)`;
const INSERT_REQUEST = `INSERT INTO batch_requests (custom_id, shard, prompt_id, model, sample)
  VALUES ($custom_id, $shard, $prompt_id, $model, $sample)`;
const DROP_UNSENT = "DELETE FROM batch_shards WHERE model = ? AND status IS NULL";

/** Begins to write a model's shards, numbered on from those that are there. */
export function shardWriter(
  run: RunFile,
  { spec, limits }: { spec: ModelSpec; limits: ShardLimits },
): ShardWriter {
  const encoder = new TextEncoder();
  const written: string[] = [];
  let number = lastNumber(run, spec.name);
  let file: ShardFile | null = null;
  let keys: Omit<ShardRequest, "line">[] = [];

  function close(): void {
    if (file === null) return;
    const shard = shardName(spec.name, number);
    const { lines: requests, bytes } = file;
    const sha256 = file.finish();
    run.transaction(() => noteShard(run, { spec, shard, requests, bytes, sha256, keys }));
    written.push(shard);
    file = null;
    keys = [];
  }

  return {
    add({ line, ...key }) {
      const bytes = encoder.encode(line);
      refuseTooLong(bytes.length, { limits, spec, key });
      const isFull = file !== null &&
        (file.lines >= limits.maxRequests || file.bytes + bytes.length > limits.maxBytes);
      if (isFull) close();
      file ??= beginShardFile(shardPath(run, shardName(spec.name, ++number)));
      file.add(bytes);
      keys.push(key);
    },
    finish() {
      close();
      return written;
    },
    [Symbol.dispose]: () => file?.discard(),
  };
}

/** Takes away a model's shards that were never sent, and files that no shard stands for. */
export function dropUnsentShards(run: RunFile, model: string): void {
  run.transaction(() => run.statement(DROP_UNSENT).run(model));
  const kept = new Set(listShards(run).map(({ shard }) => `${shard}.jsonl`));
  const stem = shardStem(model);
  Deno.mkdirSync(batchFolder(run), { recursive: true });
  for (const { name } of [...Deno.readDirSync(batchFolder(run))]) {
    const isOurs = name.startsWith(stem) &&
      /^-\d{4,}\.jsonl(\.part)?$/.test(name.slice(stem.length));
    if (isOurs && !kept.has(name)) Deno.removeSync(join(batchFolder(run), name));
  }
}

interface NotedShard {
  spec: ModelSpec;
  shard: string;
  requests: number;
  bytes: number;
  sha256: string;
  keys: readonly Omit<ShardRequest, "line">[];
}

function noteShard(run: RunFile, { spec, keys, ...shard }: NotedShard): void {
  const { name: model, baseURL, apiKeyEnv = null } = spec;
  run.statement(INSERT_SHARD).run({
    ...shard,
    model,
    base_url: withoutQuery(baseURL),
    api_key_env: apiKeyEnv,
    created_at: new Date().toISOString(),
  });
  for (const key of keys) run.statement(INSERT_REQUEST).run({ ...key, shard: shard.shard, model });
}

/** A query may hold what must not be kept. */
function withoutQuery(baseURL: string): string {
  const url = new URL(baseURL);
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}

function shardName(model: string, number: number): string {
  return `${shardStem(model)}-${String(number).padStart(4, "0")}`;
}

function lastNumber(run: RunFile, model: string): number {
  const numbers = listShards(run).filter((shard) => shard.model === model)
    .map(({ shard }) => Number(/-(\d+)$/.exec(shard)?.[1] ?? 0));
  return Math.max(0, ...numbers);
}

function refuseTooLong(
  bytes: number,
  { limits, spec, key }: {
    limits: ShardLimits;
    spec: ModelSpec;
    key: Pick<ShardRequest, "prompt_id">;
  },
): void {
  if (bytes <= limits.maxBytes) return;
  throw new UserError(
    `Cannot export prompt '${key.prompt_id}' for ${spec.name}: its request alone has ${bytes} ` +
      `bytes, more than the ${limits.maxBytes} that a file may have. Raise the limit, or leave the ` +
      `prompt out.`,
  );
}
