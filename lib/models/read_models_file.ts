import { z } from "zod";
import { readJson } from "../base/read_json.ts";
import { UserError } from "../base/user_error.ts";
import { checkModelSpec } from "./check_model_spec.ts";
import type { ModelSpec } from "./model_spec.ts";

const LIST = z.array(z.unknown(), "expected a list of models: [{ … }, { … }]");

/**
 * Reads a models file: JSON, `[{ "name", "model", "baseURL", "apiKeyEnv", "params" }]`, and
 * optionally `system` and `simulated`.
 *
 * @throws {UserError} naming the entry (from 1) and the key for what cannot be used, and for a name
 * that is given twice.
 */
export async function readModelsFile(path: string): Promise<ModelSpec[]> {
  const entries = await readJson(path, LIST);
  const specs = entries.map((entry, index) => checkModelSpec(entry, `${path}, entry ${index + 1}`));
  for (const [index, { name }] of specs.entries()) {
    const first = specs.findIndex((spec) => spec.name === name);
    if (first !== index) {
      throw new UserError(
        `Cannot use ${path}, entry ${index + 1}, key 'name': entry ${
          first + 1
        } is already called ` +
          `'${name}'. Give each model a name of its own.`,
      );
    }
  }
  return specs;
}
