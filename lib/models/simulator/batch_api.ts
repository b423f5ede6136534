import { hashedUniform } from "../../base/hashed_uniform.ts";
import { type BatchLineResult, checkBatchFile, runBatchFile } from "./batch_results.ts";
import type { Fault, FaultRates } from "./faults.ts";
import { errorResponse } from "./faulty_response.ts";
import type { ChatRequest } from "./read_request.ts";

/** Options of {@linkcode batchApi}. */
export interface BatchApiOptions {
  seed: number;
  /** How often a request in a batch meets which fault; what ends a connection is not among them. */
  faults: FaultRates;
  /** Batches expire after so large a share of their requests; null: they are completed. */
  expiresAfter: number | null;
  /** Answers one chat request. */
  answer: (request: ChatRequest, options: { fault: Fault | null; id: string }) => Response;
}

/** The simulator's files and batches. */
export interface BatchApi {
  /** Answers what lies under `/v1/files` and `/v1/batches`; null for anything else. */
  handle(request: Request): Promise<Response> | null;
  /** How many batches were made. */
  count(): number;
}

interface StoredFile {
  text: string;
  bytes: number;
  filename: string;
  purpose: string;
  created_at: number;
}

interface StoredBatch {
  id: string;
  object: "batch";
  endpoint: string;
  input_file_id: string;
  completion_window: string;
  status: string;
  created_at: number;
  metadata: unknown;
  output_file_id: string | null;
  error_file_id: string | null;
  errors: { object: "list"; data: { code: string; message: string; line: number | null }[] } | null;
  request_counts: { total: number; completed: number; failed: number };
}

/**
 * `/v1/files` and `/v1/batches` as OpenAI has them, kept in memory. There is no clock: a batch goes
 * one state further each time it is looked at, so that a client that follows it sees them all.
 */
export function batchApi(options: BatchApiOptions): BatchApi {
  const files = new Map<string, StoredFile>();
  const batches = new Map<string, StoredBatch>();
  const store = { files, batches, options };

  function handle(request: Request): Promise<Response> | null {
    const { pathname, searchParams } = new URL(request.url);
    const [, root, id, part] =
      /^\/v1\/(files|batches)(?:\/([\w-]+))?(?:\/(\w+))?$/.exec(pathname) ??
        [];
    if (root === undefined) return null;
    const route = `${request.method} ${root}${id === undefined ? "" : "/ID"}${
      part ? `/${part}` : ""
    }`;
    return respond(store, { request, route, id: id ?? "", searchParams });
  }
  return { handle, count: () => batches.size };
}

interface Store {
  files: Map<string, StoredFile>;
  batches: Map<string, StoredBatch>;
  options: BatchApiOptions;
}

interface Call {
  request: Request;
  route: string;
  id: string;
  searchParams: URLSearchParams;
}

async function respond(store: Store, call: Call): Promise<Response> {
  const { files, batches } = store;
  const { route, id } = call;
  const file = files.get(id);
  const batch = batches.get(id);
  if (route === "POST files") return await upload(store, call.request);
  if (route === "POST batches") return await create(store, call.request);
  if (route === "GET batches") return list(store, call.searchParams);
  if (route.includes(" files/ID") && file !== undefined) {
    if (route === "GET files/ID") return Response.json(describeFile(id, file));
    if (route === "GET files/ID/content") return new Response(file.text);
    if (route === "DELETE files/ID") {
      files.delete(id);
      return Response.json({ id, object: "file", deleted: true });
    }
  }
  if (route.includes(" batches/ID") && batch !== undefined) {
    if (route === "GET batches/ID") return Response.json(await advance(store, batch));
    if (route === "POST batches/ID/cancel") return cancel(batch);
  }
  return errorResponse(404, { code: "not_found", message: `There is no ${route} '${id}'.` });
}

async function upload({ files }: Store, request: Request): Promise<Response> {
  const form = await request.formData();
  const file = form.get("file");
  const purpose = form.get("purpose");
  if (!(file instanceof File) || purpose !== "batch") {
    return badRequest("expected a file, and 'batch' as its purpose");
  }
  const { id, stored } = putFile(files, {
    text: await file.text(),
    filename: file.name,
    purpose,
  });
  return Response.json(describeFile(id, stored));
}

