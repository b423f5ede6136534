import assert from "node:assert/strict";
import { clusterVariance } from "./_cluster_variance.ts";
import { clusteredShares } from "./clustered_shares.ts";
import { tailQuantile } from "./normal_tail.ts";
import { studentT95, Z_95 } from "./student_t.ts";
import { wilsonInterval } from "./wilson_interval.ts";

/** Computed by `bench/reference/intervals.py` with statsmodels and scipy. */
const REFERENCE: {
  student_t_95: [number, number][];
  tail_quantiles: [number, number][];
  wilson: [number, number, number, number][];
  clustered: {
    counts: number[][];
    variances: number[];
    design_effects: number[];
    intervals: [number, number][];
  }[];
} = JSON.parse(
  Deno.readTextFileSync(new URL("./fixtures/intervals_reference.json", import.meta.url)),
);

function assertClose(actual: number | null | undefined, expected: number, tolerance = 1e-9): void {
  assert.ok(
    typeof actual === "number" && Math.abs(actual - expected) <= tolerance,
    `expected ${expected} but found ${actual}`,
  );
}

Deno.test("studentT95() gives scipy's quantiles", () => {
  for (const [df, expected] of REFERENCE.student_t_95) assertClose(studentT95(df), expected, 1e-9);
});

Deno.test("studentT95() refuses degrees of freedom that are no whole number above 0", () => {
  for (const df of [0, -1, 1.5, NaN]) assert.throws(() => studentT95(df), RangeError);
});

Deno.test("tailQuantile() gives scipy's quantiles, and refuses tails that it was not made for", () => {
  for (const [tail, expected] of REFERENCE.tail_quantiles) {
    assertClose(tailQuantile(tail), expected, 1e-12);
  }
  for (const tail of [0, 0.6, NaN]) assert.throws(() => tailQuantile(tail), RangeError);
});

Deno.test("wilsonInterval() gives statsmodels' intervals", () => {
  for (const [count, n, low, high] of REFERENCE.wilson) {
    const interval = wilsonInterval(count / n, n);
    assertClose(interval.low, low, 1e-12);
    assertClose(interval.high, high, 1e-12);
  }
});

Deno.test("wilsonInterval() refuses shares off the scale and empty samples", () => {
  assert.throws(() => wilsonInterval(1.1, 5), RangeError);
  assert.throws(() => wilsonInterval(0.5, 0), RangeError);
  assert.throws(() => wilsonInterval(NaN, 5), RangeError);
});

Deno.test("clusteredShares() gives the variances, design effects and intervals of statsmodels", () => {
  for (const { counts, variances, design_effects, intervals } of REFERENCE.clustered) {
    const sizes = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
    variances.forEach((expected, index) => {
      assertClose(clusterVariance(counts.map((row) => row[index] ?? 0), sizes), expected, 1e-12);
    });
    const shares = clusteredShares(counts, 6);
    intervals.forEach(([low, high], index) => {
      assertClose(shares[index]?.low, low);
      assertClose(shares[index]?.high, high);
      assertClose(shares[index]?.design_effect, design_effects[index] ?? NaN);
    });
  }
});

Deno.test("clusteredShares() gives the plain Wilson interval where every item has one answer", () => {
  const counts = [...Array(7).fill([1, 0]), ...Array(13).fill([0, 1])];
  const [share] = clusteredShares(counts, 2);
  assertClose(share?.low, 0.18119182410108203, 1e-12);
  assertClose(share?.high, 0.5671457233147638, 1e-12);
  assert.equal(share?.design_effect, 1);
  assert.equal(share?.n_eff, 20);
});

Deno.test("clusteredShares() counts items, not answers, where all answers are in one class", () => {
  const [refusal, other] = clusteredShares(Array(17).fill([10, 0]), 2);
  assert.deepEqual([refusal?.n, refusal?.share, refusal?.n_eff], [170, 1, 17]);
  assert.equal(refusal?.design_effect, null);
  assert.equal(refusal?.high, 1);
  assertClose(refusal?.low, wilsonInterval(1, 17).low);
  assert.equal(other?.low, 0);
  assertClose(other?.high, 1 - wilsonInterval(1, 17).low);
});

