import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { jensenShannonDistance } from "./jensen_shannon.ts";

/** A model's twins, added up by item. */
export interface TwinTable {
  /** Per item, how many twins have each class on the first side, in code order; and on the second. */
  a: readonly (readonly number[])[];
  b: readonly (readonly number[])[];
  /** Classes, and so the length of each row. */
  classes: number;
}

/** What swapping viewpoints at random gives. */
export interface SwapTest {
  /** Per class, the two-sided p of its difference. */
  differences: number[];
  /** Of the distance: its mean and 0.95 quantile over the swaps, and its one-sided p. */
  distance: { chance_mean: number; chance_high: number; p: number };
}

/** Statistics of whole counts that differ by less are equal. */
const ROUNDING = 1e-9;

/**
 * A permutation test of twins: in each replicate, each item swaps its two sides with probability ½,
 * all its formats together. p = (b + 1) / (B + 1), b of B replicates being at least as far out as the
 * data (Phipson and Smyth 2010, "Permutation p-values should never be zero", Stat. Appl. Genet. Mol.
 * Biol. 9, article 39).
 *
 * @param table At least one item.
 */
export function swapTwins(
  { a, b, classes }: TwinTable,
  { seed, replicates }: { seed: number; replicates: number },
): SwapTest {
  const byItem = Float64Array.from(a.flatMap((row, i) => row.map((n, k) => n - (b[i]?.[k] ?? 0))));
  const [sumA, sumB] = [columnSums(a, classes), columnSums(b, classes)];
  const observed = sumA.map((count, k) => Math.abs(count - (sumB[k] ?? 0)));
  const apart = jensenShannonDistance(sumA, sumB);
  const asFar = Array<number>(classes).fill(0);
  const distances = new Float64Array(replicates);
  const generator = xoroshiro128plus(seed);
  const [left, right] = [new Float64Array(classes), new Float64Array(classes)];
  for (let replicate = 0; replicate < replicates; replicate++) {
    const moved = sumOfSwapped(byItem, { classes, next: () => generator.next() });
    for (let k = 0; k < classes; k++) {
      left[k] = (sumA[k] ?? 0) - (moved[k] ?? 0);
      right[k] = (sumB[k] ?? 0) + (moved[k] ?? 0);
      const far = Math.abs((left[k] ?? 0) - (right[k] ?? 0));
      if (far >= (observed[k] ?? 0) - ROUNDING) asFar[k] = (asFar[k] ?? 0) + 1;
    }
    distances[replicate] = jensenShannonDistance(left, right);
  }
  return {
    differences: asFar.map((count) => (count + 1) / (replicates + 1)),
    distance: summarize(distances, apart),
  };
}

/** The sum over a random half of the items of what they add to the first side. */
function sumOfSwapped(
  byItem: Float64Array,
  { classes, next }: { classes: number; next: () => number },
): Float64Array {
  const moved = new Float64Array(classes);
  const items = byItem.length / classes;
  for (let item = 0, bits = 0; item < items; item++) {
    // One random number swaps 32 items, a bit for each.
    bits = item % 32 === 0 ? next() : bits >>> 1;
    if ((bits & 1) === 0) continue;
    for (let k = 0; k < classes; k++) {
      moved[k] = (moved[k] ?? 0) + (byItem[item * classes + k] ?? 0);
    }
  }
  return moved;
}

function summarize(distances: Float64Array, apart: number): SwapTest["distance"] {
  const sorted = distances.toSorted();
  const asFar = sorted.filter((distance) => distance >= apart - ROUNDING).length;
  const position = 0.95 * (sorted.length - 1);
  const below = sorted[Math.floor(position)] ?? 0;
  const above = sorted[Math.ceil(position)] ?? 0;
  return {
    chance_mean: sorted.reduce((sum, distance) => sum + distance, 0) / sorted.length,
    chance_high: below + (position % 1) * (above - below),
    p: (asFar + 1) / (sorted.length + 1),
  };
}

function columnSums(rows: readonly (readonly number[])[], classes: number): number[] {
  return Array.from(
    { length: classes },
    (_, k) => rows.reduce((sum, row) => sum + (row[k] ?? 0), 0),
  );
}