function putFile(
  files: Map<string, StoredFile>,
  file: Pick<StoredFile, "text" | "filename" | "purpose">,
): { id: string; stored: StoredFile } {
  const id = `file-simulated-${crypto.randomUUID()}`;
  const bytes = new TextEncoder().encode(file.text).length;
  const stored = { ...file, bytes, created_at: now() };
  files.set(id, stored);
  return { id, stored };
}

function describeFile(id: string, { bytes, created_at, filename, purpose }: StoredFile) {
  return { id, object: "file", bytes, created_at, filename, purpose, status: "processed" };
}

async function create({ files, batches }: Store, request: Request): Promise<Response> {
  const body = await request.json().catch(() => null);
  if (!files.has(body?.input_file_id)) return badRequest("input_file_id: there is no such file");
  if (body.endpoint !== "/v1/chat/completions") return badRequest("endpoint: not simulated");
  if (body.completion_window !== "24h") return badRequest("completion_window: expected '24h'");
  const batch: StoredBatch = {
    id: `batch_simulated_${crypto.randomUUID()}`,
    object: "batch",
    endpoint: body.endpoint,
    input_file_id: body.input_file_id,
    completion_window: body.completion_window,
    status: "validating",
    created_at: now(),
    metadata: body.metadata ?? null,
    output_file_id: null,
    error_file_id: null,
    errors: null,
    request_counts: { total: 0, completed: 0, failed: 0 },
  };
  batches.set(batch.id, batch);
  return Response.json(batch);
}

/** The newest first, as OpenAI lists them. */
function list({ batches }: Store, searchParams: URLSearchParams): Response {
  const all = [...batches.values()].reverse();
  const after = searchParams.get("after");
  const start = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1;
  const end = start + Number(searchParams.get("limit") ?? 20);
  return Response.json({ object: "list", data: all.slice(start, end), has_more: end < all.length });
}

function cancel(batch: StoredBatch): Response {
  if (!["validating", "in_progress", "finalizing"].includes(batch.status)) {
    return errorResponse(409, { code: "conflict", message: `The batch is ${batch.status}.` });
  }
  batch.status = batch.status === "validating" ? "cancelled" : "cancelling";
  return Response.json(batch);
}

async function advance(store: Store, batch: StoredBatch): Promise<StoredBatch> {
  const { expiresAfter } = store.options;
  const text = store.files.get(batch.input_file_id)?.text ?? "";
  if (batch.status === "validating") {
    const { total, flaw } = checkBatchFile(text);
    batch.request_counts.total = total;
    batch.status = flaw === null ? "in_progress" : "failed";
    if (flaw !== null) batch.errors = { object: "list", data: [flaw] };
  } else if (batch.status === "in_progress") {
    batch.status = "finalizing";
  } else if (batch.status === "finalizing") {
    await finish(store, batch, { text, share: expiresAfter ?? 1, rest: "batch_expired" });
    batch.status = expiresAfter === null ? "completed" : "expired";
  } else if (batch.status === "cancelling") {
    await finish(store, batch, { text, share: 0.5, rest: null });
    batch.status = "cancelled";
  }
  return batch;
}

/** Answers a share of the requests, drawn by the seed, and leaves the files for download. */
async function finish(
  { files, options }: Store,
  batch: StoredBatch,
  { text, share, rest }: { text: string; share: number; rest: string | null },
): Promise<void> {
  const lines = await runBatchFile(text, {
    ...options,
    share,
    rest,
    orderOf: (custom_id) => hashedUniform("batch order", options.seed, custom_id),
  });
  const ofKind = (isError: boolean) => lines.filter((line) => line.isError === isError);
  const put = (results: readonly BatchLineResult[]) =>
    results.length === 0 ? null : putFile(files, {
      text: results.map(({ line }) => line + "\n").join(""),
      filename: "output.jsonl",
      purpose: "batch_output",
    }).id;
  batch.output_file_id = put(ofKind(false));
  batch.error_file_id = put(ofKind(true));
  batch.request_counts.completed = ofKind(false).length;
  batch.request_counts.failed = ofKind(true).length;
}

function badRequest(message: string): Response {
  return errorResponse(400, { code: "invalid_request", message });
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}
