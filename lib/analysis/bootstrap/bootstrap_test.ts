import assert from "node:assert/strict";
import { effectiveSample } from "../clustered_shares.ts";
import { lowerTail } from "../normal_tail.ts";
import { expandedTail, percentileInterval } from "./percentile_interval.ts";
import { quantiles } from "./quantiles.ts";
import { resampledShares } from "./resampled_shares.ts";
import { resampledSums } from "./resampled_sums.ts";
import { resampling } from "./resampling.ts";
import { drawSignFlips, signFlipP } from "./sign_flips.ts";

interface SameDraws {
  weights: number[][];
  values: number[];
  sizes: number[];
  parts: number[];
  of_values: [number, number];
  of_parts: [number, number];
}

interface Tested {
  differences: number[];
  p: number;
}

/** Computed by `bench/reference/bootstrap.py` with numpy and scipy. */
const REFERENCE: {
  lower_tail: [number, number][];
  tails: [number, number][];
  percentile: { counts: number[][]; intervals: [number, number][] }[];
  same_draws: SameDraws[];
  exact: Tested[];
  drawn: Tested[];
} = JSON.parse(
  Deno.readTextFileSync(new URL("../fixtures/bootstrap_reference.json", import.meta.url)),
);

function assertClose(actual: number | null | undefined, expected: number, tolerance = 1e-12): void {
  assert.ok(
    typeof actual === "number" && Math.abs(actual - expected) <= tolerance,
    `expected ${expected} but found ${actual}`,
  );
}

function columnsOf(counts: readonly (readonly number[])[]): Int32Array[] {
  return Array.from({ length: 6 }, (_, k) => Int32Array.from(counts, (row) => row[k] ?? 0));
}

Deno.test("lowerTail() and expandedTail() give scipy's probabilities", () => {
  for (const [x, expected] of REFERENCE.lower_tail) assertClose(lowerTail(x), expected);
  for (const [items, expected] of REFERENCE.tails) {
    assertClose(expandedTail(items), expected, 1e-10);
  }
});

Deno.test("percentileInterval() of the same draws gives numpy's interval in every digit", () => {
  for (const draws of REFERENCE.same_draws) {
    const [items, replicates] = [draws.weights.length, draws.weights[0]?.length ?? 0];
    const weights = { items, replicates, counts: Uint16Array.from(draws.weights.flat()) };
    const intervalOf = (column: Int32Array | Float64Array) =>
      percentileInterval({
        numerators: resampledSums(column, weights),
        denominators: resampledSums(Int32Array.from(draws.sizes), weights),
        tail: expandedTail(items),
      });
    const ofValues = intervalOf(Int32Array.from(draws.values));
    assertClose(ofValues.boot_low, draws.of_values[0]);
    assertClose(ofValues.boot_high, draws.of_values[1]);
    const ofParts = intervalOf(Float64Array.from(draws.parts));
    assertClose(ofParts.boot_low, draws.of_parts[0]);
    assertClose(ofParts.boot_high, draws.of_parts[1]);
  }
});

Deno.test("resampledShares() gives the intervals of a bootstrap that copies rows", () => {
  for (const { counts, intervals } of REFERENCE.percentile) {
    const draws = resampling({ seed: 7, replicates: 40_000 });
    const shares = resampledShares({ columns: columnsOf(counts), stratum: "a" }, draws);
    intervals.forEach(([low, high], k) => {
      // Both ends of both bootstraps are known to about a fiftieth of the interval's width.
      assertClose(shares[k]?.boot_low, low, 0.03 * (high - low) + 1e-3);
      assertClose(shares[k]?.boot_high, high, 0.03 * (high - low) + 1e-3);
    });
  }
});

Deno.test("resampledShares() leaves out items without answers, and resamples nothing it is sure of", () => {
  const counts = [[3, 0], [0, 0], [2, 0], [4, 0]];
  const draws = resampling({ replicates: 50 });
  const [all, none] = resampledShares({ columns: columnsOf(counts), stratum: "a" }, draws);
  assert.deepEqual([all?.n, all?.items, all?.share, none?.share], [9, 3, 1, 0]);
  assert.deepEqual([all?.boot_low, all?.boot_high, none?.boot_low], [null, null, null]);
  const [empty] = resampledShares({ columns: columnsOf([[0, 0]]), stratum: "a" }, draws);
  assert.deepEqual([empty?.n, empty?.share, empty?.boot_low], [0, null, null]);
});

Deno.test("resampledShares() adds up columns that make one class", () => {
  const columns = columnsOf([[1, 2, 3], [2, 0, 1], [0, 4, 1]]);
  const draws = resampling({ replicates: 200 });
  const [joint] = resampledShares({ columns, stratum: "a", classes: [[0, 1]] }, draws);
  const third = resampledShares({ columns, stratum: "a" }, draws)[2];
  assert.equal(joint?.count, 9);
  assertClose(joint?.boot_low, 1 - (third?.boot_high ?? NaN));
  assertClose(joint?.boot_high, 1 - (third?.boot_low ?? NaN));
});

