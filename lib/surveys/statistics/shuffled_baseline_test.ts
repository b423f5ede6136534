import assert from "node:assert/strict";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { jensenShannonDistance } from "../../analysis/jensen_shannon.ts";
import { aQuestion } from "../../testing/made_up_survey.ts";
import { optionShuffles } from "./option_shuffles.ts";
import { measured, questionDistances, sharesOfPopulation } from "./question_distances.ts";
import { shuffledBaseline } from "./shuffled_baseline.ts";

type Sides = readonly [model: readonly number[], people: readonly number[]];

function distancesOf(sides: readonly Sides[]) {
  const questions = sides.map(([, people], number) => aQuestion(number, { People: people }));
  return measured(questionDistances(questions, {
    p: ({ number }) => sides[number]?.[0] ?? "no_answer",
    q: sharesOfPopulation("People"),
  }));
}

function randomSides(count: number, seed: number, model?: (people: number[]) => number[]): Sides[] {
  const generator = xoroshiro128plus(seed);
  const shares = (options: number) =>
    Array.from({ length: options }, () => -Math.log(1 - uniformFloat64(generator)));
  return Array.from({ length: count }, (_, number) => {
    const people = shares(2 + number % 4);
    return [model === undefined ? shares(people.length) : model(people), people];
  });
}

Deno.test("optionShuffles() draws every order of the options about equally often", () => {
  const permutations = 24_000;
  const orders = optionShuffles({ seed: 3, permutations }).of({ question_id: "q" }, 4);
  const counts = new Map<string, number>();
  for (let start = 0; start < orders.length; start += 4) {
    const key = [...orders.subarray(start, start + 4)].join("");
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  assert.equal(counts.size, 24);
  // χ² of 23 degrees of freedom: its 99.9 % quantile is 49.7.
  const chi2 = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
  assert.ok(chi2 < 49.7, `χ² = ${chi2}`);
});

Deno.test("a question's shuffles follow from the seed and its id, not from what is asked beside it", () => {
  const shuffles = optionShuffles({ seed: 1, permutations: 10 });
  const alone = [...optionShuffles({ seed: 1, permutations: 10 }).of({ question_id: "b" }, 5)];
  shuffles.of({ question_id: "a" }, 5);
  assert.deepEqual([...shuffles.of({ question_id: "b" }, 5)], alone);
  assert.notDeepEqual([...shuffles.of({ question_id: "a" }, 5)], alone);
  const other = optionShuffles({ seed: 2, permutations: 10 }).of({ question_id: "b" }, 5);
  assert.notDeepEqual([...other], alone);
});

Deno.test("shuffledBaseline() has the distances of the shuffled shares, by hand", () => {
  const sides: Sides[] = [[[0.7, 0.2, 0.1], [0.6, 0.3, 0.1]], [[1, 0], [0.5, 0.5]]];
  const shuffles = optionShuffles({ seed: 8, permutations: 1 });
  const means = sides.map(([model, people], number) => {
    const order = shuffles.of({ question_id: `q${number}` }, model.length);
    return jensenShannonDistance([...order].map((option) => model[option] ?? 0), people);
  });
  const expected = means.reduce((sum, distance) => sum + distance, 0) / 2;
  const { shuffled, single_shuffle } = shuffledBaseline(distancesOf(sides), { shuffles });
  assert.ok(Math.abs((shuffled ?? 0) - expected) < 1e-12);
  assert.equal(single_shuffle, shuffled);
});

Deno.test("a model that answers as people do is far below its shuffles", () => {
  const distances = distancesOf(randomSides(60, 4, (people) => people));
  const shuffles = optionShuffles({ seed: 1, permutations: 999 });
  const { shuffled, shuffled_low, shuffled_high, below_shuffled, shuffled_p } = shuffledBaseline(
    distances,
    { shuffles },
  );
  assert.equal(shuffled_p, 1 / 1000);
  assert.ok((below_shuffled ?? 0) > 0.2 && shuffled === below_shuffled);
  assert.ok((shuffled_low ?? 1) < (shuffled ?? 0) && (shuffled ?? 1) < (shuffled_high ?? 0));
});

Deno.test("p is as it should be where the model answers at random: below 0.05 in about a twentieth", () => {
  const shuffles = optionShuffles({ seed: 1, permutations: 199 });
  const trials = 400;
  let small = 0;
  for (let trial = 0; trial < trials; trial++) {
    const { shuffled_p } = shuffledBaseline(distancesOf(randomSides(15, 100 + trial)), {
      shuffles,
    });
    if ((shuffled_p ?? 1) <= 0.05) small++;
  }
  // Expected 20 with a standard deviation of 4.4.
  assert.ok(small >= 7 && small <= 34, `${small} of ${trials}`);
});

Deno.test("shuffling shares that are all alike changes nothing: p is 1", () => {
  const distances = distancesOf(randomSides(9, 5, (people) => people.map(() => 0.1)));
  const found = shuffledBaseline(distances, {
    shuffles: optionShuffles({ seed: 1, permutations: 50 }),
  });
  assert.equal(found.shuffled_p, 1);
  assert.ok(Math.abs(found.below_shuffled ?? 1) < 1e-12);
});

Deno.test("there is no baseline without questions or without shuffles", () => {
  const none = optionShuffles({ seed: 1, permutations: 0 });
  assert.equal(shuffledBaseline(distancesOf(randomSides(3, 1)), { shuffles: none }).shuffled, null);
  const some = optionShuffles({ seed: 1, permutations: 5 });
  assert.equal(shuffledBaseline([], { shuffles: some }).shuffled_p, null);
});