Deno.test("clusteredShares() counts one item as one answer", () => {
  const [share] = clusteredShares([[6, 4]], 2);
  const { low, high } = wilsonInterval(0.6, 1);
  assert.deepEqual([share?.n, share?.items, share?.n_eff, share?.design_effect], [10, 1, 1, null]);
  assert.deepEqual([share?.low, share?.high], [low, high]);
});

Deno.test("clusteredShares() of no answers has counts of zero and no interval", () => {
  for (const share of clusteredShares([], 6)) {
    assert.deepEqual([share.n, share.count, share.items], [0, 0, 0]);
    assert.deepEqual([share.share, share.low, share.high, share.n_eff], [null, null, null, null]);
  }
  assert.equal(clusteredShares([], 6).length, 6);
});

Deno.test("clusteredShares() sees a design effect of the item's size where items answer alike", () => {
  const counts = [...Array(8).fill([10, 0]), ...Array(8).fill([0, 10])];
  const [share] = clusteredShares(counts, 2);
  // Sixteen independent halves: v = 16/15 · 1/4 / 16, so deff = 10 · 16/15; 80 answers on either side,
  // 7.5 independent ones, tell 5 · 7.5 of it, against 25 that are borrowed.
  assertClose(share?.design_effect, 10 * 16 / 15);
  const own = 37.5 / (37.5 + 25);
  const widening = own * (studentT95(15) / Z_95) ** 2 + 1 - own;
  assertClose(share?.low, wilsonInterval(0.5, 15 / widening).low);
  assert.equal(share?.rests_on, 8);
});

Deno.test("clusteredShares() moves both ends of a rare class's interval up, and a frequent one's down", () => {
  // One answer of twenty in each of ten items, which do not cluster.
  const counts = Array.from({ length: 48 }, (_, i) => i < 10 ? [1, 19] : [0, 20]);
  const [rare, frequent] = clusteredShares(counts, 2);
  const { low, high } = wilsonInterval(10 / 960, 960);
  assert.ok((rare?.low ?? 0) > low && (rare?.low ?? 1) < 10 / 960, `low is ${rare?.low}`);
  // Two thirds of one more item of 48 would be 1.4 points.
  assert.ok((rare?.high ?? 0) > high + 0.014, `high is ${rare?.high}`);
  assertClose(frequent?.low, 1 - (rare?.high ?? NaN), 1e-12);
  assertClose(frequent?.high, 1 - (rare?.low ?? NaN), 1e-12);
});

const PLANTED = [0.1, 0.05, 0.5, 0.05, 0.2, 0.1];

/** Each item has a technique of its own, which half of its answers use; shares stay as planted. */
function plantedCounts(random: () => number, items: number): number[][] {
  return Array.from({ length: items }, () => {
    const own = drawTechnique(random);
    const row = PLANTED.map(() => 0);
    for (let wording = 0; wording < 20; wording++) {
      const technique = random() < 0.5 ? own : drawTechnique(random);
      row[technique] = (row[technique] ?? 0) + 1;
    }
    return row;
  });
}

function drawTechnique(random: () => number): number {
  let rest = random();
  const index = PLANTED.findIndex((share) => (rest -= share) < 0);
  return index === -1 ? 0 : index;
}

/** Marsaglia's xorshift32: repeatable, and fast enough for hundreds of simulated runs. */
function xorshift(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

for (const items of [17, 48]) {
  Deno.test(`clusteredShares() covers planted shares of ${items} items, which plain Wilson misses`, () => {
    const random = xorshift(20240 + items);
    const draws = 400;
    let covered = 0;
    let naive = 0;
    for (let draw = 0; draw < draws; draw++) {
      clusteredShares(plantedCounts(random, items), PLANTED.length).forEach((share, index) => {
        const truth = PLANTED[index] ?? 0;
        if (truth >= (share.low ?? 1) && truth <= (share.high ?? 0)) covered++;
        if (truth >= (share.naive_low ?? 1) && truth <= (share.naive_high ?? 0)) naive++;
      });
    }
    const coverage = covered / (draws * PLANTED.length);
    // Of 17 items, few show a technique of 5 or 10 %, and intervals are rather too wide.
    const most = items === 17 ? 0.98 : 0.97;
    assert.ok(coverage >= 0.93 && coverage <= most, `coverage is ${coverage}`);
    assert.ok(naive / (draws * PLANTED.length) < 0.8, `plain Wilson covers ${naive}`);
  });
}
