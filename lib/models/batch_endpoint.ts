import { openAsBlob } from "node:fs";
import type OpenAI from "openai";
import { textLines } from "../base/text_lines.ts";
import { UserError } from "../base/user_error.ts";
import { callEndpoint, type CallEndpointOptions, EndpointError } from "./call_endpoint.ts";
import { connectOpenAI, type ConnectOptions } from "./connect_openai.ts";
import type { ModelSpec } from "./model_spec.ts";

/** Options of {@linkcode connectBatches}. */
export interface BatchEndpointOptions
  extends ConnectOptions, Omit<CallEndpointOptions, "what" | "clean"> {}

/** A batch as its provider describes it. */
export interface BatchState {
  id: string;
  /** `validating`, `in_progress`, `finalizing`, `completed`, `expired`, `cancelled`, `failed`, … */
  status: string;
  output_file_id: string | null;
  error_file_id: string | null;
  /** Why the provider took none of it, in one line; null where it did. */
  error: string | null;
  /** As the provider counts; null where it does not. */
  counts: { total: number; completed: number; failed: number } | null;
}

/** What a batch is made from. */
export interface NewBatch {
  input_file_id: string;
  /** By what the batch is known again: up to 16 short texts. */
  metadata: Readonly<Record<string, string>>;
  /** When its requests were written, in ms since 1970: no batch from before can be it. */
  writtenAt: number;
}

/** A provider's files and batches. Every call is retried as requests are. */
export interface BatchEndpoint {
  /** Uploads a file of requests. @returns Its id. */
  upload(path: string, name: string): Promise<string>;
  /**
   * Makes a batch, unless there is one with the same metadata: that one then.
   *
   * @throws {BatchRefused} where it is certain that none was made.
   */
  createOnce(batch: NewBatch): Promise<BatchState>;
  /** Looks how far a batch is. */
  retrieve(id: string): Promise<BatchState>;
  /** Asks the provider to stop; what it has answered by then still comes home. */
  cancel(id: string): Promise<BatchState>;
  /** Writes the lines of a file of the provider to `path`, whole or not at all, without the key. */
  download(id: string, path: string): Promise<void>;
  /** What the provider says, made fit for an error line, without secrets. */
  clean(text: string): string;
}

/** The provider has not made the batch, and will not make it. */
export class BatchRefused extends EndpointError {}

/** Failures after which it is certain that nothing was made. */
const REFUSALS = /^(http_4(?!08|09|29)\d\d|quota|content_filter)$/;

/** States in which nothing more will come of a batch. */
const OVER = ["completed", "expired", "cancelled", "failed"];

/** Whether nothing more will come of a batch in this state. */
export function isOver(status: string): boolean {
  return OVER.includes(status);
}

/**
 * Connects to the batches of a model's endpoint.
 *
 * @throws {UserError} where the key is missing; its methods do where the endpoint has no batches
 * (in one line that says so), and where a call fails for good.
 */
export function connectBatches(
  spec: Pick<ModelSpec, "name" | "baseURL" | "apiKeyEnv">,
  options: BatchEndpointOptions = {},
): BatchEndpoint {
  const { client, clean, hide } = connectOpenAI(spec, options);
  const call = <T>(what: string, work: () => Promise<T>) =>
    callEndpoint(work, { ...options, clean, what: `${what} at ${spec.baseURL}` });
  const stateOf = (batch: OpenAI.Batch) => describe(batch, clean);

  async function createOnce(batch: NewBatch): Promise<BatchState> {
    let isMaking = false;
    try {
      return await call("make a batch", async () => {
        // Looked for before each attempt: one whose answer got lost may have made it.
        isMaking = false;
        const found = await findBatch(client, batch);
        isMaking = found === null;
        return stateOf(found ?? await createBatch(client, batch));
      });
    } catch (error) {
      const isRefusal = isMaking && error instanceof EndpointError && REFUSALS.test(error.kind);
      throw isRefusal ? new BatchRefused(error.kind, error.message) : error;
    }
  }

  return {
    clean,
    upload: (path, name) =>
      orNoBatches(
        spec,
        call(`upload ${name}`, async () => {
          const file = new File([await openAsBlob(path)], name, { type: "application/jsonl" });
          return (await client.files.create({ file, purpose: "batch" })).id;
        }),
      ),
    createOnce: (batch) => orNoBatches(spec, createOnce(batch)),
    retrieve: (id) =>
      call(`look at batch ${id}`, async () => stateOf(await client.batches.retrieve(id))),
    cancel: (id) =>
      call(`cancel batch ${id}`, async () => stateOf(await client.batches.cancel(id))),
    download: (id, path) =>
      call(
        `fetch file ${id}`,
        async () => saveLines(await client.files.content(id), { path, hide }),
      ),
  };
}

async function createBatch(client: OpenAI, batch: NewBatch): Promise<OpenAI.Batch> {
  return await client.batches.create({
    input_file_id: batch.input_file_id,
    endpoint: "/v1/chat/completions",
    completion_window: "24h",
    metadata: { ...batch.metadata },
  });
}

const DAY_MS = 24 * 3600_000;

/** Looks through the newest batches, back to the day before the requests were written. */
async function findBatch(client: OpenAI, { metadata, writtenAt }: NewBatch) {
  for await (const batch of client.batches.list({ limit: 100 })) {
    if (batch.created_at * 1000 < writtenAt - DAY_MS) return null;
    const isIt = Object.entries(metadata).every(([key, value]) => batch.metadata?.[key] === value);
    if (isIt) return batch;
  }
  return null;
}

function describe(batch: OpenAI.Batch, clean: (text: string) => string): BatchState {
  const { id, status, output_file_id, error_file_id, errors, request_counts } = batch;
  const [first] = errors?.data ?? [];
  const line = first?.line ? ` (line ${first.line})` : "";
  const error = first === undefined
    ? null
    : clean(`${first.message ?? first.code ?? "refused"}${line}`);
  return {
    id,
    status,
    output_file_id: output_file_id ?? null,
    error_file_id: error_file_id ?? null,
    error,
    counts: request_counts ?? null,
  };
}

async function saveLines(
  { body }: Response,
  { path, hide }: { path: string; hide(line: string): string },
): Promise<void> {
  const temporary = `${path}.part`;
  const file = await openToWrite(temporary);
  try {
    const lines = body === null ? [] : textLines(body);
    await ReadableStream.from(safeLines(lines, hide)).pipeThrough(new TextEncoderStream())
      .pipeTo(file.writable);
    await Deno.rename(temporary, path);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw error;
  }
}

async function* safeLines(
  lines: Iterable<string> | AsyncIterable<string>,
  hide: (line: string) => string,
): AsyncGenerator<string> {
  for await (const line of lines) yield hide(line) + "\n";
}

async function openToWrite(path: string): Promise<Deno.FsFile> {
  try {
    return await Deno.open(path, { write: true, create: true, truncate: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`Cannot write ${path}: ${reason}.`);
  }
}

/** What servers without batches answer: not found, method not allowed, not implemented. */
const NOT_THERE = ["http_404", "http_405", "http_501"];

async function orNoBatches<T>(
  { name, baseURL }: Pick<ModelSpec, "name" | "baseURL">,
  call: Promise<T>,
): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof EndpointError) || !NOT_THERE.includes(error.kind)) throw error;
    throw new BatchRefused(
      error.kind,
      `Cannot submit ${name}: there are no batches at ${baseURL} (${
        error.kind.slice(5)
      }). Ask live ` +
        `with generate, or take the files to vLLM or Ray: docs/scale.md.`,
    );
  }
}
