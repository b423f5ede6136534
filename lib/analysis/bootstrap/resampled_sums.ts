import type { ItemWeights } from "./resampling.ts";

/**
 * A sum over items in every replicate: Σ weight × value.
 *
 * @param column One value per item. Zeros cost nothing, whole numbers (held in an `Int32Array`) a
 * third of what others do, and the same value for all items nearly nothing, as many items as there
 * are being drawn.
 * @returns One sum per replicate.
 */
export function resampledSums(
  column: Int32Array | Float64Array,
  { replicates, counts }: ItemWeights,
): Int32Array | Float64Array {
  const [first = 0] = column;
  if (column.every((value) => value === first)) {
    return new Float64Array(replicates).fill(first * column.length);
  }
  if (column instanceof Int32Array) return wholeSums(column, { replicates, counts });
  const sums = new Float64Array(replicates);
  for (let item = 0; item < column.length; item++) {
    const value = column[item] ?? 0;
    if (value === 0) continue;
    const weights = counts.subarray(item * replicates, (item + 1) * replicates);
    for (let r = 0; r < replicates; r++) sums[r] = (sums[r] ?? 0) + value * (weights[r] ?? 0);
  }
  return sums;
}

type Weights = Omit<ItemWeights, "items">;

/** The same for whole numbers, whose sums stay far below 2³¹: that many answers fit nowhere. */
function wholeSums(column: Int32Array, weights: Weights): Int32Array {
  const sums = new Int32Array(weights.replicates);
  let items: number[] = [];
  for (let item = 0; item < column.length; item++) {
    if (column[item] !== 0) items.push(item);
    if (items.length < 4 && item < column.length - 1) continue;
    addFour(sums, { items, column, weights });
    items = [];
  }
  return sums;
}

interface FourItems {
  /** At most four. */
  items: readonly number[];
  column: Int32Array;
  weights: Weights;
}

/** Four items at a time, so that each sum is read and written a quarter as often. */
function addFour(sums: Int32Array, { items, column, weights }: FourItems): void {
  const { replicates, counts } = weights;
  const valueOf = (item: number | undefined) => item === undefined ? 0 : column[item] ?? 0;
  const [a = 0, b = 0, c = 0, d = 0] = items.map((item) => item * replicates);
  const [p, q, s, t] = [valueOf(items[0]), valueOf(items[1]), valueOf(items[2]), valueOf(items[3])];
  for (let r = 0; r < replicates; r++) {
    const two = Math.imul(p, counts[a + r] ?? 0) + Math.imul(q, counts[b + r] ?? 0);
    const others = Math.imul(s, counts[c + r] ?? 0) + Math.imul(t, counts[d + r] ?? 0);
    // "| 0" tells the compiler that these are whole numbers.
    sums[r] = ((sums[r] ?? 0) + (two | 0) + (others | 0)) | 0;
  }
}
