import assert from "node:assert/strict";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { clusteredDifference, type PairedCounts } from "./_clustered_difference.ts";
import { jensenShannonDistance } from "./jensen_shannon.ts";
import { swapTwins } from "./_swap_twins.ts";

type Triple = [number, number, number];

/** Computed by `bench/reference/twins.py` with scipy and statsmodels. */
const REFERENCE: {
  distances: { p: number[]; q: number[]; base: number; distance: number }[];
  intervals: { items: Triple[]; low: number; high: number }[];
  newcombe: [number, number, number, number, number][];
  swaps: {
    a: number[][];
    b: number[][];
    differences: number[];
    distance: number;
    chance_mean: number;
    chance_high: number;
  }[];
} = JSON.parse(Deno.readTextFileSync(new URL("./fixtures/twins_reference.json", import.meta.url)));

function assertClose(actual: number | null | undefined, expected: number, tolerance = 1e-12): void {
  assert.ok(
    typeof actual === "number" && Math.abs(actual - expected) <= tolerance,
    `expected ${expected} but found ${actual}`,
  );
}

Deno.test("jensenShannonDistance() gives scipy's distances, classes without mass included", () => {
  for (const { p, q, base, distance } of REFERENCE.distances) {
    assertClose(jensenShannonDistance(p, q, { base }), distance);
    assertClose(jensenShannonDistance(q, p, { base }), distance);
  }
});

Deno.test("jensenShannonDistance() is 0 between multiples of one distribution, however rounded", () => {
  for (const factor of [1, 3, 0.1, 1e-9]) {
    const p = [0.1, 0.2, 0.7];
    assert.ok(jensenShannonDistance(p, p.map((mass) => mass * factor)) < 1e-15);
  }
});

Deno.test("jensenShannonDistance() keeps the digits of distances between nearly equal distributions", () => {
  // Two classes at 1/2 ± e: e √(1 / ln 4) (1 + O(e²)), the series' first term.
  for (const e of [1e-3, 1e-6, 1e-9, 1e-12]) {
    const found = jensenShannonDistance([0.5 + e, 0.5 - e], [0.5, 0.5]);
    const expected = e / Math.sqrt(Math.log(4));
    assert.ok(Math.abs(found / expected - 1) < 1e-3, `${e}: ${found}, ${expected}`);
  }
});

Deno.test("jensenShannonDistance() refuses what is no pair of distributions", () => {
  const wrong: [number[], number[]][] = [
    [[1, 2], [1, 2, 3]],
    [[0, 0], [1, 0]],
    [[1, -1], [1, 0]],
    [[1, NaN], [1, 0]],
    [[], []],
  ];
  for (const [p, q] of wrong) assert.throws(() => jensenShannonDistance(p, q), RangeError);
  assert.throws(() => jensenShannonDistance([1], [1], { base: 1 }), RangeError);
});

Deno.test("clusteredDifference() gives statsmodels' clustered intervals", () => {
  for (const { items, low, high } of REFERENCE.intervals) {
    const found = clusteredDifference(items.map(([pairs, a, b]) => ({ pairs, a, b })));
    assertClose(found.low, low, 1e-8);
    assertClose(found.high, high, 1e-8);
  }
});

Deno.test("clusteredDifference() counts items, not pairs, where all items are alike", () => {
  for (const [a, b, items, low, high] of REFERENCE.newcombe) {
    const alike = Array.from({ length: items }, () => ({ pairs: 10, a: 10 * a, b: 10 * b }));
    const found = clusteredDifference(alike);
    assertClose(found.low, low);
    assertClose(found.high, high);
  }
});

for (const items of [17, 48, 149]) {
  Deno.test(`clusteredDifference() covers the planted difference of ${items} items`, () => {
    const random = randomOf(items);
    let covered = 0;
    const draws = 2000;
    for (let draw = 0; draw < draws; draw++) {
      const { low, high } = clusteredDifference(plantItems(random, { items, shift: 0.2 }));
      if (low <= 0.2 && 0.2 <= high) covered++;
    }
    const coverage = covered / draws;
    assert.ok(coverage >= 0.93 && coverage <= 0.97, `coverage is ${coverage}`);
  });
}

Deno.test("swapTwins() gives scipy's exact p-values and what chance gives", () => {
  for (const { a, b, ...exact } of REFERENCE.swaps) {
    const found = swapTwins({ a, b, classes: 3 }, { seed: 3, replicates: 40_000 });
    exact.differences.forEach((p, k) => assertClose(found.differences[k], p, 0.01));
    assertClose(found.distance.p, exact.distance, 0.01);
    assertClose(found.distance.chance_mean, exact.chance_mean, 0.002);
    assertClose(found.distance.chance_high, exact.chance_high, 0.005);
  }
});

Deno.test("swapTwins() never gives a p-value of 0, and depends on nothing but its seed", () => {
  const a = Array.from({ length: 70 }, () => [10, 0]);
  const b = Array.from({ length: 70 }, () => [0, 10]);
  const test = () => swapTwins({ a, b, classes: 2 }, { seed: 1, replicates: 99 });
  assert.deepEqual(test().differences, [0.01, 0.01]);
  assert.equal(test().distance.p, 0.01);
  assert.deepEqual(test(), test());
});

Deno.test("swapTwins() rejects a true null at its level, though items answer each viewpoint their own way", () => {
  const random = randomOf(7);
  const draws = 600;
  let rejected = 0;
  for (let seed = 0; seed < draws; seed++) {
    const items = plantItems(random, { items: 30, shift: 0 });
    const side = (of: "a" | "b") => items.map((item) => [item[of], item.pairs - item[of]]);
    const { differences: [p = 1] } = swapTwins(
      { a: side("a"), b: side("b"), classes: 2 },
      { seed, replicates: 199 },
    );
    if (p <= 0.05) rejected++;
  }
  assert.ok(rejected / draws > 0.025 && rejected / draws < 0.08, `${rejected} of ${draws}`);
});

function randomOf(seed: number): () => number {
  const generator = xoroshiro128plus(seed);
  return () => uniformFloat64(generator);
}

/** Shares 0.4 + shift and 0.4; half of an item's answers to one viewpoint are one and the same. */
function plantItems(
  random: () => number,
  { items, shift }: { items: number; shift: number },
): PairedCounts[] {
  return Array.from({ length: items }, () => {
    const count = (share: number) => {
      const own = random();
      let found = 0;
      for (let pair = 0; pair < 10; pair++) {
        if ((random() < 0.5 ? own : random()) < share) found++;
      }
      return found;
    };
    return { pairs: 10, a: count(0.4 + shift), b: count(0.4) };
  });
}
