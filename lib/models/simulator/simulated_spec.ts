import type { ModelSpec } from "../model_spec.ts";

/** How to reach a simulated model. The seed makes samples of one prompt differ. */
export function simulatedSpec(name: string, baseURL: string): ModelSpec {
  return { name, model: name, baseURL, params: { seed: 0 }, jsonSchema: true, simulated: true };
}
