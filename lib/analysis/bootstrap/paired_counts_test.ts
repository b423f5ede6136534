import assert from "node:assert/strict";
import pl from "nodejs-polars";
import { codeVerdicts } from "./code_verdicts.ts";
import { pairCounter } from "./paired_counts.ts";
import { promptCubes } from "./prompt_cubes.ts";

/** Model, item, prompt, and the answer's technique; `c` has no answer to the last prompt. */
const ANSWERS: [string, string, string, string][] = [
  ["a", "i", "p", "refusal"],
  ["a", "i", "q", "bias"],
  ["a", "j", "r", "bias"],
  ["b", "i", "p", "bias"],
  ["b", "i", "q", "bias"],
  ["b", "j", "r", "refusal"],
  ["b", "j", "r", "bias"],
  ["c", "i", "p", "bias"],
  ["c", "i", "q", "refusal"],
];

const ORDER = { models: ["a", "b", "c"], datasets: ["empty", "d"] };

const VERDICTS = pl.DataFrame({
  model: ANSWERS.map(([model]) => model),
  cluster: ANSWERS.map(([, item]) => item),
  prompt_id: ANSWERS.map(([, , prompt]) => prompt),
  technique: ANSWERS.map(([, , , technique]) => technique),
  dataset: ANSWERS.map(() => "d"),
  expected: ANSWERS.map(([, item]) => item === "i" ? "bias" : null),
});

Deno.test("pairCounter() adds up what both models answered, and shares lists only where prompts are the same", () => {
  const [empty, cube] = promptCubes(codeVerdicts(VERDICTS, ORDER), {
    accepted: (_, expected) => expected === "bias" ? [5] : [],
  });
  assert.deepEqual([empty?.prompts, empty?.items, cube?.prompts, cube?.items], [0, 0, 3, 2]);
  assert.ok(cube !== undefined);
  const count = pairCounter(cube);
  const [ab, ac] = [count(0, 1), count(0, 2)];
  const columnsOf = ({ techniques, expected }: typeof ab.a) =>
    [techniques[0], techniques[5], expected].map((column) => [...column ?? []]);
  assert.deepEqual(columnsOf(ab.a), [[1, 0], [1, 1], [1, 0]]);
  // Two samples of one prompt count half each.
  assert.deepEqual(columnsOf(ab.b), [[0, 0.5], [2, 0.5], [2, 0]]);
  assert.deepEqual([[...ab.prompts], [...ab.expecting]], [[2, 1], [2, 0]]);
  assert.deepEqual(columnsOf(ac.a), [[1, 0], [1, 0], [1, 0]]);
  assert.deepEqual([[...ac.prompts], ac.isShared ?? false, ab.isShared], [[2, 0], false, true]);
  assert.equal(count(0, 1).a, ab.a);
});
