import type { AnnotationPromptParts } from "../materials/material.ts";
import { takesJsonSchema } from "../models/catalog.ts";
import { createClient } from "../models/create_client.ts";
import { withWeights } from "../models/local/find_weights.ts";
import type { ModelSpec } from "../models/model_spec.ts";
import { providerLimiters } from "../models/provider_limiters.ts";
import type { Judge } from "./judge.ts";
import { VERDICT_FORMAT } from "./verdict_format.ts";

/** Options of {@linkcode connectJudge}. */
export interface ConnectJudgeOptions {
  /** Most requests that the judge's provider is sent at once. Default: the limiter's. */
  maxConcurrency?: number | undefined;
}

/**
 * A model as judge, sent the judge's prompt made of `parts`. Where these ask for our JSON object and
 * the provider can enforce it, it is told to; the published prompt is sent as it was.
 *
 * @throws {UserError} where the description is wrong, the key's variable is not set, or the weights of a
 * local model are not here.
 */
export function connectJudge(
  given: ModelSpec,
  parts: AnnotationPromptParts,
  { maxConcurrency }: ConnectJudgeOptions = {},
): Judge {
  const spec = withWeights(given);
  const limiter = providerLimiters({ max: maxConcurrency })(spec);
  const schema = parts.json_schema === true && takesJsonSchema(spec);
  const asked = schema
    ? { ...spec, params: { ...spec.params, response_format: VERDICT_FORMAT } }
    : spec;
  return { kind: "model", spec, client: createClient(asked, { limiter }), parts, schema };
}
