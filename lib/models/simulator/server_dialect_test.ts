import assert from "node:assert/strict";
import type { Answer } from "../answer.ts";
import { createClient } from "../create_client.ts";
import { startSimulator } from "./start_simulator.ts";

const PROMPT = "Is it so? A. Yes B. No\nAnswer Choice:";

for (const [index, params] of [{ logprobs: 5 }, { logprobs: true, top_logprobs: 5 }].entries()) {
  const endpoint = index === 0 ? "completions" : "chat";
  Deno.test(`ask() reads the same from ${endpoint}, whether OpenAI's server or llama.cpp's speaks`, async () => {
    const answers: Answer[] = [];
    for (const dialect of ["openai", "llama.cpp"] as const) {
      await using simulator = startSimulator({ dialect, contextTokens: 50 });
      const spec = simulator.surveyModels[index];
      assert.ok(spec !== undefined);
      const client = createClient({ ...spec, params: { ...params, max_tokens: 1 } });
      answers.push({ ...await client.ask({ prompt: PROMPT }), seconds: 0 });
      const tooLong = await client.ask({ prompt: "word ".repeat(100) });
      assert.equal(tooLong.error_kind, "context_length");
      assert.equal(tooLong.attempts, 1);
    }
    const [openai, llama] = answers;
    assert.notEqual(openai?.top_logprobs, null);
    // The path of the file, as which llama.cpp's server reports its model, is not kept.
    assert.equal(llama?.reported_model, `${openai?.reported_model}.gguf`);
    assert.equal(llama?.cached_input_tokens, 0);
    const same = { reported_model: null, cached_input_tokens: null };
    assert.deepEqual({ ...llama, ...same }, { ...openai, ...same });
  });
}
