import { isLocal } from "./local/local_model.ts";
import type { ModelSpec } from "./model_spec.ts";
import { RequestLimiter, type RequestLimiterOptions } from "./request_limiter.ts";

/**
 * Limiters for many models: those of one provider, asked with one key, share one. Models that this
 * program runs itself are asked one request at a time, all of them together.
 *
 * @param options What each of them is made with.
 */
export function providerLimiters(
  options: RequestLimiterOptions = {},
): (spec: ModelSpec) => RequestLimiter {
  const limiters = new Map<string, RequestLimiter>();
  return (spec) => {
    const provider = providerOf(spec);
    const known = limiters.get(provider);
    if (known !== undefined) return known;
    const limiter = new RequestLimiter(isLocal(spec) ? { ...options, min: 1, max: 1 } : options);
    limiters.set(provider, limiter);
    return limiter;
  };
}

/** Whose limits a model's requests count against: the server, and the key's variable if there is one. */
export function providerOf({ baseURL, apiKeyEnv }: ModelSpec): string {
  if (isLocal({ baseURL })) return "this machine";
  const { host } = new URL(baseURL);
  return apiKeyEnv === undefined ? host : `${host} (${apiKeyEnv})`;
}
