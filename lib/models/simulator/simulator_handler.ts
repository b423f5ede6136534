import { answerRequest } from "./answer_request.ts";
import { batchApi } from "./batch_api.ts";
import { drawFault, type Fault, type FaultRates } from "./faults.ts";
import { errorResponse, faultyResponse, jsonResponse } from "./faulty_response.ts";
import type { SimulatedPrompt } from "./planted_truth.ts";
import { SIMULATED_JUDGE, SIMULATED_MODELS } from "./profiles.ts";
import { type ChatRequest, readRequest } from "./read_request.ts";
import { dialectBody, type ServerDialect, tooLongResponse } from "./server_dialect.ts";
import { SIMULATED_SURVEY_MODELS, type SimulatedQuestion } from "./survey_truth.ts";
import { type RateLimit, type RequestBucket, requestBucket } from "./request_bucket.ts";

/** What a simulator counts. */
export interface HandlerStats {
  /** Requests for answers, faulty and malformed ones included. */
  requests: number;
  /** Requests hit, by fault; those in batches not among them. */
  faults: Partial<Record<Fault, number>>;
  /** Batches made. */
  batches: number;
  /** Requests refused because the budget was used up. */
  refused: number;
}

/** Options of {@linkcode simulatorHandler}. */
export interface SimulatorHandlerOptions {
  seed: number;
  prompts: ReadonlyMap<string, SimulatedPrompt>;
  /** Survey questions by their texts. */
  questions: ReadonlyMap<string, SimulatedQuestion>;
  faults: FaultRates;
  /** The share of its requests after which a batch expires; null for never. */
  batchExpiresAfter: number | null;
  latency: number;
  slowBy: number;
  sleep: (milliseconds: number) => Promise<void>;
  /** How many requests each model bears; null for any number. */
  rateLimit: RateLimit | null;
  dialect: ServerDialect;
  /** Most tokens of a prompt; null for any number. */
  contextTokens: number | null;
  /** The present, in ms, for the budget. */
  now: () => number;
}

/**
 * The simulator's HTTP side: `/v1/chat/completions`, `/v1/completions`, `/v1/models`, `/v1/files`,
 * `/v1/batches`.
 */
export function simulatorHandler(
  options: SimulatorHandlerOptions,
): { handle: (request: Request) => Promise<Response>; stats: HandlerStats } {
  const batches = batchApi({
    ...options,
    expiresAfter: options.batchExpiresAfter,
    answer: (request, { fault, id }) => respond(request, { fault, id, options }),
  });
  const stats: HandlerStats = {
    requests: 0,
    faults: {},
    refused: 0,
    get batches() {
      return batches.count();
    },
  };
  const attempts = new Map<string, number>();
  const bucketOf = bucketsOf(options);
  const handle = async (request: Request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/v1/models" && request.method === "GET") return modelList();
    const ofBatches = batches.handle(request);
    if (ofBatches !== null) return await ofBatches;
    const isCompletion = pathname === "/v1/completions";
    const isAsked = isCompletion || pathname === "/v1/chat/completions";
    if (!isAsked || request.method !== "POST") {
      return errorResponse(404, { code: "not_found", message: `There is no ${pathname} here.` });
    }
    stats.requests++;
    const text = await request.text().catch(() => null);
    // Whoever asked is gone: the answer goes nowhere.
    if (text === null) return errorResponse(400, { code: "cut_off", message: "Cut off." });
    const faultHeader = request.headers.get("x-simulate-fault");
    const chat = readRequest(text, { faultHeader, isCompletion });
    if ("status" in chat) return errorResponse(chat.status, chat);
    const tooLong = tooLongResponse(chat, options);
    if (tooLong !== null) return tooLong;
    const bucket = bucketOf(chat.model);
    const refusal = bucket?.take() ?? null;
    if (refusal !== null) {
      stats.refused++;
      return refusal;
    }
    const fault = faultFor(chat, { text, attempts, options });
    if (fault !== null) stats.faults[fault] = (stats.faults[fault] ?? 0) + 1;
    // As providers do, the headers say how it was when the request came in.
    const headers = bucket?.headers() ?? {};
    await wait(fault, options);
    const response = respond(chat, { fault, options, id: String(stats.requests) });
    for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
    return response;
  };
  return { handle, stats };
}

/** Providers count by model. */
function bucketsOf(
  { rateLimit, now }: SimulatorHandlerOptions,
): (model: string) => RequestBucket | undefined {
  const buckets = new Map<string, RequestBucket>();
  return (model) => {
    if (rateLimit !== null && !buckets.has(model)) {
      buckets.set(model, requestBucket(rateLimit, now));
    }
    return buckets.get(model);
  };
}

function respond(
  request: ChatRequest,
  { fault, options, id }: { fault: Fault | null; options: SimulatorHandlerOptions; id: string },
): Response {
  const { seed, prompts, questions, dialect } = options;
  const choices = answerRequest(request, {
    seed,
    findPrompt: (input) => prompts.get(input),
    findQuestion: (text) => questions.get(text),
  });
  if (fault !== null && fault !== "slow") {
    return faultyResponse(fault, { request, choices, id, seed });
  }
  return jsonResponse(JSON.stringify(dialectBody(request, { choices, id, seed, dialect })));
}

/** The faults after which a client sends the same again. */
const RETRIED: readonly Fault[] = [
  "rate_limit",
  "server_error",
  "unavailable",
  "overloaded",
  "stalled",
  "drop",
  "broken_json",
  "empty_choices",
];

/** Which fault hits this attempt. Earlier attempts are counted only where there are faults. */
function faultFor(
  request: ChatRequest,
  { text, attempts, options }: {
    text: string;
    attempts: Map<string, number>;
    options: SimulatorHandlerOptions;
  },
): Fault | null {
  if (request.forced === null && Object.keys(options.faults).length === 0) return null;
  const before = attempts.get(text) ?? 0;
  const fault = request.forced === null
    ? drawFault(options.faults, [options.seed, text, before])
    : before < request.forced.attempts
    ? request.forced.fault
    : null;
  // What will not be sent again is forgotten, which keeps memory flat.
  if (fault === null || (request.forced === null && !RETRIED.includes(fault))) {
    attempts.delete(text);
  } else {
    attempts.set(text, before + 1);
  }
  return fault;
}

async function wait(
  fault: Fault | null,
  { latency, slowBy, sleep }: SimulatorHandlerOptions,
): Promise<void> {
  const milliseconds = latency + (fault === "slow" ? slowBy : 0);
  if (milliseconds > 0) await sleep(milliseconds);
}

function modelList(): Response {
  const names = [...SIMULATED_MODELS, SIMULATED_JUDGE, ...SIMULATED_SURVEY_MODELS];
  const data = names.map((id) => ({
    id,
    object: "model",
    created: 0,
    owned_by: "simulator",
  }));
  return Response.json({ object: "list", data });
}