Deno.test("resampling() draws as many items as there are, the same for the same seed and stratum", () => {
  const [one, same, other] = [1, 1, 2].map((seed) =>
    resampling({ seed, replicates: 30 }).weights("a", 11).counts
  );
  assert.deepEqual(one, same);
  assert.notDeepEqual(one, other);
  assert.notDeepEqual(one, resampling({ seed: 1, replicates: 30 }).weights("b", 11).counts);
  for (let replicate = 0; replicate < 30; replicate++) {
    const drawn = one?.reduce((sum, n, i) => sum + (i % 30 === replicate ? n : 0), 0);
    assert.equal(drawn, 11);
  }
});

Deno.test("resampledSums() of whole numbers, parts and equal values are the sums by hand", () => {
  const weights = { items: 5, replicates: 2, counts: Uint16Array.of(1, 0, 2, 1, 0, 1, 1, 3, 1, 0) };
  assert.deepEqual([...resampledSums(Int32Array.of(1, 2, 0, 3, 4), weights)], [12, 11]);
  assert.deepEqual([...resampledSums(Float64Array.of(0.5, 0, 0, 0, 1), weights)], [1.5, 0]);
  assert.deepEqual([...resampledSums(Int32Array.of(2, 2, 2, 2, 2), weights)], [10, 10]);
});

Deno.test("resampledSums() adds whole numbers of either sign as far as they go", () => {
  const items = 3000;
  for (const replicates of [30, 31]) {
    const weights = resampling({ seed: 4, replicates }).weights("a", items);
    const values = Int32Array.from(
      { length: items },
      (_, i) => [0, 1, -1, 700, -9000, 20][i % 6] ?? 0,
    );
    const sums = resampledSums(values, weights);
    for (let r = 0; r < replicates; r++) {
      const byHand = values.reduce(
        (sum, value, i) => sum + value * (weights.counts[i * replicates + r] ?? 0),
        0,
      );
      assert.equal(sums[r], byHand);
    }
  }
});

Deno.test("quantiles() equal those of the sorted values, also where most are ties or far out", () => {
  const draws = [
    (i: number) => i * 7919 % 1000,
    (i: number) => i % 3,
    (i: number) => i === 0 ? 1e9 : i,
  ];
  for (const value of draws) {
    const values = Float64Array.from({ length: 999 }, (_, i) => value(i));
    const sorted = values.toSorted();
    for (const probability of [0, 0.01, 0.025, 0.5, 0.975, 1]) {
      const place = probability * 998;
      const [below = 0, above = 0] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
      const expected = below + (above - below) * (place - Math.floor(place));
      assert.deepEqual(quantiles(values, [probability]), [expected]);
    }
  }
  assert.equal(quantiles(Float64Array.of(2, 2), [0.5]), null);
  assert.equal(quantiles(new Float64Array(), [0.5]), null);
});

Deno.test("signFlipP() is exact where few items differ", () => {
  for (const { differences, p } of REFERENCE.exact) {
    const flips = drawSignFlips(differences.length, { seed: 1, permutations: 9999 });
    assertClose(signFlipP(differences, flips), p);
  }
});

Deno.test("signFlipP() is within chance of numpy's permutations where many do", () => {
  for (const { differences, p } of REFERENCE.drawn) {
    const flips = drawSignFlips(differences.length, { seed: 2, permutations: 9999 });
    assertClose(signFlipP(differences, flips), p, 4.5 * Math.sqrt(p * (1 - p) / 9999) + 2e-4);
  }
});

Deno.test("signFlipP() is never 0, is 1 where nothing differs, and does not mind which model is first", () => {
  const flips = drawSignFlips(60, { seed: 3, permutations: 999 });
  const far = Array(60).fill(1);
  assert.equal(signFlipP(far, flips), 1 / 1000);
  assert.equal(signFlipP(far.map(() => 0), flips), 1);
  const mixed = far.map((_, i) => i % 5 - 1);
  assert.equal(signFlipP(mixed, flips), signFlipP(mixed.map((d) => -d), flips));
});

Deno.test("effectiveSample() takes parts of answers for the whole ones that they add up to", () => {
  const parts = [
    Float64Array.of(1 / 3, 0.1),
    Float64Array.of(1 / 3, 0.2),
    Float64Array.of(1 / 3, 0.7),
  ];
  assert.deepEqual([...effectiveSample(parts).sizes], [1, 1]);
  assert.equal(effectiveSample(parts).common, 1);
});
