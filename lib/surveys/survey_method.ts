import type { ModelSpec } from "../models/model_spec.ts";
import { overrideParams } from "../models/override_params.ts";
import type { SurveyMethod } from "./survey_answer.ts";

/** How many of the likeliest tokens are asked for by default. */
export const TOP_LOGPROBS = 20;

/** OpenAI's legacy endpoint gives no more. */
const MOST_OF_OPENAI_COMPLETIONS = 5;

/** Sampled answers may be so long: a letter, or an option's words. */
const SAMPLED_TOKENS = 32;

/** Options of {@linkcode specFor}. */
export interface SpecForOptions {
  /** How many of the likeliest tokens to ask for, 1 to 20. Default: {@linkcode TOP_LOGPROBS}. */
  topLogprobs?: number | undefined;
}

/** By which method a model's log-probabilities are asked for. */
export function logprobMethodOf({ endpoint }: ModelSpec): SurveyMethod {
  return endpoint === "completions" ? "completion_logprobs" : "chat_logprobs";
}

/** The model as it is asked by a method: its own parameters, and those that the method needs. */
export function specFor(
  spec: ModelSpec,
  method: SurveyMethod,
  { topLogprobs = TOP_LOGPROBS }: SpecForOptions = {},
): ModelSpec {
  if (method === "sampling") return overrideParams(spec, { maxTokens: SAMPLED_TOKENS });
  const one = overrideParams(spec, { maxTokens: 1 });
  const isOpenAI = URL.parse(spec.baseURL)?.hostname === "api.openai.com";
  const asked = method === "chat_logprobs"
    ? { logprobs: true, top_logprobs: topLogprobs }
    : { logprobs: isOpenAI ? Math.min(topLogprobs, MOST_OF_OPENAI_COMPLETIONS) : topLogprobs };
  return { ...one, params: { ...one.params, ...asked } };
}

/** What a run's description of a model says of the method, and of how many tokens it asked for. */
export function methodOf(
  { endpoint, params = {} }: Pick<ModelSpec, "endpoint" | "params">,
): { method: SurveyMethod; topLogprobs: number | null } {
  const { logprobs, top_logprobs } = params;
  if (endpoint === "completions" && typeof logprobs === "number") {
    return { method: "completion_logprobs", topLogprobs: logprobs };
  }
  if (logprobs === true && typeof top_logprobs === "number") {
    return { method: "chat_logprobs", topLogprobs: top_logprobs };
  }
  return { method: "sampling", topLogprobs: null };
}
