import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Which items swap their models in which permutation, a bit each. */
export interface SignFlips {
  permutations: number;
  /** For each eight items a list with one byte per permutation: bit j swaps the j-th item. */
  bytes: Uint8Array[];
}

/** Sums that differ by less than this share of the largest possible are equal. */
const ROUNDING = 1e-12;

/** Draws for each item and permutation whether the models are swapped, by tossing a fair coin. */
export function drawSignFlips(
  items: number,
  { seed, permutations }: { seed: number; permutations: number },
): SignFlips {
  const generator = xoroshiro128plus(seed);
  const bytes = Array.from(
    { length: Math.ceil(items / 8) },
    () => Uint8Array.from({ length: permutations }, () => uniformInt(generator, 0, 255)),
  );
  return { permutations, bytes };
}

/**
 * The two-sided p-value of a paired difference, by swapping the two models within whole items.
 *
 * Where two models do not differ, each item's answers might as well have been the other model's, so
 * that every pattern of swaps is as likely as the one seen. Statistic: |Σ dᵢ|, dᵢ the difference over
 * all prompts of item i. With few items that differ, all patterns are gone through and p is exact
 * (Fisher 1935, The Design of Experiments, 21); else patterns are drawn, and p = (b + 1)/(B + 1), b of
 * B being as extreme as the one seen, so that it is never 0 (Phipson and Smyth 2010, "Permutation
 * p-values should never be zero", Stat. Appl. Genet. Mol. Biol. 9, 39). Few clusters are no trouble
 * for it, unlike for tests that estimate a variance (Cameron, Gelbach and Miller 2008,
 * "Bootstrap-based improvements for inference with clustered errors", Rev. Econ. Stat. 90, 414–427).
 *
 * @param differences One per item.
 * @param flips Of as many items; all patterns are gone through where they are no more than these.
 * @returns In (0, 1]; 1 where no item differs.
 */
export function signFlipP(differences: ArrayLike<number>, flips: SignFlips): number {
  const differing = Float64Array.from(differences).filter((difference) => difference !== 0);
  if (differing.length === 0) return 1;
  const few = 2 ** differing.length <= flips.permutations;
  const hits = few
    ? countExtreme(differing, allSignFlips(differing.length))
    : countExtreme(differences, flips);
  return few ? hits / 2 ** differing.length : (hits + 1) / (flips.permutations + 1);
}

function allSignFlips(items: number): SignFlips {
  const permutations = 2 ** items;
  const bytes = Array.from(
    { length: Math.ceil(items / 8) },
    (_, block) => Uint8Array.from({ length: permutations }, (_, pattern) => pattern >> (8 * block)),
  );
  return { permutations, bytes };
}

/** How many patterns give a sum as far from 0 as that without swaps. */
function countExtreme(
  differences: ArrayLike<number>,
  { permutations, bytes }: SignFlips,
): number {
  const sums = new Float64Array(permutations);
  let [seen, largest] = [0, 0];
  for (const [block, swaps] of bytes.entries()) {
    const table = signedSums(differences, 8 * block);
    const [none = 0, all = 0] = [table[0], table.reduce((a, b) => Math.max(a, Math.abs(b)), 0)];
    seen += none;
    largest += all;
    if (all === 0) continue;
    for (let p = 0; p < permutations; p++) sums[p] = (sums[p] ?? 0) + (table[swaps[p] ?? 0] ?? 0);
  }
  const least = Math.abs(seen) - ROUNDING * largest;
  let hits = 0;
  for (let p = 0; p < permutations; p++) if (Math.abs(sums[p] ?? 0) >= least) hits++;
  return hits;
}

/** The sum of eight differences from `first` on, for each of the 256 patterns of signs. */
function signedSums(differences: ArrayLike<number>, first: number): Float64Array {
  const table = new Float64Array(256);
  for (let bit = 0; bit < 8; bit++) {
    const difference = differences[first + bit] ?? 0;
    const size = 1 << bit;
    for (let pattern = 0; pattern < size; pattern++) {
      const sum = table[pattern] ?? 0;
      table[pattern] = sum + difference;
      table[pattern + size] = sum - difference;
    }
  }
  return table;
}
