import assert from "node:assert/strict";
import { chatRequest } from "./chat_request.ts";

const spec = { name: "mine", model: "m-1", baseURL: "http://localhost:1/v1" };

Deno.test("chatRequest() sends the prompt alone where there is nothing else", () => {
  assert.deepEqual(chatRequest(spec, { prompt: "Why?" }), {
    model: "m-1",
    messages: [{ role: "user", content: "Why?" }],
  });
});

Deno.test("chatRequest() puts the system message first and passes parameters on as they are", () => {
  const params = { temperature: 0, max_tokens: 5, provider: { only: ["x"] } };
  assert.deepEqual(chatRequest({ ...spec, params, system: "Be brief." }, { prompt: "Why?" }), {
    ...params,
    model: "m-1",
    messages: [{ role: "system", content: "Be brief." }, { role: "user", content: "Why?" }],
  });
});

Deno.test("chatRequest() gives each sample a seed of its own, and none where none is set", () => {
  const seeded = { ...spec, params: { seed: 40 } };
  const seeds = [undefined, 0, 2].map((sample) =>
    chatRequest(seeded, { prompt: "?", sample }).seed
  );
  assert.deepEqual(seeds, [40, 40, 42]);
  assert.ok(!("seed" in chatRequest(spec, { prompt: "?", sample: 2 })));
});
