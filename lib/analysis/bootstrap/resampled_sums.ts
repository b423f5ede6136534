import type { ItemWeights } from "./resampling.ts";

/**
 * A sum over items in every replicate: Σ weight × value.
 *
 * @param column One value per item. Zeros cost nothing, whole numbers (held in an `Int32Array`) a
 * sixth of what others do, and the same value for all items nearly nothing, as many items as there
 * are being drawn.
 * @returns One sum per replicate.
 */
export function resampledSums(
  column: Int32Array | Float64Array,
  weights: ItemWeights,
): Int32Array | Float64Array {
  const { replicates } = weights;
  const [first = 0] = column;
  if (column.every((value) => value === first)) {
    return new Float64Array(replicates).fill(first * column.length);
  }
  if (column instanceof Int32Array && replicates % 2 === 0) return wholeSums(column, weights);
  const sums = column instanceof Int32Array
    ? new Int32Array(replicates)
    : new Float64Array(replicates);
  for (let item = 0; item < column.length; item++) addItem(sums, { item, column, weights });
  return sums;
}

interface ItemToAdd {
  item: number;
  column: Int32Array | Float64Array;
  weights: ItemWeights;
}

function addItem(
  sums: Int32Array | Float64Array,
  { item, column, weights: { replicates, counts } }: ItemToAdd,
): void {
  const value = column[item] ?? 0;
  if (value === 0) return;
  const ofItem = counts.subarray(item * replicates, (item + 1) * replicates);
  for (let r = 0; r < replicates; r++) sums[r] = (sums[r] ?? 0) + value * (ofItem[r] ?? 0);
}

/** A sum of less than this, whatever its sign, fits into half of 32 bits. */
const HALF = 2 ** 15;

/**
 * The same for whole numbers, whose sums stay far below 2³¹: that many answers fit nowhere.
 *
 * Two replicates are added up at a time, one in each half of a number, and taken apart before a half
 * could run over: four items and two replicates then cost what one item and replicate would.
 */
function wholeSums(column: Int32Array, weights: ItemWeights): Int32Array {
  const { replicates, counts, most = HALF } = weights;
  const sums = new Int32Array(replicates);
  const halves = new Int32Array(replicates / 2);
  const pairs = new Int32Array(counts.buffer, counts.byteOffset, counts.length / 2);
  const four: FourItems = { items: new Int32Array(4), values: new Int32Array(4) };
  let [waiting, reach] = [0, 0];
  for (let item = 0; item < column.length; item++) {
    const value = column[item] ?? 0;
    if (value === 0) continue;
    const largest = Math.abs(value) * most;
    if (largest >= HALF) {
      addItem(sums, { item, column, weights });
      continue;
    }
    if (reach + largest >= HALF) {
      addFour(halves, { four, pairs });
      takeApart(halves, sums);
      [waiting, reach] = [0, 0];
    }
    reach += largest;
    four.items[waiting] = item;
    four.values[waiting] = value;
    if (++waiting < 4) continue;
    addFour(halves, { four, pairs });
    waiting = 0;
  }
  addFour(halves, { four, pairs });
  takeApart(halves, sums);
  return sums;
}

/** Items that wait to be added; once they are, their values are 0. */
interface FourItems {
  items: Int32Array;
  values: Int32Array;
}

/** Four items at a time, so that each sum is read and written a quarter as often. */
function addFour(
  halves: Int32Array,
  { four: { items, values }, pairs }: {
    four: FourItems;
    /** How often each item was drawn in two replicates, by item. */
    pairs: Int32Array;
  },
): void {
  const width = halves.length;
  const [p, q, s, t] = [values[0] ?? 0, values[1] ?? 0, values[2] ?? 0, values[3] ?? 0];
  const [a, b] = [(items[0] ?? 0) * width, (items[1] ?? 0) * width];
  const [c, d] = [(items[2] ?? 0) * width, (items[3] ?? 0) * width];
  for (let r = 0; r < width; r++) {
    const two = Math.imul(p, pairs[a + r] ?? 0) + Math.imul(q, pairs[b + r] ?? 0);
    const others = Math.imul(s, pairs[c + r] ?? 0) + Math.imul(t, pairs[d + r] ?? 0);
    // "| 0" tells the compiler that these are whole numbers of 32 bits.
    halves[r] = ((halves[r] ?? 0) + (two | 0) + (others | 0)) | 0;
  }
  values.fill(0);
}

/** Adds halves to the sums that they are parts of, and empties them. */
function takeApart(halves: Int32Array, sums: Int32Array): void {
  for (let r = 0; r < halves.length; r++) {
    const both = halves[r] ?? 0;
    // The first of two replicates is in the lower half, as bytes are on all that Deno runs on.
    const lower = both << 16 >> 16;
    sums[2 * r] = (sums[2 * r] ?? 0) + lower;
    sums[2 * r + 1] = (sums[2 * r + 1] ?? 0) + ((both - lower) >> 16);
    halves[r] = 0;
  }
}
