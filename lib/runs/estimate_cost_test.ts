import assert from "node:assert/strict";
import type { ModelSpec } from "../models/model_spec.ts";
import { tokenCounter } from "../models/count_tokens.ts";
import { fakeAnswer } from "../testing/fake_client.ts";
import { aPrompt, somePrompts, withRun } from "../testing/temporary_run.ts";
import { addModel } from "./add_model.ts";
import { addPrompts } from "./add_prompts.ts";
import { estimateCost, type ModelEstimate } from "./estimate_cost.ts";
import type { RunFile } from "./run_file.ts";
import { saveResponse } from "./save_response.ts";

const TODAY = "2026-11-25";
const GPT_4O: ModelSpec = { name: "gpt-4o", model: "gpt-4o", baseURL: "https://api.openai.com/v1" };
const CLAUDE: ModelSpec = {
  name: "claude",
  model: "claude-opus-5",
  baseURL: "https://api.anthropic.com/v1/",
};

async function estimateOne(
  run: RunFile,
  spec: ModelSpec,
  options: Partial<Parameters<typeof estimateCost>[1]> = {},
): Promise<ModelEstimate> {
  const { models: [model] } = await estimateCost(run, { models: [spec], today: TODAY, ...options });
  assert.ok(model);
  return model;
}

function answer(run: RunFile, spec: ModelSpec, ids: readonly string[], tokens: number[]): void {
  addModel(run, spec);
  const [input_tokens = null, output_tokens = null] = tokens;
  for (const prompt_id of ids) {
    const given = fakeAnswer({ input_tokens, output_tokens });
    saveResponse(run, { prompt_id, model: spec.name, sample: 0, answer: given });
  }
}

function idsOf(count: number, from = 0): string[] {
  return Array.from({ length: count }, (_, index) => `p${from + index}`);
}

Deno.test("a run of which nothing is known is counted exactly, and its answers are assumed", async () => {
  await withRun(async (run) => {
    // "Hi" is one token, and 7 are wrapped around it.
    addPrompts(run, idsOf(10).map((id) => aPrompt(id, { input: "Hi" })));
    const { requests, input, output, expected, atMost } = await estimateOne(run, GPT_4O);
    assert.equal(requests, 10);
    assert.deepEqual(input, { tokens: 80, how: "counted", basis: "o200k_base" });
    assert.equal(output.tokens, 4000);
    assert.equal(output.how, "assumed");
    // 80 × 2.5 + 4000 × 10 = 200 + 40,000 millionths
    assert.equal(expected, 0.0402);
    assert.equal(atMost, null);
  });
});

Deno.test("samples, the system message and max_tokens are in the estimate", async () => {
  await withRun(async (run) => {
    addPrompts(run, idsOf(10).map((id) => aPrompt(id, { input: "Hi" })));
    const spec = { ...GPT_4O, system: "Hi", params: { max_tokens: 100 } };
    const model = await estimateOne(run, spec, { samples: 3 });
    assert.equal(model.requests, 30);
    assert.equal(model.input.tokens, 30 * 13);
    assert.equal(model.output.tokens, 30 * 100);
    // 390 × 2.5 + 3000 × 10 = 975 + 30,000 millionths
    assert.equal(model.expected, 0.030975);
    assert.equal(model.atMost, 0.030975);
    const two = await estimateOne(run, { ...spec, params: { max_tokens: 100, n: 2 } });
    assert.equal(two.atMost, (130 * 2.5 + 2000 * 10) / 1e6);
  });
});

Deno.test("only what is left is counted", async () => {
  await withRun(async (run) => {
    addPrompts(run, idsOf(10).map((id) => aPrompt(id, { input: "Hi" })));
    answer(run, GPT_4O, idsOf(4), [8, 50]);
    const left = await estimateOne(run, GPT_4O);
    assert.equal(left.requests, 6);
    assert.equal(left.input.tokens, 48);
    const more = await estimateOne(run, GPT_4O, { samples: 2 });
    assert.equal(more.requests, 16);
    assert.equal(more.input.tokens, 16 * 8);
    const first = await estimateOne(run, GPT_4O, { limit: 5 });
    assert.equal(first.requests, 1);
  });
});

Deno.test("what is out in a batch is not counted a second time", async () => {
  await withRun(async (run) => {
    addPrompts(run, idsOf(10).map((id) => aPrompt(id, { input: "Hi" })));
    addModel(run, GPT_4O);
    run.db.exec(
      `INSERT INTO batch_shards (shard, model, base_url, requests, bytes, sha256, created_at, status)
      VALUES ('s', 'gpt-4o', 'x', 1, 1, 'x', 'x', 'in_progress')`,
    );
    run.db.exec(
      `INSERT INTO batch_requests (custom_id, shard, prompt_id, model, sample)
      VALUES ('c', 's', 'p3', 'gpt-4o', 0)`,
    );
    const { requests, input } = await estimateOne(run, GPT_4O);
    assert.equal(requests, 9);
    assert.equal(input.tokens, 72);
  });
});

