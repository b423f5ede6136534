import assert from "node:assert/strict";
import { outputTailOf } from "./_output_tail.ts";
import { FLOOR, outputTail } from "./_output_tail.ts";
import { addModel } from "./add_model.ts";
import { addPrompts } from "./add_prompts.ts";
import { saveResponse } from "./save_response.ts";
import { fakeAnswer } from "../testing/fake_client.ts";
import { somePrompts, withRun } from "../testing/temporary_run.ts";

Deno.test("outputTail() sets the floor aside where nothing is known or answers are short", () => {
  assert.equal(outputTail([]).atMost(), FLOOR);
  assert.equal(outputTail([[300, 1000]]).atMost(), FLOOR);
  assert.equal(outputTail([[0, 1000]]).atMost(), FLOOR);
});

Deno.test("outputTail() sets aside what 99 of 100 answers do not exceed, and half as much again", () => {
  // The lengths 1 … 10,000: the 99 % quantile is 9,900, kept in steps of 10 %.
  const tail = outputTail(Array.from({ length: 10_000 }, (_, index) => [index + 1, 1] as const));
  const most = tail.atMost();
  assert.ok(most >= 9900 * 1.5 && most <= 9900 * 1.5 * 1.1 + 1, `${most}`);
});

Deno.test("outputTail() is not driven up by one answer in a thousand, but by one in fifty", () => {
  assert.equal(outputTail([[300, 999], [100_000, 1]]).atMost(), FLOOR);
  assert.ok(outputTail([[300, 49], [100_000, 1]]).atMost() >= 150_000);
});

Deno.test("outputTail() learns from answers as they come", () => {
  const tail = outputTail([[300, 10]]);
  for (let answer = 0; answer < 10; answer++) tail.add(8000);
  assert.ok(tail.atMost() >= 12_000);
});

Deno.test("outputTailOf() knows the answers that a model has given in the run", async () => {
  await withRun((run) => {
    addPrompts(run, somePrompts(3));
    for (const [model, output_tokens] of [["a", 8000], ["b", 20]] as const) {
      addModel(run, { name: model, model, baseURL: "http://localhost/v1" });
      for (const { prompt_id } of somePrompts(3)) {
        saveResponse(run, { prompt_id, model, sample: 0, answer: fakeAnswer({ output_tokens }) });
      }
    }
    assert.ok(outputTailOf(run, "a").atMost() >= 12_000);
    assert.equal(outputTailOf(run, "b").atMost(), FLOOR);
  });
});
