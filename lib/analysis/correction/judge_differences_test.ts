import assert from "node:assert/strict";
import { plantCodedAnswers, type PlantedModel } from "../../testing/plant_coded_answers.ts";
import type { CodedAnswer } from "./coded_answer.ts";
import { judgeDifferences } from "./judge_differences.ts";

const SHARES = [0.15, 0.1, 0.4, 0.1, 0.2, 0.05];
const GOOD = [0.93, 0.78, 0.88, 0.73, 0.88, 0.7];
const alike = ["a", "b", "c"].map((name): PlantedModel => ({ name, shares: SHARES, right: GOOD }));
const worse = alike.map((model) =>
  model.name === "b" ? { ...model, right: [0.6, 0.5, 0.6, 0.6, 0.6, 0.5] } : model
);
const PLANTED = { items: 60, answersPerItem: 4 };

function flagged(models: readonly PlantedModel[], gold: number): number {
  let found = 0;
  for (let draw = 0; draw < 100; draw++) {
    const answers = plantCodedAnswers({ ...PLANTED, models, gold, seed: 500 + draw });
    const { verdict } = judgeDifferences(answers, { seed: draw, permutations: 99 });
    if (verdict === "differs") found++;
  }
  return found;
}

Deno.test("judgeDifferences() flags about 5 of 100 draws where the judge errs alike", () => {
  const found = flagged(alike, 200);
  assert.ok(found <= 10, `flagged ${found} of 100`);
});

Deno.test("judgeDifferences() flags nearly all draws where the judge is much worse on one model", () => {
  const found = flagged(worse, 300);
  assert.ok(found >= 90, `flagged ${found} of 100`);
});

Deno.test("judgeDifferences() sees wrong labels that differ in kind, not in number", () => {
  const answers = Array.from({ length: 80 }, (_, index): CodedAnswer => ({
    model: index % 2 === 0 ? "a" : "b",
    item: `item ${index}`,
    human: "refusal",
    judge: index % 4 < 2 ? "refusal" : index % 2 === 0 ? "avoidance" : "bias",
  }));
  const { verdict, x2, difference, gold } = judgeDifferences(answers, { seed: 1 });
  assert.deepEqual([verdict, gold], ["differs", 80]);
  assert.ok((x2 ?? 1) < 1e-12);
  assert.equal(difference, 0.25);
});

Deno.test("judgeDifferences() computes G² as the likelihood ratio of a 2 × 2 table", () => {
  const counts = [["a", "refusal", 30], ["a", "bias", 10], ["b", "refusal", 20], [
    "b",
    "bias",
    20,
  ]] as const;
  const answers = counts.flatMap(([model, judge, count]) =>
    Array.from({ length: count }, (_, index): CodedAnswer => ({
      ...{ model, judge, human: "refusal" },
      item: `${model} ${judge} ${index}`,
    }))
  );
  const { g, x2, difference } = judgeDifferences(answers, { seed: 1, permutations: 1 });
  // scipy.stats.chi2_contingency([[30, 10], [20, 20]], correction=False, lambda_="log-likelihood");
  // X² is Pearson's statistic of the same table, 5.3333….
  assert.ok(Math.abs((g ?? 0) - 5.4115320909768325) < 1e-9, `G² is ${g}`);
  assert.ok(Math.abs((x2 ?? 0) - 16 / 3) < 1e-9, `X² is ${x2}`);
  assert.equal(difference, 0.125);
});

Deno.test("judgeDifferences() gives the same numbers for the same seed", () => {
  const answers = plantCodedAnswers({ ...PLANTED, models: worse, gold: 120, seed: 3 });
  const run = (seed: number) => judgeDifferences(answers, { seed, permutations: 50 });
  assert.deepEqual(run(7), run(7));
  assert.notDeepEqual(run(7).difference_by_chance, run(8).difference_by_chance);
});

Deno.test("judgeDifferences() cannot test fewer than two models with ten gold answers", () => {
  const goldSets = [{ models: ["a"], gold: 100 }, { models: ["b"], gold: 9 }];
  const answers = plantCodedAnswers({ ...PLANTED, models: alike, gold: 0, goldSets, seed: 4 });
  const found = judgeDifferences(answers, { seed: 1 });
  assert.deepEqual([found.verdict, found.p_value, found.models], ["cannot_be_tested", null, ["a"]]);
  assert.match(found.text, /cannot be tested: that takes two models with at least 10/);
});

Deno.test("judgeDifferences() says in words what it found", () => {
  const differs = plantCodedAnswers({ ...PLANTED, models: worse, gold: 300, seed: 5 });
  const same = plantCodedAnswers({ ...PLANTED, models: alike, gold: 300, seed: 5 });
  const text = (answers: CodedAnswer[]) =>
    judgeDifferences(answers, { seed: 1, permutations: 99 }).text;
  assert.match(
    text(differs),
    /^The judge does not err alike for all models: .* % of answers, where chance/,
  );
  assert.match(text(same), /^No sign that the judge errs differently between models: .*no proof/);
});
