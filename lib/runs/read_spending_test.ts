import assert from "node:assert/strict";
import type { Answer } from "../models/answer.ts";
import type { ModelSpec } from "../models/model_spec.ts";
import { fakeAnswer, fakeFailure } from "../testing/fake_client.ts";
import { aPrompt, withRun } from "../testing/temporary_run.ts";
import { addImportedModel, addModel } from "./add_model.ts";
import { addPrompts } from "./add_prompts.ts";
import { readSpending } from "./read_spending.ts";
import type { RunFile } from "./run_file.ts";
import { type ResponseOrigin, saveResponse } from "./save_response.ts";

const GPT_4O: ModelSpec = { name: "mine", model: "gpt-4o", baseURL: "https://api.openai.com/v1" };
const COUNTED = fakeAnswer({ input_tokens: 1000, cached_input_tokens: 400, output_tokens: 300 });
const UNCOUNTED = fakeAnswer({
  input_tokens: null,
  output_tokens: null,
  response: "b".repeat(40),
  thinking: "c".repeat(80),
});

function withAnswers(use: (run: RunFile, put: Put) => void): Promise<void> {
  return withRun((run) => {
    addPrompts(run, [aPrompt("p", { input: "a".repeat(400) })]);
    let sample = 0;
    use(run, (model, answer, origin) => {
      saveResponse(run, { prompt_id: "p", model, sample: sample++, answer, origin });
    });
  });
}
type Put = (model: string, answer: Answer, origin?: ResponseOrigin) => void;

Deno.test("readSpending() adds answers up at the price of input, cached input and output", async () => {
  await withAnswers((run, put) => {
    addModel(run, GPT_4O);
    put("mine", COUNTED);
    put("mine", COUNTED);
    const [spending] = readSpending(run);
    // 2 × (600 × 2.5 + 400 × 1.25 + 300 × 10) = 2 × 5000 millionths
    assert.equal(spending?.dollars, 0.01);
    assert.equal(spending?.answers, 2);
    assert.equal(spending?.estimated, 0);
  });
});

Deno.test("readSpending() charges batches at the batch price, and what came from elsewhere nothing", async () => {
  await withAnswers((run, put) => {
    addModel(run, GPT_4O);
    put("mine", COUNTED, "batch");
    put("mine", COUNTED, "reuse");
    put("mine", COUNTED, "import");
    addImportedModel(run, "theirs");
    put("theirs", COUNTED, "import");
    const spending = readSpending(run);
    assert.equal(spending.length, 1);
    // 600 × 1.25 + 400 × 1.25 + 300 × 5 = 2750 millionths
    assert.equal(spending[0]?.dollars, 0.00275);
    assert.equal(spending[0]?.answers, 1);
  });
});

Deno.test("readSpending() estimates answers without token counts, and says how many", async () => {
  await withAnswers((run, put) => {
    addModel(run, GPT_4O);
    put("mine", COUNTED);
    put("mine", UNCOUNTED);
    const [spending] = readSpending(run);
    // 400 bytes in and 120 out are 100 and 30 tokens: 250 + 300 millionths more.
    assert.equal(spending?.dollars, 0.00555);
    assert.equal(spending?.estimated, 1);
  });
});

Deno.test("readSpending() counts failures, which cost nothing that anybody knows of", async () => {
  await withAnswers((run, put) => {
    addModel(run, GPT_4O);
    put("mine", fakeFailure("timeout"));
    const [spending] = readSpending(run);
    assert.equal(spending?.dollars, 0);
    assert.equal(spending?.failed, 1);
    assert.equal(spending?.answers, 0);
  });
});

Deno.test("readSpending() leaves the cost of answers open where no price is known", async () => {
  await withAnswers((run, put) => {
    addModel(run, { ...GPT_4O, model: "gpt-9" });
    put("mine", COUNTED);
    assert.equal(readSpending(run)[0]?.dollars, null);
    // The run keeps no prices: a description given does.
    const models = [{ ...GPT_4O, model: "gpt-9", price: { input: 1, output: 1 } }];
    assert.equal(readSpending(run, { models })[0]?.dollars, 0.0013);
  });
});

Deno.test("readSpending() says nothing of models that are free", async () => {
  await withAnswers((run, put) => {
    addModel(run, { ...GPT_4O, simulated: true });
    put("mine", COUNTED);
    assert.deepEqual(readSpending(run), []);
  });
});

Deno.test("readSpending() takes a price that is given for every series of its model", async () => {
  await withAnswers((run, put) => {
    const spec: ModelSpec = { name: "m", model: "m", baseURL: "https://gateway.example/v1" };
    addModel(run, spec);
    put("m", COUNTED);
    const { model } = addModel(run, { ...spec, params: { temperature: 1 } });
    put(model, COUNTED);
    addModel(run, { ...spec, name: "other", model: "other" });
    put("other", COUNTED);
    const price = { input: 1, output: 10 };
    const models = [{ ...spec, name: model, params: { temperature: 1 }, price }];
    // 1000 × 1 + 300 × 10 = 4000 millionths
    assert.deepEqual(
      readSpending(run, { models }).map(({ model, dollars }) => [model, dollars]),
      [["m", 0.004], ["m (temperature=1)", 0.004], ["other", null]],
    );
  });
});
