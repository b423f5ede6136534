import { resampledSums } from "./resampled_sums.ts";
import type { ItemWeights } from "./resampling.ts";
import { flippedSums, type SignFlips } from "./sign_flips.ts";

/** Sums over items of one column. */
export interface ColumnSums {
  /** In every replicate. */
  resampled: Int32Array | Float64Array;
  /** In every permutation, with the signs that it gives to items. */
  flipped: Float64Array;
}

/**
 * Sums of columns that several pairs of models share, each made once: the sums of a difference are the
 * differences of the sums, to the last digit as long as all are whole numbers.
 *
 * @returns A function of a column (one number per item), known again by being the same list; it returns
 * null where not all numbers are whole.
 */
export function sharedSums(
  weights: ItemWeights,
  flips: SignFlips,
): (column: Float64Array) => ColumnSums | null {
  const known = new WeakMap<Float64Array, ColumnSums | null>();
  return (column) => {
    const found = known.get(column);
    if (found !== undefined) return found;
    const isWhole = column.every(Number.isInteger);
    const sums = isWhole
      ? {
        resampled: resampledSums(Int32Array.from(column), weights),
        flipped: flippedSums(column, flips),
      }
      : null;
    known.set(column, sums);
    return sums;
  };
}

/** One list of numbers less another. */
export function minus(one: ArrayLike<number>, other: ArrayLike<number>): Float64Array {
  const differences = new Float64Array(one.length);
  for (let at = 0; at < differences.length; at++) {
    differences[at] = (one[at] ?? 0) - (other[at] ?? 0);
  }
  return differences;
}
