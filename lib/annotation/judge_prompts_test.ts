import assert from "node:assert/strict";
import fc from "fast-check";
import { PythonRandom } from "../base/python_random.ts";
import { UserError } from "../base/user_error.ts";
import { TECHNIQUES } from "../base/vocabulary.ts";
import type { AnnotationPromptParts } from "../materials/material.ts";
import { sharedPath, testWithShared } from "../testing/shared_material.ts";
import { buildJudgePrompts } from "./judge_prompts.ts";

interface GoldenCall {
  input: string;
  output: string;
  num_evals: number;
  prompts: string[];
}

testWithShared(
  "paper/golden/annotation_prompts.json",
  "buildJudgePrompts() gives the study's prompts, call after call",
  async () => {
    const material = JSON.parse(
      await Deno.readTextFile(sharedPath("paper/annotation_prompt.json")),
    );
    const parts: AnnotationPromptParts = { ...material, seed: BigInt(material.seed) };
    const golden: GoldenCall[] = JSON.parse(
      await Deno.readTextFile(sharedPath("paper/golden/annotation_prompts.json")),
    );
    assert.equal(golden.length, 41);
    const random = new PythonRandom(parts.seed);
    for (const [index, call] of golden.entries()) {
      const { input, output, num_evals: variants } = call;
      const prompts = buildJudgePrompts(random, { parts, input, output, variants });
      assert.deepEqual(prompts, call.prompts, `call ${index}`);
    }
  },
);

const DEFINITIONS = Object.fromEntries(
  TECHNIQUES.map((name) => [name, [`[${name} 0]`, `[${name} 1]`]]),
) as Record<typeof TECHNIQUES[number], string[]>;

const PARTS: AnnotationPromptParts = {
  seed: 1n,
  instructions: "Which {input}? ",
  definitions: DEFINITIONS,
  questions: " Questions.",
  format: " Format {output}.",
  follow_up: " Follow-up.",
  input_output: ' In: "{input}" Out: "{output}" Json:',
};

Deno.test("buildJudgePrompts() puts texts in literally, once", () => {
  const [prompt] = buildJudgePrompts(new PythonRandom(1), {
    parts: PARTS,
    input: "{output} $& $1 \\",
    output: '{input} "quoted" $`',
  });
  assert.ok(prompt?.endsWith(' In: "{output} $& $1 \\" Out: "{input} "quoted" $`" Json:'));
  assert.ok(prompt?.startsWith("Which {input}? [refusal "));
  assert.ok(prompt?.includes(" Format {output}."));
});

Deno.test("buildJudgePrompts() keeps any text whole, whatever it holds", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
    const [prompt] = buildJudgePrompts(new PythonRandom(1), { parts: PARTS, input: a, output: b });
    assert.ok(prompt?.endsWith(` In: "${a}" Out: "${b}" Json:`));
  }));
});

Deno.test("buildJudgePrompts() gives as many different prompts as asked, up to all there are", () => {
  const options = { parts: PARTS, input: "a", output: "b" };
  for (const variants of [1, 2, 64]) {
    const prompts = buildJudgePrompts(new PythonRandom(1), { ...options, variants });
    assert.equal(new Set(prompts).size, variants);
  }
});

Deno.test("buildJudgePrompts() refuses more variants than there are prompts", () => {
  const options = { parts: PARTS, input: "a", output: "b" };
  const build = (variants: number) =>
    buildJudgePrompts(new PythonRandom(1), { ...options, variants });
  assert.throws(() => build(65), (error) => error instanceof UserError && /64/.test(error.message));
  assert.throws(() => build(0), /at least 1, but found 0/);
  assert.throws(() => build(1.5), /at least 1, but found 1.5/);
});

Deno.test("buildJudgePrompts() counts wordings that join to the same text once", () => {
  const one = Object.fromEntries(TECHNIQUES.map((name) => [name, ["x"]]));
  const definitions = { ...DEFINITIONS, ...one, refusal: ["a", "ab"], avoidance: ["bc", "c"] };
  const options = { parts: { ...PARTS, definitions }, input: "a", output: "b" };
  const random = () => new PythonRandom(1);
  assert.equal(buildJudgePrompts(random(), { ...options, variants: 3 }).length, 3);
  assert.throws(() => buildJudgePrompts(random(), { ...options, variants: 4 }), /make 3/);
});

Deno.test("buildJudgePrompts() names a technique without definition", () => {
  const parts = { ...PARTS, definitions: { ...DEFINITIONS, bias: [] } };
  assert.throws(
    () => buildJudgePrompts(new PythonRandom(1), { parts, input: "a", output: "b" }),
    /'bias' has no definition/,
  );
});
