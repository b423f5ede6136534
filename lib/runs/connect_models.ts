import { UserError } from "../base/user_error.ts";
import type { ModelClient } from "../models/answer.ts";
import { checkModelSpec } from "../models/check_model_spec.ts";
import { createClient } from "../models/create_client.ts";
import type { ModelSpec } from "../models/model_spec.ts";
import type { ModelToAsk } from "./generate_responses.ts";

/** Options of {@linkcode connectModels}. */
export interface ConnectModelsOptions {
  /** Makes the client; throws a `UserError` where the key is missing. Default: `createClient`. */
  connect?: (spec: ModelSpec) => ModelClient;
}

/**
 * Models ready to be asked. One whose key is missing is among them with the reason in place of its
 * client, so that it stops no other.
 *
 * @throws {UserError} where a description is wrong.
 */
export function connectModels(
  specs: readonly ModelSpec[],
  { connect = createClient }: ConnectModelsOptions = {},
): ModelToAsk[] {
  const checked = specs.map((spec) => checkModelSpec(spec, `the model '${spec.name}'`));
  return checked.map((spec) => {
    try {
      return { spec, client: connect(spec) };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { spec, client: { unavailable: error.message } };
    }
  });
}
