import type { AnnotationPromptParts } from "../materials/material.ts";
import { createClient } from "../models/create_client.ts";
import type { ModelSpec } from "../models/model_spec.ts";
import type { Judge } from "./judge.ts";

/**
 * A model as judge, sent the judge's prompt made of `parts`.
 *
 * @throws {UserError} where the description is wrong or the key's variable is not set.
 */
export function connectJudge(spec: ModelSpec, parts: AnnotationPromptParts): Judge {
  return { kind: "model", spec, client: createClient(spec), parts };
}
