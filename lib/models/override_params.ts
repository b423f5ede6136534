import type { ModelSpec } from "./model_spec.ts";

/** What a user sets for all models of a generation; what is left out stays as each model has it. */
export interface ParamOverrides {
  temperature?: number | undefined;
  /** The seed that is sent with the first sample; the n-th after it sends `seed + n`. */
  seed?: number | undefined;
  /** At most so many tokens per answer. */
  maxTokens?: number | undefined;
  /** The system message. */
  system?: string | undefined;
}

/** The names that servers know the token limit by; the later one is what OpenAI's reasoners need. */
const TOKEN_LIMITS = ["max_tokens", "max_completion_tokens"] as const;

/**
 * A model with some of its parameters set anew. The token limit takes the name under which the model
 * has one, else `max_completion_tokens` for OpenAI and `max_tokens` for everyone else.
 */
export function overrideParams(spec: ModelSpec, overrides: ParamOverrides): ModelSpec {
  const { temperature, seed, maxTokens, system } = overrides;
  const params: Record<string, unknown> = { ...spec.params };
  if (temperature !== undefined) params.temperature = temperature;
  if (seed !== undefined) params.seed = seed;
  if (maxTokens !== undefined) params[tokenLimitOf(spec)] = maxTokens;
  const changed = Object.keys(params).length > 0 ? { params } : {};
  return { ...spec, ...changed, ...(system === undefined ? {} : { system }) };
}

function tokenLimitOf({ baseURL, endpoint, params = {} }: ModelSpec): typeof TOKEN_LIMITS[number] {
  const known = TOKEN_LIMITS.find((name) => name in params);
  if (known !== undefined) return known;
  // The legacy endpoint knows the earlier name alone.
  if (endpoint === "completions") return "max_tokens";
  const isOpenAI = URL.parse(baseURL)?.hostname === "api.openai.com";
  return isOpenAI ? "max_completion_tokens" : "max_tokens";
}
