import assert from "node:assert/strict";
import { createClient } from "../create_client.ts";
import { plantedTechnique } from "./planted_truth.ts";
import { SIMULATED_MODELS } from "./profiles.ts";
import { recogniseTechnique } from "./recognise_technique.ts";
import { startSimulator } from "./start_simulator.ts";
import { SIMULATED_SURVEY_MODELS } from "./survey_truth.ts";

async function post(baseURL: string, body: unknown, headers?: HeadersInit): Promise<Response> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return await fetch(`${baseURL}/chat/completions`, { method: "POST", body: text, headers });
}

const messages = [{ role: "user", content: "What do you think?" }];

Deno.test("startSimulator() answers over HTTP by the planted truth", async () => {
  const prompts = Array.from({ length: 40 }, (_, index) => ({
    input: `Prompt ${index}?`,
    dataset: "political_opinions",
    item: `item ${index % 4}`,
  }));
  await using simulator = startSimulator({ seed: 5, prompts });
  for (const [index, spec] of simulator.models.entries()) {
    assert.equal(spec.simulated, true);
    const client = createClient(spec);
    for (const prompt of prompts) {
      const { response, reported_model } = await client.ask({ prompt: prompt.input, sample: 1 });
      const model = SIMULATED_MODELS[index];
      assert.ok(model !== undefined);
      const planted = plantedTechnique(model, prompt, { seed: 5, requestSeed: 1 });
      assert.equal(recogniseTechnique(response ?? ""), planted);
      assert.equal(reported_model, model);
    }
  }
});

Deno.test("startSimulator() answers the same after a new start", async () => {
  const ask = async (seed: number) => {
    await using simulator = startSimulator({ seed });
    const response = await post(simulator.baseURL, { model: "simulated-direct", messages, n: 20 });
    return JSON.stringify((await response.json()).choices);
  };
  const first = await ask(1);
  assert.equal(await ask(1), first);
  assert.notEqual(await ask(2), first);
});

Deno.test("startSimulator() marks what it says as simulated, with its seed and tokens", async () => {
  await using simulator = startSimulator({ seed: 9 });
  const response = await post(simulator.baseURL, { model: "simulated-direct", messages });
  const { model, system_fingerprint, id, usage, choices } = await response.json();
  assert.equal(model, "simulated-direct");
  assert.equal(system_fingerprint, "simulated_seed_9");
  assert.match(id, /simulated/);
  assert.equal(usage.prompt_tokens, 5);
  assert.equal(usage.completion_tokens, Math.ceil(choices[0].message.content.length / 4));
  assert.equal(usage.total_tokens, usage.prompt_tokens + usage.completion_tokens);
});

Deno.test("startSimulator() lists its models", async () => {
  await using simulator = startSimulator();
  const { data } = await (await fetch(`${simulator.baseURL}/models`)).json();
  assert.deepEqual(data.map(({ id }: { id: string }) => id), [
    ...SIMULATED_MODELS,
    "simulated-judge",
    ...SIMULATED_SURVEY_MODELS,
  ]);
});

Deno.test("startSimulator() gives several choices, which differ, and cuts at the token limit", async () => {
  await using simulator = startSimulator();
  const body = { model: "simulated-partisan", messages, n: 30, max_tokens: 3 };
  const { choices } = await (await post(simulator.baseURL, body)).json();
  assert.equal(choices.length, 30);
  for (const { message, finish_reason } of choices) {
    assert.equal(finish_reason, "length");
    assert.equal(message.content.length, 12);
  }
  assert.ok(
    new Set(choices.map((choice: { message: { content: string } }) => choice.message.content))
      .size > 3,
  );
});

for (
  const [name, body, status] of [
    ["no JSON", "{", 400],
    ["no messages", { model: "simulated-direct" }, 400],
    ["a model that it does not have", { model: "gpt-4o", messages }, 404],
    ["a stream", { model: "simulated-direct", messages, stream: true }, 400],
    ["an unknown fault", { model: "simulated-direct!oops", messages }, 400],
  ] as const
) {
  Deno.test(`startSimulator() answers ${name} with ${status} and a reason`, async () => {
    await using simulator = startSimulator();
    const response = await post(simulator.baseURL, body);
    assert.equal(response.status, status);
    assert.equal(typeof (await response.json()).error.message, "string");
  });
}

Deno.test("startSimulator() hits by header as by model name", async () => {
  await using simulator = startSimulator();
  const body = { model: "simulated-direct", messages };
  const response = await post(simulator.baseURL, body, { "x-simulate-fault": "rate_limit" });
  assert.equal(response.status, 429);
  assert.equal(response.headers.get("retry-after"), "1");
  await response.body?.cancel();
});

Deno.test("startSimulator() says in one line that a port is taken", async () => {
  await using simulator = startSimulator();
  const port = Number(new URL(simulator.baseURL).port);
  assert.throws(() => startSimulator({ port }), /Cannot simulate on port \d+: the port is taken/);
});

Deno.test("startSimulator() stops at once, whatever is under way", async () => {
  const simulator = startSimulator({ latency: 3_600_000 });
  const asked = post(simulator.baseURL, { model: "simulated-direct", messages })
    .then((response) => response.body?.cancel(), () => {});
  while (simulator.stats.requests === 0) await new Promise((done) => setTimeout(done, 1));
  await simulator.stop();
  await asked;
});

Deno.test("startSimulator() gives the likeliest tokens as each endpoint does, and as many as asked", async () => {
  await using simulator = startSimulator();
  const prompt = "Is it so? A. Yes B. No\nAnswer Choice:";
  const [base, aligned, sampler] = simulator.surveyModels.map((spec) => ({
    ...spec,
    params: spec.endpoint === "completions"
      ? { logprobs: 5, max_tokens: 1 }
      : { logprobs: true, top_logprobs: 3, max_tokens: 1 },
  }));
  assert.ok(base && aligned && sampler);
  for (const [spec, count] of [[base, 5], [aligned, 3]] as const) {
    const { top_logprobs, status, response } = await createClient(spec).ask({ prompt });
    const tokens: [string, number][] = JSON.parse(top_logprobs ?? "[]");
    assert.equal(tokens.length, count);
    assert.equal(status, "truncated");
    assert.ok(response !== null && response.length <= 4);
    const total = tokens.reduce((sum, [, logprob]) => sum + Math.exp(logprob), 0);
    assert.ok(total > 0.5 && total <= 1);
  }
  const { top_logprobs } = await createClient(sampler).ask({ prompt });
  assert.equal(top_logprobs, null);
});

Deno.test("startSimulator() refuses a chat with a base model, as servers do", async () => {
  await using simulator = startSimulator();
  const response = await post(simulator.baseURL, { model: "simulated-base", messages });
  assert.equal(response.status, 400);
  assert.match((await response.json()).error.message, /answers completions only/);
});
