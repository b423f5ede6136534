import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { tokenCounter } from "./count_tokens.ts";
import { encodingOf } from "./_tokenizers.ts";

/** Written by bench/reference/token_counts.py. */
const REFERENCE: { rows: { text: string; o200k_base: number; cl100k_base: number }[] } = JSON.parse(
  readFileSync(new URL("./fixtures/token_counts.json", import.meta.url), "utf8"),
);

for (const [model, encoding] of [["gpt-4o", "o200k_base"], ["gpt-4", "cl100k_base"]] as const) {
  Deno.test(`tokenCounter() counts for ${model} as tiktoken does, special tokens as text`, async () => {
    const counter = await tokenCounter(model);
    assert.equal(counter.how, "counted");
    assert.equal(counter.basis, encoding);
    assert.ok(REFERENCE.rows.length > 40);
    for (const row of REFERENCE.rows) assert.equal(counter.text(row.text), row[encoding], row.text);
  });
}

Deno.test("a request's tokens are its text's and what OpenAI's cookbook adds", async () => {
  const counter = await tokenCounter("gpt-4o");
  // One token, and 3 + 1 around the message, and 3 that begin the answer.
  assert.equal(counter.request({ prompt: "Hi" }), 8);
  assert.equal(counter.request({ prompt: "Hi", system: "Hi" }), 13);
  assert.ok(counter.requestAtMost({ prompt: "Hi" }) > 8);
});

Deno.test("a long text is counted in pieces, as if whole where it has blanks", async () => {
  const counter = await tokenCounter("gpt-4o");
  const sentence = " The quick brown fox jumps over the lazy dog.";
  assert.equal(counter.text(sentence.repeat(2000)), counter.text(sentence) * 2000);
  // 300 letters are 38 tokens by the reference: 8 to a token.
  const letters = counter.text("a".repeat(100_000));
  assert.ok(Math.abs(letters - 12_500) < 20, `${letters}`);
  assert.ok(Number.isFinite(counter.text("🙂".repeat(10_000))));
});

for (
  const [model, name, isKnown] of [
    ["gpt-4o-2024-08-06", "o200k_base", true],
    ["chatgpt-4o-latest", "o200k_base", true],
    ["openai/gpt-4o-mini", "o200k_base", true],
    ["gpt-4.1-nano", "o200k_base", true],
    ["gpt-5.6-luna", "o200k_base", true],
    ["o4-mini", "o200k_base", true],
    ["gpt-4-turbo", "cl100k_base", true],
    ["gpt-3.5-turbo-0125", "cl100k_base", true],
    ["ft:gpt-4o-mini-2024-07-18:us::x", "o200k_base", true],
    ["gpt-6.1-sol", "o200k_base", false],
    ["openai/gpt-oss-120b", "o200k_base", false],
  ] as const
) {
  Deno.test(`the tokenizer of ${model} is ${isKnown ? "" : "taken to be "}${name}`, () => {
    assert.deepEqual(encodingOf(model), { name, isKnown });
  });
}

for (const model of ["claude-opus-5", "gemini-3.8-flash", "meta-llama/llama-3.3-70b-instruct"]) {
  Deno.test(`no tokenizer is known for ${model}: four bytes are a token, and it says so`, async () => {
    const counter = await tokenCounter(model);
    assert.equal(counter.how, "estimated");
    assert.equal(counter.basis, "4 bytes a token");
    assert.equal(counter.text("a".repeat(400)), 100);
    // Three bytes each in UTF-8: a rule of four characters would say 2.
    assert.equal(counter.text("政府应该限制移民"), 6);
    assert.equal(counter.request({ prompt: "a".repeat(400) }), 107);
  });
}

Deno.test("what was observed in the run goes before four bytes a token, and says so", async () => {
  const observed = { bytesPerToken: 3.2, requests: 1200 };
  const counter = await tokenCounter("claude-opus-5", { observed });
  assert.equal(counter.how, "estimated");
  assert.equal(counter.basis, "3.20 bytes a token, as in 1,200 requests of this run");
  assert.equal(counter.request({ prompt: "a".repeat(320) }), 100);
  assert.equal((await tokenCounter("gpt-4o", { observed })).how, "counted");
});

Deno.test("an estimate's upper bound has a token for every byte", async () => {
  const counter = await tokenCounter("gpt-6.1-sol");
  assert.equal(counter.how, "estimated");
  assert.equal(counter.request({ prompt: "Hi" }), 8);
  for (const { text } of REFERENCE.rows) {
    assert.ok(counter.requestAtMost({ prompt: text }) > counter.request({ prompt: text }));
  }
});
