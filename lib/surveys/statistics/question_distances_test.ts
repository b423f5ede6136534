import assert from "node:assert/strict";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { anAnswer, aQuestion } from "../../testing/made_up_survey.ts";
import { alignmentEffects } from "./alignment_effects.ts";
import { seriesOfAnswers, sharesOfSeries } from "./answer_series.ts";
import { countLeftOut } from "./left_out_row.ts";
import { meanInterval } from "./mean_interval.ts";
import { populationDistances } from "./population_distances.ts";
import { largestDistance, questionDistances, sharesOfPopulation } from "./question_distances.ts";

const P = sharesOfPopulation("People");

function distancesTo(people: readonly number[], model: readonly number[] | null, base?: number) {
  const series = seriesOfAnswers([anAnswer("q0", model)])[0];
  assert.ok(series !== undefined);
  const questions = [aQuestion(0, { People: people })];
  return questionDistances(questions, { p: sharesOfSeries(series), q: P, base })[0]?.distance;
}

Deno.test("equal distributions are 0 apart, disjoint ones as far as can be, whatever has no mass", () => {
  assert.equal(distancesTo([0.2, 0.8], [0.2, 0.8]), 0);
  assert.equal(distancesTo([0, 1, 0], [0, 1, 0]), 0);
  assert.equal(distancesTo([1, 0, 0], [0, 0.5, 0.5]), 1);
  assert.equal(distancesTo([1], [1]), 0);
  assert.ok(Math.abs((distancesTo([1, 0], [0, 1], Math.E) ?? 0) - Math.sqrt(Math.LN2)) < 1e-15);
  assert.equal(largestDistance(), 1);
  assert.equal(largestDistance(4), Math.SQRT1_2);
});

Deno.test("every question without a distance has its reason, and is counted by it", () => {
  const questions = [
    aQuestion(0, { People: [0.5, 0.5] }),
    aQuestion(1, { Others: [0.5, 0.5] }),
    aQuestion(2, { People: [0.5, 0.5] }),
    aQuestion(3, { People: [0.5, 0.5] }),
    aQuestion(4, { People: [0.5, 0.5] }),
    aQuestion(5, { People: [0.5, 0.5] }),
    aQuestion(6, { People: [0.5, 0.5] }),
  ];
  const [series] = seriesOfAnswers([
    anAnswer("q0", [0.5, 0.5]),
    anAnswer("q1", [0.5, 0.5]),
    anAnswer("q3", null),
    anAnswer("q4", [0.2, 0.3, 0.5]),
    anAnswer("q5", [1, -0.1]),
    anAnswer("q6", [0, 0]),
  ]);
  assert.ok(series !== undefined);
  const found = questionDistances(questions, { p: sharesOfSeries(series), q: P });
  assert.deepEqual(found.map(({ distance }) => distance), [0, null, null, null, null, null, null]);
  const place = { table: "model_distances", model: "base", variant: "v", method: null } as const;
  const left = countLeftOut(found, { ...place, population: "People" });
  assert.deepEqual(left.map(({ reason, questions, first }) => [reason, questions, first]), [
    ["no_human_distribution", 1, "1"],
    ["no_answer", 1, "2"],
    ["no_model_distribution", 1, "3"],
    ["different_lengths", 1, "4"],
    ["unusable", 2, "5 6"],
  ]);
});

Deno.test("seriesOfAnswers() keeps variants and methods apart, and refuses two answers as one", () => {
  const answers = [
    anAnswer("q0", [1, 0]),
    anAnswer("q0", [1, 0], { model: "chat", simulated: true }),
    anAnswer("q0", [1, 0], { variant: "no_examples" }),
    anAnswer("q0", [1, 0], { method: "sampling" }),
  ];
  const names = seriesOfAnswers(answers).map(({ model, variant, method, simulated }) =>
    `${model} ${variant} ${method} ${simulated}`
  );
  assert.deepEqual(names, [
    "base as_published chat_logprobs false",
    "base no_examples chat_logprobs false",
    "base as_published sampling false",
    "chat as_published chat_logprobs true",
  ]);
  assert.throws(() => seriesOfAnswers([anAnswer("q0", [1]), anAnswer("q0", [1])]), RangeError);
});

