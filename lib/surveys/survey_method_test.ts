import assert from "node:assert/strict";
import { describeSpec } from "../runs/describe_spec.ts";
import { logprobMethodOf, methodOf, specFor } from "./survey_method.ts";

const local = { name: "m", model: "m-1", baseURL: "http://localhost:1/v1", params: { seed: 1 } };
const openai = { ...local, baseURL: "https://api.openai.com/v1" };
const base = { ...local, endpoint: "completions" } as const;

const CASES = [
  [local, "chat_logprobs", { seed: 1, max_tokens: 1, logprobs: true, top_logprobs: 20 }],
  [openai, "chat_logprobs", {
    ...{ seed: 1, max_completion_tokens: 1, logprobs: true, top_logprobs: 20 },
  }],
  [base, "completion_logprobs", { seed: 1, max_tokens: 1, logprobs: 20 }],
  [{ ...openai, endpoint: "completions" }, "completion_logprobs", {
    ...{ seed: 1, max_tokens: 1, logprobs: 5 },
  }],
  [local, "sampling", { seed: 1, max_tokens: 32 }],
] as const;

for (const [spec, method, params] of CASES) {
  Deno.test(`specFor() asks ${spec.baseURL} by ${method}, and methodOf() tells it`, () => {
    const asked = specFor(spec, method);
    assert.deepEqual(asked.params, params);
    const kept: Parameters<typeof methodOf>[0] = describeSpec(asked);
    assert.equal(methodOf(kept).method, method);
    if (method !== "sampling") assert.equal(logprobMethodOf(spec), method);
  });
}

Deno.test("specFor() asks for as many of the likeliest tokens as it is told", () => {
  assert.equal(specFor(local, "chat_logprobs", { topLogprobs: 3 }).params?.top_logprobs, 3);
  assert.deepEqual(methodOf(specFor(base, "completion_logprobs", { topLogprobs: 7 })), {
    method: "completion_logprobs",
    topLogprobs: 7,
  });
});
