import assert from "node:assert/strict";
import { projectPath } from "../base/project_paths.ts";
import { loadMaterial } from "../materials/load_material.ts";
import type { ModelClient } from "../models/answer.ts";
import { tokenCounter } from "../models/count_tokens.ts";
import type { ModelSpec } from "../models/model_spec.ts";
import { addModel } from "../runs/add_model.ts";
import { addPrompts } from "../runs/add_prompts.ts";
import type { RunFile } from "../runs/run_file.ts";
import { saveResponse } from "../runs/save_response.ts";
import { fakeAnswer, fakeClient } from "../testing/fake_client.ts";
import { rowsOf, somePrompts, withRun } from "../testing/temporary_run.ts";
import { annotateResponses } from "./annotate_responses.ts";
import type { Judge } from "./judge.ts";
import { priceJudging } from "./price_judging.ts";

/** Two dollars per million tokens of input, ten thousand of output. */
const SPEC: ModelSpec = {
  name: "costly",
  model: "gpt-4o",
  baseURL: "https://gateway.example/v1",
  price: { input: 2, output: 10_000 },
  params: { max_tokens: 50 },
};
const { annotation: PARTS } = await loadMaterial(projectPath("data", "starter"));
const REPLY = '{"Answer A": "no", "Answer C": "yes", "Final Answer": 3}';

/** A judge that always says 3, in 20 tokens. */
function sureJudge(spec: ModelSpec = SPEC, client: ModelClient = sureClient()): Judge {
  return { kind: "model", spec, client, parts: PARTS };
}

function sureClient() {
  return fakeClient(() => fakeAnswer({ response: REPLY, input_tokens: 0, output_tokens: 20 }));
}

/** Runs `use` on a run with so many answers, each longer than the one before. */
async function withAnswers(count: number, use: (run: RunFile) => Promise<void>): Promise<void> {
  await withRun(async (run) => {
    addPrompts(run, somePrompts(count));
    addModel(run, { name: "m", model: "x", baseURL: "http://127.0.0.1:9/v1" });
    for (let n = 0; n < count; n++) {
      const answer = fakeAnswer({ response: "I see it so. ".repeat(n + 1) });
      saveResponse(run, { prompt_id: `p${n}`, model: "m", sample: 0, answer });
    }
    await use(run);
  });
}

Deno.test("priceJudging() counts the requests that the judge is then sent, and writes nothing", async () => {
  await withAnswers(8, async (run) => {
    const client = sureClient();
    const wanted = { judge: sureJudge(SPEC, client), variants: 2, limit: 5, spread: true };
    const { estimate: { models: [model] } } = await priceJudging(run, wanted);
    assert.deepEqual(rowsOf(run, "SELECT * FROM judges"), []);
    await annotateResponses(run, wanted);
    assert.equal(client.asked.length, 10);
    const counter = await tokenCounter("gpt-4o");
    const tokens = client.asked.reduce((sum, { prompt }) => sum + counter.request({ prompt }), 0);
    assert.equal(model?.requests, 10);
    assert.deepEqual([model?.input.tokens, model?.input.how], [tokens, "counted"]);
    // Fewer than are assumed of a reply: its limit of 50.
    assert.equal(model?.output.tokens, 500);
    assert.ok(Math.abs((model?.expected ?? 0) - (tokens * 2 + 500 * 10_000) / 1e6) < 1e-9);
    assert.equal(model?.expected, model?.atMost);
    const after = await priceJudging(run, wanted);
    assert.equal(after.estimate.models[0]?.requests, 0);
    assert.equal(after.meter, undefined);
  });
});

Deno.test("priceJudging() lets a sample stand for many requests", async () => {
  await withAnswers(40, async (run) => {
    const of = async (countUpTo: number) =>
      (await priceJudging(run, { judge: sureJudge(), countUpTo })).estimate.models[0]?.input;
    const [all, some] = [await of(40), await of(10)];
    assert.ok(all !== undefined && some !== undefined);
    assert.match(some.basis, /over a sample of 10 prompts$/);
    assert.equal(some.how, "estimated");
    assert.ok(Math.abs(some.tokens / all.tokens - 1) < 0.05, `${some.tokens} of ${all.tokens}`);
  });
});

Deno.test("priceJudging() learns from the judge's own replies, under the name that the run keeps", async () => {
  await withAnswers(30, async (run) => {
    const unlimited = { ...SPEC, params: {} };
    await annotateResponses(run, { judge: sureJudge(unlimited), limit: 25 });
    const asBefore = await priceJudging(run, { judge: sureJudge(unlimited) });
    const [known] = asBefore.estimate.models;
    assert.equal(known?.requests, 5);
    assert.equal(known?.atMost, null);
    assert.match(known?.output.basis ?? "", /^from 25 replies of its own$/);
    assert.equal(known?.output.tokens, Math.round(REPLY.length / 4 * 5));
    const otherwise = await priceJudging(run, { judge: sureJudge(unlimited), variants: 2 });
    const [other] = otherwise.estimate.models;
    assert.equal(other?.model, "costly (variants=2)");
    assert.equal(other?.requests, 60);
    assert.equal(other?.output.how, "assumed");
  });
});

Deno.test("a judging stops before it costs more than its limit, whatever the answers have cost", async () => {
  await withAnswers(9, async (run) => {
    // An answer by the same model, which cost more than the limit.
    addModel(run, SPEC);
    const answer = fakeAnswer({ response: "Yes.", output_tokens: 1_000_000 });
    saveResponse(run, { prompt_id: "p0", model: "costly", sample: 0, answer });
    const judge = sureJudge();
    const { meter } = await priceJudging(run, { judge, maxCost: 1.2 });
    const summary = await annotateResponses(run, { judge, meter, concurrency: 1 });
    // Each costs 0.20, and may cost 0.50 and its input: after four there is no room for a fifth.
    assert.equal(summary.parsed, 4);
    assert.equal(summary.left, 6);
    assert.match(summary.stopped ?? "", /^the limit of \$1\.20 is reached: \$0\.80 are spent/);
    assert.ok(Math.abs((meter?.spent().total ?? 0) - 0.8) < 1e-9);
  });
});

Deno.test("priceJudging() has no price for rules, and refuses a limit where no price is known", async () => {
  await withAnswers(2, async (run) => {
    const rules = await priceJudging(run, { judge: { kind: "rules" }, maxCost: 1 });
    assert.deepEqual(rules, { estimate: { models: [], batch: false }, meter: undefined });
    const { price: _, ...unknown } = { ...SPEC, model: "nobody-knows-it" };
    const judge = sureJudge(unknown);
    const { estimate } = await priceJudging(run, { judge });
    assert.equal(estimate.models[0]?.expected, null);
    await assert.rejects(
      priceJudging(run, { judge, maxCost: 1 }),
      /^UserError: Cannot hold the cost to a limit: no price is known for 'costly'/,
    );
  });
});
