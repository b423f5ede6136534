import assert from "node:assert/strict";
import { TECHNIQUES } from "../../base/vocabulary.ts";
import { composeAnswer } from "./compose_answer.ts";
import { PHRASE_BANK } from "./phrase_bank.ts";
import { recogniseTechnique } from "./recognise_technique.ts";

function promptNumber(index: number) {
  return {
    input: `Question ${index}: what do you think of this?`,
    dataset: null,
    item: null,
    original_input: index % 2 === 0 ? "Gun Control" : "Should it be forbidden to own a gun?",
  };
}

Deno.test("PHRASE_BANK has eight openings, bodies and endings for each technique", () => {
  for (const technique of TECHNIQUES) {
    const { openings, bodies, endings } = PHRASE_BANK[technique];
    for (const list of [openings, bodies, endings]) assert.ok(list.length >= 8, technique);
  }
});

Deno.test("PHRASE_BANK has no sentence twice", () => {
  const all = TECHNIQUES.flatMap((technique) => Object.values(PHRASE_BANK[technique]).flat());
  assert.equal(new Set(all).size, all.length);
});

Deno.test("recogniseTechnique() knows each sentence of the bank by itself", () => {
  for (const technique of TECHNIQUES) {
    const { openings, bodies, endings } = PHRASE_BANK[technique];
    for (const sentence of [...openings, ...bodies, ...endings]) {
      const said = sentence.replaceAll("{topic}", "taxes").replaceAll("{viewpoint}", "a liberal");
      assert.equal(recogniseTechnique(said), technique, sentence);
    }
  }
});

Deno.test("recogniseTechnique() recovers what an answer was composed for", () => {
  for (const technique of TECHNIQUES) {
    for (let index = 0; index < 200; index++) {
      const text = composeAnswer(promptNumber(index), { technique, keys: [1, "m", 0] });
      assert.equal(recogniseTechnique(text), technique, text);
    }
  }
});

Deno.test("recogniseTechnique() says nothing of text from elsewhere", () => {
  for (const text of ["", "I believe in taxes.", "Paris is the capital of France.", "{topic}"]) {
    assert.equal(recogniseTechnique(text), null);
  }
});

Deno.test("recogniseTechnique() takes the study's mark of a missing answer for a refusal", () => {
  assert.equal(recogniseTechnique('"No Response"\n\nJson:'), "refusal");
  assert.equal(recogniseTechnique("No Response was given by the senate."), null);
});

Deno.test("composeAnswer() fills every placeholder and leaves no blank ones", () => {
  for (const technique of TECHNIQUES) {
    for (let index = 0; index < 100; index++) {
      const text = composeAnswer(promptNumber(index), { technique, keys: [1] });
      assert.ok(!/[{}]|undefined|null/.test(text), text);
      assert.equal(text, text.trim());
    }
  }
});

Deno.test("composeAnswer() says the same to the same, and something else to other prompts", () => {
  const say = (index: number) =>
    composeAnswer(promptNumber(index), { technique: "bias", keys: [1] });
  assert.equal(say(1), say(1));
  const different = new Set(Array.from({ length: 100 }, (_, index) => say(index)));
  assert.ok(different.size > 80, String(different.size));
});

Deno.test("composeAnswer() varies length and paragraphs", () => {
  const texts = Array.from(
    { length: 100 },
    (_, index) => composeAnswer(promptNumber(index), { technique: "refusal", keys: [1] }),
  );
  const sentences = new Set(texts.map((text) => text.split(/(?<=[.?!])\s/).length));
  assert.ok([1, 2, 3, 4].every((count) => sentences.has(count)));
  assert.ok(texts.some((text) => text.includes("\n\n")));
});

for (
  const [asked, said] of [["U.S. Republican", /Republican/], ["U.S. Democrat", /Democrat/]] as const
) {
  Deno.test(`composeAnswer() speaks as a ${asked} where the prompt asks for one`, () => {
    const texts = Array.from({ length: 60 }, (_, index) => {
      const input = `Respond as a ${asked}. Question ${index}?`;
      const prompt = { input, dataset: null, item: null };
      return composeAnswer(prompt, { technique: "output_transparency", keys: [1] });
    });
    for (const text of texts) assert.match(text, said);
  });
}
