import { UserError } from "../../base/user_error.ts";
import { chatRequest } from "../../models/chat_request.ts";
import { isLocal } from "../../models/local/local_model.ts";
import type { ModelSpec } from "../../models/model_spec.ts";
import { type AskedPrompts, askedPrompts } from "../_asked_prompts.ts";
import type { AskedPromptsOptions } from "../_choose_prompts.ts";
import { describeSpec } from "../describe_spec.ts";
import { addModel } from "../add_model.ts";
import { hashOfInput } from "../hash_of_input.ts";
import type { RunFile } from "../run_file.ts";
import { lockRun } from "../run_lock.ts";
import { customId, seriesOf } from "./custom_id.ts";
import { dropUnsentShards, type ShardLimits, shardWriter } from "./_shard_writer.ts";

/** Options of {@linkcode exportBatch}. */
export interface ExportBatchOptions extends AskedPromptsOptions, Partial<ShardLimits> {
  /** Who is to be asked; each has files of its own. */
  models: readonly ModelSpec[];
  /** How many answers to each prompt. Default: 1. */
  samples?: number;
  /** Whether rows that failed are asked again. Default: false. */
  retryErrors?: boolean;
}

/** What was written for one model. */
export interface ModelExport {
  model: string;
  /** Answers wanted: prompts × samples. */
  wanted: number;
  /** Of those: answered before, or failed and not to be asked again. */
  done: number;
  /** Of those: out in a batch that was sent before. */
  out: number;
  /** Of those: now in the shards. */
  requests: number;
  /** The new files' names without their ending, in order. */
  shards: readonly string[];
}

/** The most that providers take in one batch. */
export const SHARD_LIMITS: Readonly<ShardLimits> = { maxRequests: 50_000, maxBytes: 200_000_000 };

/** The part of a batch's requests that says where they go. */
export const CHAT_URL = "/v1/chat/completions";

/**
 * Writes what the models have yet to be asked as files in OpenAI's batch format, `batches/` in the
 * run's folder, one model a file. What has an answer or is out in a batch is left out; what was
 * written before and never sent is written afresh.
 *
 * @throws {UserError} where nothing can be asked, a model of the run has changed, a parameter is a
 * secret, a limit makes no sense, another task is writing to the run, or a file cannot be written.
 */
export function exportBatch(run: RunFile, options: ExportBatchOptions): ModelExport[] {
  const limits = checkLimits(options);
  for (const spec of options.models) {
    refuseSecrets(spec);
    refuseLocal(spec);
    refuseCompletions(spec);
  }
  using _lock = lockRun(run, "batch export");
  // From here on each goes by the name of its series.
  const models = run.transaction(() =>
    options.models.map((spec) => ({ ...spec, name: addModel(run, spec).model }))
  );
  using prompts = askedPrompts(run, options);
  if (prompts.count === 0) {
    throw new UserError(`Cannot export anything: ${run.path} has no prompts. Add prompts first.`);
  }
  return models.map((spec) => exportModel(run, { spec, prompts, options, limits }));
}

interface ExportModelOptions {
  spec: ModelSpec;
  prompts: AskedPrompts;
  options: ExportBatchOptions;
  limits: ShardLimits;
}

function exportModel(
  run: RunFile,
  { spec, prompts, options, limits }: ExportModelOptions,
): ModelExport {
  const { samples = 1, retryErrors = false } = options;
  const model = spec.name;
  dropUnsentShards(run, model);
  const series = seriesOf(run, model);
  const summary = { model, wanted: prompts.count * samples, done: 0, out: 0, requests: 0 };
  using writer = shardWriter(run, { spec, limits });
  for (let sample = 0; sample < samples; sample++) {
    // A text that stands in several prompts is asked once; generate copies its answer to the others.
    const { done, inBatch, reused, pending } = prompts.open({ model, sample, retryErrors });
    summary.done += done + reused;
    summary.out += inBatch;
    for (const { prompt_id, input } of pending()) {
      const before = countSent(run, { prompt_id, model, sample });
      const input_hash = hashOfInput(input);
      const custom_id = customId({ series, prompt_id, input_hash, sample, before });
      const body = chatRequest(spec, { prompt: input, sample });
      const line = toLine({ custom_id, method: "POST", url: CHAT_URL, body });
      writer.add({ custom_id, prompt_id, sample, line });
      summary.requests++;
    }
  }
  return { ...summary, shards: writer.finish() };
}

/** JSON on one line, whoever reads it: Python, Ray among it, takes these three for line breaks, too. */
function toLine(value: unknown): string {
  const escape = (text: string) => `\\u${text.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(value).replace(/[\u0085\u2028\u2029]/g, escape) + "\n";
}

const SENT = `SELECT count(*) AS count FROM batch_requests
  WHERE prompt_id = $prompt_id AND model = $model AND sample = $sample`;

function countSent(
  run: RunFile,
  key: { prompt_id: string; model: string; sample: number },
): number {
  return Number(run.statement(SENT).get(key)?.count);
}

function checkLimits(options: Partial<ShardLimits>): ShardLimits {
  const { maxRequests = SHARD_LIMITS.maxRequests, maxBytes = SHARD_LIMITS.maxBytes } = options;
  const limits = { maxRequests, maxBytes };
  for (const name of ["maxRequests", "maxBytes"] as const) {
    const [given, most] = [limits[name], SHARD_LIMITS[name]];
    if (Number.isInteger(given) && given >= 1 && given <= most) continue;
    throw new UserError(
      `Cannot export with ${name} ${given}: expected a whole number of 1 to ${most}, which is the ` +
        `most that providers take.`,
    );
  }
  return limits;
}

function refuseLocal(spec: ModelSpec): void {
  if (!isLocal(spec)) return;
  throw new UserError(
    `Cannot write a batch for '${spec.name}': it runs on this machine. Ask it with deno task generate.`,
  );
}

/** What the run file would not keep must not be written into a batch file either. */
function refuseCompletions({ name, endpoint }: ModelSpec): void {
  if (endpoint !== "completions") return;
  throw new UserError(
    `Cannot write a batch for '${name}': batches go to ${CHAT_URL}, and its endpoint is ` +
      `'completions'. Ask it with deno task generate.`,
  );
}

function refuseSecrets(spec: ModelSpec): void {
  if (!JSON.stringify(describeSpec(spec).params).includes('"(not stored)"')) return;
  throw new UserError(
    `Cannot export ${spec.name}: one of its params looks like a key, and would stand in the file. ` +
      `Name the key's variable in 'apiKeyEnv' instead.`,
  );
}
