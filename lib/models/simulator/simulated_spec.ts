import type { ModelSpec } from "../model_spec.ts";
import { type SimulatedSurveyModel, SURVEY_PROFILES } from "./survey_truth.ts";

/** How to reach a simulated model. The seed makes samples of one prompt differ. */
export function simulatedSpec(name: string, baseURL: string): ModelSpec {
  return { name, model: name, baseURL, params: { seed: 0 }, jsonSchema: true, simulated: true };
}

/** The same for one that answers survey questions; the base model is asked to go on with a text. */
export function simulatedSurveySpec(name: SimulatedSurveyModel, baseURL: string): ModelSpec {
  const spec = simulatedSpec(name, baseURL);
  const isBase = SURVEY_PROFILES[name].logprobs === "completions";
  return isBase ? { ...spec, endpoint: "completions" } : spec;
}
