/** One number per item. */
export type Column = Int32Array | Float64Array;

/** The variance over items of one class's share; see {@linkcode clusteredShares}. */
export function clusterVariance(inClass: ArrayLike<number>, sizes: ArrayLike<number>): number {
  const n = sumOf(sizes);
  const share = sumOf(inClass) / n;
  let [items, squares] = [0, 0];
  for (let i = 0; i < sizes.length; i++) {
    const size = sizes[i] ?? 0;
    if (size === 0) continue;
    items++;
    squares += ((inClass[i] ?? 0) - share * size) ** 2;
  }
  return items / (items - 1) * squares / (n * n);
}

/** The sum of a column. */
export function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ?? 0;
  return sum;
}
