import assert from "node:assert/strict";
import { PythonRandom } from "../base/python_random.ts";
import { TECHNIQUES } from "../base/vocabulary.ts";
import type { AnnotationPromptParts } from "../materials/material.ts";
import { drawDefinitions } from "./judge_prompts.ts";
import { judgeWordings } from "./judge_wordings.ts";

const PARTS: AnnotationPromptParts = {
  seed: 7n,
  instructions: "",
  definitions: Object.fromEntries(
    TECHNIQUES.map((name) => [name, [0, 1, 2].map((n) => `[${name} ${n}]`)]),
  ) as Record<typeof TECHNIQUES[number], string[]>,
  questions: "",
  format: "",
  follow_up: "",
  input_output: "{input}{output}",
};

Deno.test("judgeWordings() follows the study's stream for first samples", () => {
  const random = new PythonRandom(PARTS.seed);
  const expected = Array.from(
    { length: 50 },
    () => drawDefinitions(random, { parts: PARTS, variants: 2 }),
  );
  const { definitionsOf } = judgeWordings({ parts: PARTS, variants: 2 });
  assert.deepEqual(expected.map((_, position) => definitionsOf(position, 0)), expected);
});

Deno.test("judgeWordings() does not depend on what is asked for, nor in which order", () => {
  const inOrder = judgeWordings({ parts: PARTS, variants: 1 });
  const all = [0, 1].map((sample) => [0, 1, 2, 3, 4].map((p) => inOrder.definitionsOf(p, sample)));
  const jumping = judgeWordings({ parts: PARTS, variants: 1 });
  for (const [position, sample] of [[4, 1], [2, 0], [0, 1], [2, 0], [3, 1]] as const) {
    assert.deepEqual(jumping.definitionsOf(position, sample), all[sample]?.[position]);
  }
});

Deno.test("judgeWordings() gives second samples wordings of their own", () => {
  const { definitionsOf } = judgeWordings({ parts: PARTS, variants: 1 });
  const of = (sample: number) => Array.from({ length: 20 }, (_, p) => definitionsOf(p, sample));
  assert.notDeepEqual(of(0), of(1));
});
