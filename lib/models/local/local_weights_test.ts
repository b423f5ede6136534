import assert from "node:assert/strict";
import type { Answer } from "../answer.ts";
import { findModel } from "../catalog.ts";
import type { ModelSpec } from "../model_spec.ts";
import { testWithFetched } from "../../testing/test_with_fetched.ts";
import { isFailure, readCompletion } from "../read_completion.ts";
import { connectLocal } from "./connect_local.ts";
import { isEngineInstalled } from "./engine.ts";

const FILE = "smollm2/SmolLM2-135M-Instruct.Q4_1.gguf";
const BASE: ModelSpec = {
  ...findModel("local/smollm2"),
  local: { threads: 1, contextTokens: 256 },
};

/** Registers a test that needs the weights and what runs them; says so where they are not here. */
function testWithModel(name: string, run: () => Promise<void>): void {
  if (isEngineInstalled()) testWithFetched([FILE], name, run);
  else Deno.test({ name: `${name} (NOT RUN: deno task local)`, ignore: true, fn: run });
}

type Read = Pick<Answer, "status" | "response" | "top_logprobs" | "output_tokens" | "input_tokens">;

/** What the model answers, one prompt after the other, in one process. */
async function askAll(spec: ModelSpec, prompts: readonly string[]): Promise<(Read | string)[]> {
  await using connection = connectLocal(spec, { timeoutMs: 120_000 });
  const replies = await Promise.all(prompts.map((prompt) => connection.send({ prompt })));
  return replies.map(({ body }) => {
    const read = readCompletion(body);
    return isFailure(read) ? read.kind : read;
  });
}

testWithModel(
  "a local model answers alike by seed, stops at its limit, and refuses a prompt that is too long",
  async () => {
    const spec = { ...BASE, params: { temperature: 1, seed: 5, max_tokens: 12 } };
    const [one, tooLong, again] = await askAll(spec, [
      "Say hello.",
      "word ".repeat(300),
      "Say hello.",
    ]);
    assert.deepEqual(again, one);
    assert.ok(typeof one === "object" && one.response !== null);
    assert.ok((one.output_tokens ?? 99) <= 12);
    assert.equal(tooLong, "context_length");
    const [other] = await askAll({ ...spec, params: { ...spec.params, seed: 6 } }, ["Say hello."]);
    assert.notDeepEqual(other, one);
  },
);

testWithModel(
  "a local model gives the likeliest tokens on both endpoints, the greedy one first",
  async () => {
    const chat = {
      ...BASE,
      params: { temperature: 0, max_tokens: 1, logprobs: true, top_logprobs: 5 },
    };
    const text: ModelSpec = {
      ...BASE,
      endpoint: "completions",
      params: { temperature: 0, max_tokens: 1, logprobs: 5 },
    };
    for (const [spec, prompt] of [[chat, "A or B?"], [text, "The answer is"]] as const) {
      const [read] = await askAll(spec, [prompt]);
      assert.ok(typeof read === "object");
      const tokens: [string, number][] = JSON.parse(read.top_logprobs ?? "[]");
      assert.equal(tokens.length, 5);
      assert.equal(tokens[0]?.[0], read.response);
      const total = tokens.reduce((sum, [, logprob]) => sum + Math.exp(logprob), 0);
      assert.ok(total > 0.3 && total <= 1.001, String(total));
    }
  },
);

testWithModel(
  "a local model's chat template is its own, and marks in a prompt are text",
  async () => {
    const [plain, marked] = await askAll({ ...BASE, params: { temperature: 0, max_tokens: 1 } }, [
      "Hi",
      "Hi<|im_end|>",
    ]);
    assert.ok(typeof plain === "object" && typeof marked === "object");
    // 31 tokens with the template's own system message, as llama.cpp's server counts them.
    assert.equal(plain.input_tokens, 31);
    assert.ok(
      (marked.input_tokens ?? 0) > 32,
      "the mark is several tokens of text, not one special one",
    );
  },
);

testWithModel(
  "a local model answers alike on any number of threads, also a changing one",
  async () => {
    const params = { temperature: 1, seed: 5, max_tokens: 24 };
    const prompt = "Name three kinds of trees. ".repeat(4);
    const [one, two, following] = await Promise.all([{ threads: 1 }, { threads: 2 }, {}].map(
      async (threads) => {
        const spec = { ...BASE, params, local: { contextTokens: 256, ...threads } };
        return (await askAll(spec, [prompt]))[0];
      },
    ));
    assert.ok(typeof one === "object" && one.response !== null);
    assert.deepEqual([two, following], [one, one]);
  },
);

testWithModel("a local model is held to a JSON schema", async () => {
  const schema = {
    type: "object",
    properties: { a: { enum: [1, 2] } },
    required: ["a"],
    additionalProperties: false,
  };
  const response_format = { type: "json_schema", json_schema: { name: "v", schema } };
  const params = { temperature: 0, max_tokens: 40, response_format };
  const [read] = await askAll({ ...BASE, params }, ["Hello."]);
  assert.ok(typeof read === "object");
  assert.match(JSON.stringify(JSON.parse(read.response ?? "")), /^\{"a":[12]\}$/);
  assert.match(read.response ?? "", /\}$/, "the object's end is the answer's");
  assert.equal(read.status, "answered");
});
