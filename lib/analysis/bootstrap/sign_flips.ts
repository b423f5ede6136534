import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Which items swap their models in which permutation, a bit each. */
export interface SignFlips {
  permutations: number;
  /** For each eight items a list with one byte per permutation: bit j swaps the j-th item. */
  bytes: Uint8Array[];
}

/** Options of {@linkcode signFlipP}. */
export interface SignFlipOptions {
  /** The sum of the differences in each permutation, where it is known. Default: {@linkcode flippedSums}. */
  drawn?: () => Float64Array;
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
export function signFlipP(
  differences: ArrayLike<number>,
  flips: SignFlips,
  { drawn = () => flippedSums(differences, flips) }: SignFlipOptions = {},
): number {
  const differing = Float64Array.from(differences).filter((difference) => difference !== 0);
  if (differing.length === 0) return 1;
  const few = 2 ** differing.length <= flips.permutations;
  const sums = few ? allSums(differing) : drawn();
  const largest = differing.reduce((sum, difference) => sum + Math.abs(difference), 0);
  const seen = Math.abs(differing.reduce((sum, difference) => sum + difference, 0));
  const hits = countAtLeast(sums, seen - ROUNDING * largest);
  return few ? hits / sums.length : (hits + 1) / (sums.length + 1);
}

/** The sum of the differences for each of their 2ⁿ patterns of signs. */
function allSums(differences: Float64Array): Float64Array {
  const sums = new Float64Array(2 ** differences.length);
  addPatterns(sums, differences);
  return sums;
}

/** Fills the front of a list, which begins with 0, with the sums of all patterns. */
function addPatterns(sums: Float64Array, differences: Float64Array): void {
  for (let place = 0; place < differences.length; place++) {
    const difference = differences[place] ?? 0;
    const size = 1 << place;
    for (let pattern = 0; pattern < size; pattern++) {
      const sum = sums[pattern] ?? 0;
      sums[pattern] = sum + difference;
      sums[pattern + size] = sum - difference;
    }
  }
}

/** The sum of items' differences in each permutation, eight of them at a time by their byte. */
export function flippedSums(
  differences: ArrayLike<number>,
  { permutations, bytes }: SignFlips,
): Float64Array {
  const all = Float64Array.from(differences);
  const sums = new Float64Array(permutations);
  const table = new Float64Array(256);
  for (let block = 0; block < bytes.length; block++) {
    const eight = all.subarray(8 * block, 8 * (block + 1));
    if (eight.every((difference) => difference === 0)) continue;
    table[0] = 0;
    addPatterns(table, eight);
    const swaps = bytes[block] ?? new Uint8Array();
    const mask = 2 ** eight.length - 1;
    for (let p = 0; p < permutations; p++) {
      sums[p] = (sums[p] ?? 0) + (table[(swaps[p] ?? 0) & mask] ?? 0);
    }
  }
  return sums;
}

function countAtLeast(sums: Float64Array, least: number): number {
  let hits = 0;
  for (let p = 0; p < sums.length; p++) if (Math.abs(sums[p] ?? 0) >= least) hits++;
  return hits;
}
