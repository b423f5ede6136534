import assert from "node:assert/strict";
import { resampling } from "../../analysis/bootstrap/resampling.ts";
import { anAnswer, aQuestion } from "../../testing/made_up_survey.ts";
import REFERENCE from "../fixtures/survey_reference.json" with { type: "json" };
import { listDistance } from "../list_distance.ts";
import { alignmentEffects } from "./alignment_effects.ts";
import { seriesOfAnswers } from "./answer_series.ts";
import { entropy } from "./entropy.ts";
import { meanInterval } from "./mean_interval.ts";
import { modelDistances } from "./model_distances.ts";
import { optionShuffles } from "./option_shuffles.ts";
import { populationDistances } from "./population_distances.ts";

const { survey } = REFERENCE;
const POPULATIONS = ["North", "South"];
const QUESTIONS = survey.questions.map(({ human }, number) => aQuestion(number, human));
const SERIES = seriesOfAnswers([
  ...survey.questions.map(({ base }, number) => anAnswer(`q${number}`, base)),
  ...survey.questions.map(({ chat }, number) => anAnswer(`q${number}`, chat, { model: "chat" })),
]);

function close(actual: number | null | undefined, expected: number, tolerance = 1e-12): void {
  assert.ok(
    typeof actual === "number" && Math.abs(actual - expected) <= tolerance,
    `expected ${expected} but found ${actual}`,
  );
}

Deno.test("entropy() gives scipy's entropies, options without mass included", () => {
  for (const { p, entropy: expected } of REFERENCE.entropies) close(entropy(p), expected);
});

Deno.test("entropy() is 0 where one option has all, ln n where n are alike, and refuses what is none", () => {
  assert.equal(entropy([0, 1, 0]), 0);
  close(entropy([2, 2, 2, 2]), Math.log(4));
  for (const wrong of [[], [0, 0], [1, -1], [NaN, 1]]) {
    assert.throws(() => entropy(wrong), RangeError);
  }
});

Deno.test("meanInterval() gives scipy's intervals, ends at the range, and none of one value", () => {
  for (const { values, mean, low, high } of REFERENCE.intervals) {
    const found = meanInterval(values);
    close(found.mean, mean);
    close(found.low, low);
    close(found.high, high);
  }
  const bounded = meanInterval([0.01, 0.99], { least: 0, most: 1 });
  assert.deepEqual([bounded.low, bounded.high], [0, 1]);
  assert.deepEqual(meanInterval([0.4]), { n: 1, mean: 0.4, low: null, high: null });
  assert.deepEqual(meanInterval([]), { n: 0, mean: null, low: null, high: null });
});

Deno.test("listDistance() gives scipy's distances between texts of lists, the shorter padded", () => {
  for (const { p, q, base, distance } of REFERENCE.texts) {
    const found = listDistance([p, q], { names: ["p", "q"], base });
    assert.ok("distance" in found, JSON.stringify(found));
    close(found.distance, distance);
  }
});

Deno.test("modelDistances() gives scipy's means and intervals, and the mean over all shuffles", () => {
  const { rows } = modelDistances(QUESTIONS, SERIES, {
    populations: POPULATIONS,
    shuffles: optionShuffles({ seed: 1, permutations: 20_000 }),
    draws: resampling({ replicates: 4000 }),
  });
  assert.equal(rows.length, 4);
  const models: Readonly<Record<string, typeof survey.models["base North"]>> = survey.models;
  for (const row of rows) {
    const expected = models[`${row.model} ${row.population}`];
    assert.ok(expected !== undefined);
    assert.equal(row.n, expected.values.length);
    close(row.distance, expected.mean);
    close(row.low, expected.low);
    close(row.high, expected.high);
    close(row.entropy, expected.entropy);
    close(row.human_entropy, expected.human_entropy);
    // Twenty thousand shuffles of ten questions: the mean's standard error is below 0.001.
    close(row.shuffled, expected.shuffled, 0.003);
    close(row.below_shuffled, (row.shuffled ?? 0) - expected.mean);
    // The bootstrap's interval is another estimate of the same one.
    close(row.boot_low, expected.low, 0.05);
    close(row.boot_high, expected.high, 0.05);
  }
});

Deno.test("populationDistances() gives scipy's mean over the questions that both were asked", () => {
  const [row, ...others] = populationDistances(QUESTIONS, { populations: POPULATIONS });
  assert.deepEqual(others, []);
  assert.deepEqual([row?.questions, row?.n, row?.not_shared], [10, 9, 1]);
  close(row?.distance, survey.populations.mean);
  close(row?.low, survey.populations.low);
  close(row?.high, survey.populations.high);
});

Deno.test("alignmentEffects() gives scipy's paired intervals, exact p-values and adjusted ones", () => {
  const rows = alignmentEffects(QUESTIONS, SERIES, {
    ...{ pairs: [{ before: "base", after: "chat" }], populations: POPULATIONS, seed: 1 },
  });
  assert.deepEqual(rows.map(({ population }) => population), ["North", "South", null]);
  assert.deepEqual(rows.map(({ n }) => n), [10, 9, 10]);
  for (const [index, row] of rows.entries()) {
    const expected = survey.effects[index];
    assert.ok(expected !== undefined);
    close(row.difference, expected.difference);
    close(row.low, expected.low);
    close(row.high, expected.high);
    close(row.p, expected.p);
    close(row.p_adjusted, survey.adjusted[index] ?? NaN);
    assert.equal(row.stands, (survey.adjusted[index] ?? 1) <= 0.05);
    close((row.mean_after ?? 0) - (row.mean_before ?? 0), expected.difference);
  }
});
