import { z } from "zod";
import { type Fault, FAULTS } from "./faults.ts";
import { isSimulatedModel, SIMULATED_JUDGE, type SimulatedModel } from "./profiles.ts";
import { isSurveyModel, type SimulatedSurveyModel, SURVEY_PROFILES } from "./survey_truth.ts";

/** A chat request that the simulator can answer. */
export interface ChatRequest {
  model: SimulatedModel | SimulatedSurveyModel | typeof SIMULATED_JUDGE;
  /** The last user message; of the legacy endpoint, the text to go on with. */
  prompt: string;
  /** All messages' texts, for the token count. */
  texts: readonly string[];
  /** The request's seed, 0 where it has none. */
  seed: number;
  /** How many choices are asked for. */
  n: number;
  /** The token limit; null for none. */
  maxTokens: number | null;
  /** Whether the reply has to be JSON of a schema. */
  isHeldToSchema: boolean;
  /** How many of the likeliest tokens are asked for; null for none. */
  topLogprobs: number | null;
  /** Whether the legacy endpoint was asked, which goes on with a text. */
  isCompletion: boolean;
  /** A fault that the request itself asks for. */
  forced: ForcedFault | null;
}

/** A fault that a request asks for, by model name or header: `rate_limit`, or `rate_limit:2`. */
export interface ForcedFault {
  fault: Fault;
  /** How many attempts it hits; infinity where that is not said. */
  attempts: number;
}

/** Why a request cannot be answered, as a provider would say it. */
export interface RequestError {
  status: 400 | 404;
  code: string;
  message: string;
}

const SHARED = {
  model: z.string(),
  seed: z.number().int().nullish(),
  n: z.number().int().min(1).max(128).nullish(),
  max_tokens: z.number().int().min(1).nullish(),
  max_completion_tokens: z.number().int().min(1).nullish(),
  stream: z.boolean().nullish(),
  response_format: z.object({ type: z.string() }).nullish(),
};

const CHAT_BODY = z.object({
  ...SHARED,
  messages: z.array(z.object({ role: z.string(), content: z.string() })).min(1),
  logprobs: z.boolean().nullish(),
  top_logprobs: z.number().int().min(0).max(20).nullish(),
}).transform(({ messages, logprobs, top_logprobs, ...rest }) => ({
  ...rest,
  texts: messages.map(({ content }) => content),
  prompt: messages.findLast(({ role }) => role === "user")?.content ?? "",
  topLogprobs: logprobs ? top_logprobs ?? 0 : null,
}));

const TEXT_BODY = z.object({
  ...SHARED,
  prompt: z.string(),
  logprobs: z.number().int().min(0).max(20).nullish(),
}).transform(({ logprobs, ...rest }) => ({
  ...rest,
  texts: [rest.prompt],
  topLogprobs: logprobs ?? null,
}));

/** Options of {@linkcode readRequest}. */
export interface ReadRequestOptions {
  /** The header `x-simulate-fault`, which asks for a fault as `model!fault` does. */
  faultHeader: string | null;
  /** Whether it came to the legacy endpoint. Default: to the one for chats. */
  isCompletion?: boolean;
}

/** Reads the body of a request. */
export function readRequest(
  text: string,
  { faultHeader, isCompletion = false }: ReadRequestOptions,
): ChatRequest | RequestError {
  const result = (isCompletion ? TEXT_BODY : CHAT_BODY).safeParse(parse(text));
  if (!result.success) {
    const [issue] = result.error.issues;
    return badRequest(`${issue?.path.join(".") || "body"}: ${issue?.message ?? "invalid"}`);
  }
  const { model: asked, seed, n, stream, response_format, ...rest } = result.data;
  if (stream) return badRequest("the simulator does not stream");
  const [model = "", suffix = null] = asked.split("!", 2);
  if (model !== SIMULATED_JUDGE && !isSimulatedModel(model) && !isSurveyModel(model)) {
    const message = `The model '${model}' does not exist: this is a simulator.`;
    return { status: 404, code: "model_not_found", message };
  }
  const isBase = isSurveyModel(model) && SURVEY_PROFILES[model].logprobs === "completions";
  if (isBase !== isCompletion) {
    return badRequest(`The model '${model}' answers ${isBase ? "completions" : "chats"} only.`);
  }
  const forced = readForced(suffix ?? faultHeader);
  if (forced === "unknown") return badRequest(`unknown fault '${suffix ?? faultHeader}'`);
  return {
    model,
    prompt: rest.prompt,
    texts: rest.texts,
    seed: seed ?? 0,
    n: n ?? 1,
    isHeldToSchema: response_format?.type === "json_schema",
    maxTokens: rest.max_completion_tokens ?? rest.max_tokens ?? null,
    topLogprobs: rest.topLogprobs,
    isCompletion,
    forced,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readForced(text: string | null): ForcedFault | null | "unknown" {
  if (text === null) return null;
  const [, name, count] = /^(\w+?)(?::(\d+))?$/.exec(text) ?? [];
  const fault = FAULTS.find((known) => known === name);
  if (fault === undefined) return "unknown";
  return { fault, attempts: count === undefined ? Infinity : Number(count) };
}

function badRequest(message: string): RequestError {
  return { status: 400, code: "invalid_request", message };
}
