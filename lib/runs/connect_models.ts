import { UserError } from "../base/user_error.ts";
import type { ModelClient } from "../models/answer.ts";
import { checkModelSpec } from "../models/check_model_spec.ts";
import { createClient } from "../models/create_client.ts";
import { withWeights } from "../models/local/find_weights.ts";
import type { ModelSpec } from "../models/model_spec.ts";
import { providerLimiters } from "../models/provider_limiters.ts";
import type { RequestLimiter } from "../models/request_limiter.ts";
import type { ModelToAsk } from "./generate_responses.ts";

/** Options of {@linkcode connectModels}. */
export interface ConnectModelsOptions {
  /**
   * Makes the client, which asks the limiter for leave; throws a `UserError` where the key is missing.
   * Default: `createClient`.
   */
  connect?: (spec: ModelSpec, limiter: RequestLimiter) => ModelClient;
  /** Fewest requests that each provider is sent at once, however overloaded. Default: 1. */
  minConcurrency?: number;
  /** Most requests that each provider is sent at once, by all its models. Default: 256. */
  maxConcurrency?: number;
}

/**
 * Models ready to be asked; those of one provider and key share its limit of requests. One whose key
 * (or, of a local model, weights) is missing is among them with the reason in place of its client, so
 * that it stops no other. A local model's description is given the hash of its weights.
 *
 * @throws {UserError} where a description is wrong.
 */
export function connectModels(
  specs: readonly ModelSpec[],
  { connect = connectThrough, minConcurrency, maxConcurrency }: ConnectModelsOptions = {},
): ModelToAsk[] {
  const checked = specs.map((spec) => checkModelSpec(spec, `the model '${spec.name}'`));
  const limiterOf = providerLimiters({ min: minConcurrency, max: maxConcurrency });
  return checked.map((spec) => {
    try {
      const known = withWeights(spec);
      return { spec: known, client: connect(known, limiterOf(known)) };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { spec, client: { unavailable: error.message } };
    }
  });
}

function connectThrough(spec: ModelSpec, limiter: RequestLimiter): ModelClient {
  return createClient(spec, { limiter });
}
