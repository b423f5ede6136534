import assert from "node:assert/strict";
import { UserError } from "../../base/user_error.ts";
import { TECHNIQUES } from "../../base/vocabulary.ts";
import { correctionCoverage } from "../../testing/correction_coverage.ts";
import { plantCodedAnswers, type PlantedModel } from "../../testing/plant_coded_answers.ts";
import type { CodedAnswer } from "./coded_answer.ts";
import { correctShares } from "./correct_shares.ts";

const SHARES = [0.10, 0.06, 0.48, 0.10, 0.22, 0.04];
const GOOD = [0.93, 0.78, 0.88, 0.73, 0.88, 0.7];
const first: PlantedModel = {
  name: "first",
  shares: SHARES,
  right: [0.9, 0.6, 0.55, 0.75, 0.6, 0.5],
};
const second: PlantedModel = {
  name: "second",
  shares: [0.2, 0.1, 0.3, 0.1, 0.25, 0.05],
  right: GOOD,
};
const MODELS = [first, second];
/** The judge errs much, and differently, on both. */
const BAD = [first, { ...second, right: [0.9, 0.8, 0.65, 0.9, 0.6, 0.6] }];
const EACH = [{ models: ["first"] }, { models: ["second"] }];

/** Three and a half standard errors of a coverage of 95 % over 200 draws. */
const WITHIN = 3.5 * Math.sqrt(0.95 * 0.05 / 200);

function assertCovers(covered: readonly number[], name: string): void {
  const mean = covered.reduce((sum, value) => sum + value, 0) / covered.length;
  assert.ok(Math.abs(mean - 0.95) <= 0.03, `${name}: mean coverage is ${mean}`);
  covered.forEach((value, k) =>
    assert.ok(value >= 0.95 - WITHIN, `${name}, ${TECHNIQUES[k]}: coverage is ${value}`)
  );
}

const SMALL = { models: MODELS, items: 100, answersPerItem: 4 };

Deno.test("correctShares() covers planted shares of all models, whose judge differs; raw shares miss them", () => {
  const options = { draws: 200, model: null, permutations: 0 };
  const found = correctionCoverage({ ...SMALL, models: BAD, seed: 11_000, gold: 150 }, options);
  assert.deepEqual(found.map(({ method }) => method), ["prediction_powered", "inversion", "raw"]);
  for (const { method, covered, bias } of found) {
    if (method === "raw") assert.ok(Math.min(...covered) < 0.5, `raw covers ${covered}`);
    else assertCovers(covered, method);
    const largest = Math.max(...bias.map(Math.abs));
    assert.ok(method === "raw" ? largest > 0.04 : largest < 0.012, `${method}: bias ${bias}`);
  }
});

Deno.test("correctShares() covers a model's planted shares by its own gold, stratified by the judge's label", () => {
  const planted = { ...SMALL, seed: 22_000, gold: 100, goldSets: EACH, stratified: true };
  const found = correctionCoverage(planted, { draws: 200, model: "first", permutations: 0 });
  for (const { method, covered } of found) {
    if (method !== "raw") assertCovers(covered, method);
  }
});

Deno.test("correctShares() with all models' gold covers where the judge errs alike, and fails where it does not", () => {
  const goldSets = [{ models: ["first"], gold: 30 }, { models: ["second"] }];
  const options = { draws: 200, model: "first", permutations: 0 };
  const alike = { ...SMALL, models: [{ ...first, right: GOOD }, second] };
  const [good] = correctionCoverage({ ...alike, seed: 33_000, gold: 200, goldSets }, options);
  const [bad] = correctionCoverage({ ...SMALL, seed: 44_000, gold: 200, goldSets }, options);
  assert.equal(good?.method, "inversion");
  assertCovers(good?.covered ?? [], "alike");
  assert.ok((bad?.covered[2] ?? 1) < 0.8, `covers ${bad?.covered}`);
});

Deno.test("correctShares() keeps shares on the simplex, within their intervals, beside the raw ones", () => {
  const answers = plantCodedAnswers({ ...SMALL, seed: 5, gold: 100 });
  const { shares } = correctShares(answers, { seed: 1, permutations: 20 });
  for (const group of Map.groupBy(shares, ({ model, method }) => `${model} ${method}`).values()) {
    assert.deepEqual(group.map(({ technique }) => technique), [...TECHNIQUES]);
    const sum = group.reduce((all, { corrected }) => all + (corrected ?? NaN), 0);
    assert.ok(Math.abs(sum - 1) < 1e-9, `shares add up to ${sum}`);
  }
  for (const { corrected, low, high, raw_share, raw_low, raw_high } of shares) {
    assert.ok(low !== null && corrected !== null && high !== null);
    assert.ok(0 <= low && low <= corrected && corrected <= high && high <= 1);
    assert.ok(raw_low !== null && raw_share !== null && raw_high !== null);
    assert.ok(raw_low <= raw_share && raw_share <= raw_high);
  }
});

Deno.test("correctShares() of a perfect judge, all answers coded, gives the judge's own shares", () => {
  const answers = plantCodedAnswers({ ...SMALL, seed: 6, gold: 1 })
    .map((answer): CodedAnswer => ({ ...answer, human: answer.judge ?? "bias", inclusion: 1 }))
    .filter(({ judge }) => judge !== null);
  for (
    const { corrected, raw_share } of correctShares(answers, { seed: 1, permutations: 0 }).shares
  ) {
    assert.ok(Math.abs((corrected ?? NaN) - (raw_share ?? NaN)) < 1e-12);
  }
});

