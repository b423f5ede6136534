import { UserError } from "../../base/user_error.ts";
import { hashFile } from "../../materials/hash_file.ts";
import { type BatchEndpoint, BatchRefused, type BatchState } from "../../models/batch_endpoint.ts";
import type { RunFile } from "../run_file.ts";
import { lockRun } from "../run_lock.ts";
import { requestFinder } from "./_batch_requests.ts";
import { type BatchShard, listShards, shardPath } from "./batch_shard.ts";
import { runId } from "./custom_id.ts";
import { endpointOf, forEachShard, noteState } from "./_endpoints.ts";
import type { BatchProviderOptions, ShardResult } from "./shard_result.ts";

const TO_SUBMIT = "(status IS NULL OR status = 'uploaded') AND imported_at IS NULL";
const UPLOADED = `UPDATE batch_shards SET status = 'uploaded', input_file_id = $id
  WHERE shard = $shard`;
const NOT_UPLOADED = `UPDATE batch_shards SET status = NULL, input_file_id = NULL
  WHERE shard = ?`;
const SUBMITTED =
  "UPDATE batch_shards SET batch_id = $id, submitted_at = $now WHERE shard = $shard";
const ELSEWHERE = `UPDATE batch_shards SET status = 'elsewhere', submitted_at = $now
  WHERE shard = $shard AND status IS NULL`;
const IDS = "SELECT custom_id FROM batch_requests WHERE shard = ?";
const ANSWERED = `SELECT count(*) AS count FROM batch_requests JOIN responses
    USING (prompt_id, model, sample)
  WHERE shard = $shard AND (status <> 'failed' OR created_at > $created_at)`;

/**
 * Uploads the shards that were not sent yet, and makes a batch of each. Each step is noted as it is
 * done, and before a batch is made it is looked for at the provider: whenever the process ends, the
 * next one goes on without a second batch of the same requests.
 *
 * What cannot be submitted (no key, no batches there, a changed file, requests answered meanwhile)
 * stays as it was, and is told in its result.
 *
 * @throws {UserError} where another task is writing to the run.
 */
export async function submitBatches(
  run: RunFile,
  options: BatchProviderOptions = {},
): Promise<ShardResult[]> {
  using _lock = lockRun(run, "batch submit");
  const { shards } = options;
  const names = run.db.prepare(`SELECT shard FROM batch_shards WHERE ${TO_SUBMIT}`).all()
    .map((row) => String(row.shard));
  const chosen = listShards(run, { shards }).filter(({ shard }) => names.includes(shard));
  return await forEachShard(chosen, async (shard) => {
    const endpoint = endpointOf(run, shard, options);
    const input_file_id = shard.input_file_id ?? await uploadShard(run, shard, endpoint);
    return await makeBatch(run, { ...shard, input_file_id }, endpoint);
  });
}

/**
 * Notes that shards were taken to machines of one's own (vLLM, Ray): nothing is uploaded, and their
 * requests are asked nowhere else until their answers come home.
 *
 * @returns As for shards that are submitted.
 * @throws {UserError} where another task is writing to the run.
 */
export async function takeElsewhere(
  run: RunFile,
  { shards }: Pick<BatchProviderOptions, "shards"> = {},
): Promise<ShardResult[]> {
  using _lock = lockRun(run, "batch submit");
  return await forEachShard(listShards(run, { which: "unsent", shards }), async (shard) => {
    await checkShard(run, shard);
    run.statement(ELSEWHERE).run({ shard: shard.shard, now: new Date().toISOString() });
    return null;
  });
}

async function uploadShard(
  run: RunFile,
  shard: BatchShard,
  endpoint: BatchEndpoint,
): Promise<string> {
  await checkShard(run, shard);
  const name = `${shard.shard}.jsonl`;
  const id = await endpoint.upload(shardPath(run, shard.shard), name);
  run.statement(UPLOADED).run({ shard: shard.shard, id });
  return id;
}

async function makeBatch(
  run: RunFile,
  shard: BatchShard & { input_file_id: string },
  endpoint: BatchEndpoint,
): Promise<BatchState> {
  let state: BatchState;
  try {
    state = await endpoint.createOnce({
      input_file_id: shard.input_file_id,
      metadata: { run: runId(run), shard: shard.shard, sha256: shard.sha256 },
      writtenAt: Date.parse(shard.created_at),
    });
  } catch (error) {
    // The file may be what was refused: the next time all is done again.
    if (error instanceof BatchRefused) run.statement(NOT_UPLOADED).run(shard.shard);
    throw error;
  }
  run.transaction(() => {
    const now = new Date().toISOString();
    run.statement(SUBMITTED).run({ shard: shard.shard, id: state.id, now });
    noteState(run, shard.shard, state);
  });
  return state;
}

/** Whether the file and its requests are still what was written. */
async function checkShard(run: RunFile, shard: BatchShard): Promise<void> {
  const path = shardPath(run, shard.shard);
  const refuse = (why: string) => {
    throw new UserError(`Cannot submit ${path}: ${why}. Export again.`);
  };
  const hash = await hashFile(path);
  if (hash === null) refuse("there is no such file any more");
  if (hash !== shard.sha256) refuse("the file has changed since it was written");
  const find = requestFinder(run);
  let same = 0;
  for (const { custom_id } of run.db.prepare(IDS).iterate(shard.shard)) {
    if (find(String(custom_id)) !== null) same++;
  }
  const changed = shard.requests - same;
  if (changed > 0) refuse(`${changed} of its requests have changed since it was written`);
  const key = { shard: shard.shard, created_at: shard.created_at };
  const answered = Number(run.statement(ANSWERED).get(key)?.count);
  if (answered > 0) refuse(`${answered} of its requests have been asked since it was written`);
}