Deno.test("batches are estimated at the batch price, where there is one", async () => {
  await withRun(async (run) => {
    addPrompts(run, idsOf(10).map((id) => aPrompt(id, { input: "Hi" })));
    const model = await estimateOne(run, GPT_4O, { batch: true });
    assert.equal(model.atBatchPrice, true);
    assert.equal(model.expected, 0.0201);
    const own = { ...GPT_4O, price: { input: 2.5, output: 10 } };
    const none = await estimateOne(run, own, { batch: true });
    assert.equal(none.atBatchPrice, false);
    assert.equal(none.expected, 0.0402);
  });
});

Deno.test("answers are expected as long as the model's own were, from 20 of them on", async () => {
  await withRun(async (run) => {
    addPrompts(run, somePrompts(100));
    answer(run, GPT_4O, idsOf(19), [10, 100]);
    assert.equal((await estimateOne(run, GPT_4O)).output.how, "assumed");
    answer(run, GPT_4O, idsOf(1, 19), [10, 300]);
    const { output, requests } = await estimateOne(run, GPT_4O);
    assert.equal(requests, 80);
    // The mean of 19 × 100 and 300 is 110.
    const basis = "from 20 answers of its own";
    assert.deepEqual(output, { tokens: 80 * 110, how: "estimated", basis });
  });
});

Deno.test("without own answers those of all real models are taken, not of simulated ones", async () => {
  await withRun(async (run) => {
    addPrompts(run, somePrompts(100));
    answer(run, { ...GPT_4O, name: "simulated", simulated: true }, idsOf(50), [10, 9000]);
    assert.equal((await estimateOne(run, GPT_4O)).output.how, "assumed");
    answer(run, CLAUDE, idsOf(30), [10, 250]);
    const { output } = await estimateOne(run, GPT_4O);
    const basis = "from 30 answers of all models of this run";
    assert.deepEqual(output, { tokens: 25_000, how: "estimated", basis });
  });
});

Deno.test("input of an unknown tokenizer is estimated, from the run's own requests where it can", async () => {
  await withRun(async (run) => {
    addPrompts(run, idsOf(100).map((id) => aPrompt(id, { input: "a".repeat(400) })));
    const blind = await estimateOne(run, CLAUDE);
    assert.deepEqual(blind.input, { tokens: 10_700, how: "estimated", basis: "4 bytes a token" });
    answer(run, CLAUDE, idsOf(50), [125, 200]);
    const { input } = await estimateOne(run, CLAUDE);
    assert.equal(input.tokens, 50 * 125);
    assert.equal(input.basis, "3.20 bytes a token, as in 50 requests of this run");
  });
});

Deno.test("beyond countUpTo a sample stands for all, within its error, and it says so", async () => {
  await withRun(async (run) => {
    const texts = idsOf(6000).map((_, index) => "word ".repeat(20 + index % 10 * 10).trim());
    addPrompts(run, texts.map((input, index) => aPrompt(`p${index}`, { input })));
    const counter = await tokenCounter("gpt-4o");
    const exact = texts.reduce((sum, prompt) => sum + counter.request({ prompt }), 0);
    assert.equal((await estimateOne(run, GPT_4O)).input.tokens, exact);
    const { input, requests } = await estimateOne(run, GPT_4O, { samples: 2, countUpTo: 5000 });
    assert.equal(requests, 12_000);
    assert.equal(input.how, "estimated");
    assert.equal(input.basis, "o200k_base, over a sample of 2,000 prompts");
    assert.ok(Math.abs(input.tokens / (2 * exact) - 1) < 0.03, `${input.tokens} of ${2 * exact}`);
  });
});

Deno.test("an unknown price leaves the cost open, and a free model costs nothing", async () => {
  await withRun(async (run) => {
    addPrompts(run, somePrompts(5));
    const unknown = await estimateOne(run, { ...GPT_4O, model: "gpt-9" });
    assert.equal(unknown.expected, null);
    assert.equal(unknown.atMost, null);
    assert.equal(unknown.requests, 5);
    const free = await estimateOne(run, { ...GPT_4O, baseURL: "http://localhost:8000/v1" });
    assert.equal(free.expected, 0);
    assert.equal(free.requests, 5);
  });
});