Deno.test("populationDistances() compares every two populations, and says where none is shared", () => {
  const questions = [
    aQuestion(0, { North: [1, 0], South: [0, 1] }),
    aQuestion(1, { North: [1, 0], West: [1, 0, 0] }),
  ];
  const rows = populationDistances(questions, { populations: ["North", "South", "West"] });
  assert.deepEqual(
    rows.map((row) => [row.population_a, row.population_b, row.n, row.not_shared, row.distance]),
    [["North", "South", 1, 1, 1], ["North", "West", 0, 1, null], ["South", "West", 0, 2, null]],
  );
  assert.equal(rows[1]?.different_lengths, 1);
});

Deno.test("alignmentEffects() counts what is not paired, and pairs unlike methods where it must", () => {
  const questions = [0, 1, 2, 3].map((number) => aQuestion(number, { People: [0.5, 0.5] }));
  const series = seriesOfAnswers([
    anAnswer("q0", [0.5, 0.5], { method: "completion_logprobs" }),
    anAnswer("q1", [0.5, 0.5], { method: "completion_logprobs" }),
    anAnswer("q0", [1, 0], { model: "chat" }),
    anAnswer("q1", null, { model: "chat" }),
    anAnswer("q2", [1, 0], { model: "chat" }),
  ]);
  const pairs = [{ before: "base", after: "chat" }, { before: "base", after: "nobody" }];
  const rows = alignmentEffects(questions, series, { pairs, populations: ["People"], seed: 1 });
  assert.deepEqual(rows.map(({ outcome }) => outcome), ["distance", "entropy"]);
  for (const row of rows) {
    assert.deepEqual([row.n, row.only_before, row.only_after, row.neither], [1, 1, 1, 1]);
    assert.deepEqual([row.method_before, row.method_after], [
      "completion_logprobs",
      "chat_logprobs",
    ]);
    // One question: no interval, and both signs are as likely.
    assert.deepEqual([row.low, row.high, row.p, row.stands], [null, null, 1, false]);
  }
  assert.equal(rows[1]?.difference, -Math.LN2);
});

/** Two models' answers to two-option questions, the second planted so much further from people. */
function plantedPair(questions: number, { shift, seed }: { shift: number; seed: number }) {
  const generator = xoroshiro128plus(seed);
  const noise = () => 0.2 * (uniformFloat64(generator) - 0.5);
  const asked = Array.from({ length: questions }, (_, n) => aQuestion(n, { People: [0.5, 0.5] }));
  const answers = asked.flatMap(({ question_id }) => {
    const [one, other] = [0.7 + noise(), 0.7 + shift + noise()];
    return [
      anAnswer(question_id, [one, 1 - one]),
      anAnswer(question_id, [other, 1 - other], { model: "chat" }),
    ];
  });
  const pairs = [{ before: "base", after: "chat" }];
  const options = { pairs, populations: ["People"], seed, flips: 999 };
  return alignmentEffects(asked, seriesOfAnswers(answers), options);
}

Deno.test("alignmentEffects() finds a planted effect, its sign, and none where there is none", () => {
  const [distance, entropyEffect] = plantedPair(80, { shift: 0.15, seed: 1 });
  assert.ok((distance?.low ?? 0) > 0 && distance?.stands && distance.p === 0.001);
  assert.ok((entropyEffect?.high ?? 0) < 0 && entropyEffect?.stands);
  let [covered, found] = [0, 0];
  const trials = 300;
  for (let trial = 0; trial < trials; trial++) {
    const [row] = plantedPair(25, { shift: 0, seed: 10 + trial });
    if ((row?.low ?? 1) <= 0 && 0 <= (row?.high ?? -1)) covered++;
    if ((row?.p ?? 0) <= 0.05) found++;
  }
  // Expected 285 and 15, with a standard deviation of 3.8.
  assert.ok(covered >= 273 && covered <= 297, `${covered} of ${trials} intervals hold 0`);
  assert.ok(found >= 3 && found <= 28, `${found} of ${trials} have p ≤ 0.05`);
});

Deno.test("meanInterval() holds the planted mean in about 95 % of samples of skewed distances", () => {
  const generator = xoroshiro128plus(7);
  let covered = 0;
  const trials = 2000;
  for (let trial = 0; trial < trials; trial++) {
    // Squares of uniform numbers: mean 1/3, skewed as distances are.
    const values = Array.from({ length: 40 }, () => uniformFloat64(generator) ** 2);
    const { low, high } = meanInterval(values);
    if ((low ?? 1) <= 1 / 3 && 1 / 3 <= (high ?? 0)) covered++;
  }
  assert.ok(covered / trials > 0.93 && covered / trials < 0.965, `${covered / trials}`);
});
