import { z } from "zod";
import { type Fault, FAULTS } from "./faults.ts";
import { isSimulatedModel, SIMULATED_JUDGE, type SimulatedModel } from "./profiles.ts";

/** A chat request that the simulator can answer. */
export interface ChatRequest {
  model: SimulatedModel | typeof SIMULATED_JUDGE;
  /** The last user message. */
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

const BODY = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })).min(1),
  seed: z.number().int().nullish(),
  n: z.number().int().min(1).max(128).nullish(),
  max_tokens: z.number().int().min(1).nullish(),
  max_completion_tokens: z.number().int().min(1).nullish(),
  stream: z.boolean().nullish(),
  response_format: z.object({ type: z.string() }).nullish(),
});

/**
 * Reads the body of a chat request.
 *
 * @param faultHeader The header `x-simulate-fault`, which asks for a fault as `model!fault` does.
 */
export function readRequest(text: string, faultHeader: string | null): ChatRequest | RequestError {
  const result = BODY.safeParse(parse(text));
  if (!result.success) {
    const [issue] = result.error.issues;
    return badRequest(`${issue?.path.join(".") || "body"}: ${issue?.message ?? "invalid"}`);
  }
  const { model: asked, messages, seed, n, stream, response_format, ...limits } = result.data;
  if (stream) return badRequest("the simulator does not stream");
  const [model = "", suffix = null] = asked.split("!", 2);
  if (model !== SIMULATED_JUDGE && !isSimulatedModel(model)) {
    const message = `The model '${model}' does not exist: this is a simulator.`;
    return { status: 404, code: "model_not_found", message };
  }
  const forced = readForced(suffix ?? faultHeader);
  if (forced === "unknown") return badRequest(`unknown fault '${suffix ?? faultHeader}'`);
  return {
    model,
    prompt: messages.findLast(({ role }) => role === "user")?.content ?? "",
    texts: messages.map(({ content }) => content),
    seed: seed ?? 0,
    n: n ?? 1,
    isHeldToSchema: response_format?.type === "json_schema",
    maxTokens: limits.max_completion_tokens ?? limits.max_tokens ?? null,
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
