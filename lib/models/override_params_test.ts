import assert from "node:assert/strict";
import type { ModelSpec } from "./model_spec.ts";
import { overrideParams } from "./override_params.ts";

const LOCAL: ModelSpec = { name: "m", model: "m", baseURL: "http://localhost:1/v1" };
const OPENAI: ModelSpec = { ...LOCAL, baseURL: "https://api.openai.com/v1" };

Deno.test("overrideParams() leaves a model as it is where nothing is set", () => {
  assert.deepEqual(overrideParams(LOCAL, {}), LOCAL);
  const spec = { ...LOCAL, params: { temperature: 0 }, system: "Be brief." };
  assert.deepEqual(overrideParams(spec, { system: undefined }), spec);
});

Deno.test("overrideParams() sets what is given and keeps the rest", () => {
  const spec = { ...LOCAL, params: { temperature: 0, top_p: 0.5 } };
  assert.deepEqual(overrideParams(spec, { temperature: 1, seed: 7, system: "" }), {
    ...spec,
    params: { temperature: 1, top_p: 0.5, seed: 7 },
    system: "",
  });
});

Deno.test("overrideParams() names the token limit as the model or its provider does", () => {
  const limit = (spec: ModelSpec) => overrideParams(spec, { maxTokens: 9 }).params;
  assert.deepEqual(limit(LOCAL), { max_tokens: 9 });
  assert.deepEqual(limit(OPENAI), { max_completion_tokens: 9 });
  assert.deepEqual(limit({ ...OPENAI, params: { max_tokens: 1 } }), { max_tokens: 9 });
  assert.deepEqual(limit({ ...LOCAL, params: { max_completion_tokens: 1 } }), {
    max_completion_tokens: 9,
  });
});