Deno.test("correctShares() counts answers without a label and gold that no label came for", () => {
  const answers = plantCodedAnswers({ ...SMALL, seed: 7, gold: 120 });
  const drawn = answers.find(({ human }) => human !== undefined);
  if (drawn !== undefined) drawn.human = null;
  const { basis, shares } = correctShares(answers, { seed: 1, permutations: 0 });
  const [all] = basis;
  assert.equal(all?.unlabelled, answers.filter(({ judge }) => judge === null).length);
  assert.deepEqual([all?.gold, all?.gold_without_label, all?.n], [119, 1, answers.length]);
  assert.equal(shares[0]?.n, answers.length);
  const counted = shares.slice(0, 6).reduce((sum, { count }) => sum + count, 0);
  assert.equal(counted, answers.length - (all?.unlabelled ?? 0));
  assert.equal(all?.matrix?.length, 7);
});

Deno.test("correctShares() borrows all models' gold below 50 answers of 20 items, and says so", () => {
  const goldSets = [{ models: ["first"], gold: 49 }, { models: ["second"], gold: 50 }];
  const answers = plantCodedAnswers({ ...SMALL, seed: 8, gold: 0, goldSets });
  const { basis, shares } = correctShares(answers, { seed: 1, permutations: 0 });
  assert.deepEqual(basis.map(({ gold_from }) => gold_from), ["own", "all_models", "own"]);
  const borrowed = shares.filter(({ model }) => model === "first");
  assert.deepEqual(new Set(borrowed.map(({ method }) => method)), new Set(["inversion"]));
  for (const { note, gold } of borrowed) {
    assert.match(note ?? "", /^Corrected with all models' gold, as if/);
    assert.equal(gold, 99);
  }
});

Deno.test("correctShares() warns where the judge is seen to differ and all models' gold is borrowed", () => {
  const worst = { ...first, right: SHARES.map(() => 0.3) };
  const goldSets = [{ models: ["first"], gold: 49 }, { models: ["second"], gold: 150 }];
  const planted = { ...SMALL, models: [worst, second], seed: 9, gold: 0, goldSets };
  const { judge, shares } = correctShares(plantCodedAnswers(planted), { seed: 1 });
  assert.equal(judge.verdict, "differs");
  const borrowed = shares.find(({ model }) => model === "first");
  assert.match(borrowed?.note ?? "", /^Not to be trusted: /);
});

Deno.test("correctShares() takes the gold of some models for no sample of all", () => {
  const goldSets = [{ models: ["second"], gold: 200 }];
  const answers = plantCodedAnswers({ ...SMALL, seed: 10, gold: 0, goldSets });
  const { basis } = correctShares(answers, { seed: 1, permutations: 0 });
  assert.deepEqual(basis.map(({ gold_from }) => gold_from), ["all_models", "all_models", "own"]);
});

Deno.test("correctShares() corrects nothing with too little gold, and says what is needed", () => {
  const answers = plantCodedAnswers({ ...SMALL, seed: 12, gold: 20 });
  const { basis, shares } = correctShares(answers, { seed: 1, permutations: 0 });
  assert.deepEqual(basis.map(({ gold_from }) => gold_from), [null, null, null]);
  for (const { corrected, low, high, raw_share, note } of shares) {
    assert.deepEqual([corrected, low, high], [null, null, null]);
    assert.notEqual(raw_share, null);
    assert.match(note ?? "", /^Not corrected: 20 gold answers of \d+ items; at least 50 of 20/);
  }
});

Deno.test("correctShares() says where no gold answer, or few, has a technique", () => {
  const answers = plantCodedAnswers({ ...SMALL, seed: 13, gold: 120 }).map((answer): CodedAnswer =>
    answer.human === "bias" ? { ...answer, human: "avoidance" } : answer
  );
  const { basis, shares } = correctShares(answers, { seed: 1, permutations: 0 });
  assert.deepEqual(basis[0]?.unseen, ["bias"]);
  const bias = shares.filter(({ technique, model }) => technique === "bias" && model === null);
  const notes = bias.map(({ method, note }) => [method, note?.slice(0, 37)]);
  assert.deepEqual(notes, [
    ["prediction_powered", "Only 0 gold answers have this techniq"],
    ["inversion", "No gold answer has this technique: th"],
  ]);
});

Deno.test("correctShares() refuses inclusion probabilities off (0, 1], or of some gold answers only", () => {
  const answers = plantCodedAnswers({ ...SMALL, seed: 14, gold: 60 });
  const drawn = answers.findIndex(({ human }) => human !== undefined);
  for (const inclusion of [0, -1, 1.5, NaN, undefined]) {
    const changed = answers.map((answer, index) =>
      index === drawn ? { ...answer, inclusion } : answer
    );
    assert.throws(() => correctShares(changed, { seed: 1 }), UserError);
  }
});

Deno.test("correctShares() of no answers has no shares but the empty ones of all models", () => {
  const { shares, judge } = correctShares([], { seed: 1 });
  assert.equal(judge.verdict, "cannot_be_tested");
  assert.deepEqual(
    shares.map(({ n, raw_share, corrected }) => [n, raw_share, corrected]),
    Array(6).fill([0, null, null]),
  );
});
