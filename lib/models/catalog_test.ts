import assert from "node:assert/strict";
import { findModel, listModels, listProviders } from "./catalog.ts";
import { checkModelSpec } from "./check_model_spec.ts";

Deno.test("listModels() has the study's nine models, each with a note on what is not known", () => {
  const nine = listModels().filter(({ study }) => study !== null);
  assert.deepEqual(nine.map(({ study }) => study), [
    "GPT-4o",
    "GPT-4o-mini",
    "Gemini-1.5 Flash",
    "Gemini-1.5 Pro",
    "Claude-3.5 Sonnet",
    "Llama-3.3-70B",
    "OLMo-2-13B",
    "R1-Distill-Llama-70B",
    "Qwen2.5-72B-Instruct",
  ]);
  for (const { note } of nine) assert.match(note ?? "", /not published/);
});

Deno.test("listModels() describes each model so that a client takes it, under a name of its own", () => {
  const specs = listModels().map(({ spec }) => spec);
  for (const spec of specs) assert.deepEqual(checkModelSpec(spec, spec.name), spec);
  assert.equal(new Set(specs.map(({ name }) => name)).size, specs.length);
});

Deno.test("listProviders() asks for a key everywhere but on this machine", () => {
  for (const { baseURL, apiKeyEnv } of listProviders()) {
    assert.equal(apiKeyEnv === undefined, /^(http:\/\/localhost:|local:$)/.test(baseURL));
  }
});

Deno.test("findModel() finds a model by name", () => {
  assert.deepEqual(findModel("gpt-4o"), {
    name: "gpt-4o",
    model: "gpt-4o",
    baseURL: "https://api.openai.com/v1",
    apiKeyEnv: "OPENAI_API_KEY",
  });
});

Deno.test("findModel() takes any model of a known provider", () => {
  assert.deepEqual(findModel("openrouter/qwen/qwen3-32b"), {
    name: "openrouter/qwen/qwen3-32b",
    model: "qwen/qwen3-32b",
    baseURL: "https://openrouter.ai/api/v1",
    apiKeyEnv: "OPENROUTER_API_KEY",
  });
});

Deno.test("findModel() prefers the user's own description", () => {
  const own = { name: "gpt-4o", model: "mine", baseURL: "http://localhost:1/v1" };
  assert.equal(findModel("gpt-4o", [own]), own);
});

for (const [typed, near] of [["gpt-4", "gpt-4o"], ["GPT-4o-minni", "gpt-4o-mini"]] as const) {
  Deno.test(`findModel() suggests ${near} for ${typed}`, () => {
    assert.throws(
      () => findModel(typed),
      new RegExp(`Cannot find the model '${typed}'; near: ${near}`),
    );
  });
}

for (const typed of ["", "ollama/", "zzzzzzzzzz", "nobody/model"]) {
  Deno.test(`findModel() says how to add '${typed}' where nothing is near`, () => {
    assert.throws(
      () => findModel(typed),
      /^UserError: Cannot find the model '[^']*'\. Name one of/,
    );
  });
}
