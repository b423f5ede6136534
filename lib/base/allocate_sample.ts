/** Options of {@linkcode allocateSample}. */
export interface AllocateOptions {
  /** How many to draw in all; more than there are draws all. */
  count: number;
  /**
   * How a stratum's share grows with its size N: as N^power. 1 is proportional; 0.5 draws more of
   * the rare (power allocation, Bankier 1988, The American Statistician 42(3)). Default: 1.
   */
  power?: number;
  /** How many of each stratum at least, as far as it has so many and `count` allows. Default: 1. */
  atLeast?: number;
}

/**
 * How many to draw from each stratum.
 *
 * Every stratum first gets its minimum, the largest first where there are not enough for all; the
 * rest goes by size, each next one to the stratum that is furthest below its share (so that a
 * larger `count` never takes one away).
 *
 * @param sizes How many there are in each stratum.
 * @returns One number per stratum, none above its size; they add up to `count` or to all there are.
 */
export function allocateSample(
  sizes: readonly number[],
  { count, power = 1, atLeast = 1 }: AllocateOptions,
): number[] {
  const drawn = sizes.map(() => 0);
  const bySize = sizes.map((_, index) => index).sort((a, b) =>
    (sizes[b] ?? 0) - (sizes[a] ?? 0) || a - b
  );
  let left = Math.min(count, sizes.reduce((sum, size) => sum + size, 0));
  const give = (index: number): void => {
    drawn[index] = (drawn[index] ?? 0) + 1;
    left--;
  };
  for (let round = 0; round < atLeast; round++) {
    for (const index of bySize) {
      if (left > 0 && (sizes[index] ?? 0) > round) give(index);
    }
  }
  while (left > 0) {
    let neediest = -1;
    let need = -1;
    for (const [index, size] of sizes.entries()) {
      const has = drawn[index] ?? 0;
      // Sainte-Laguë's divisor: which stratum's share is least served by one more.
      const ratio = has < size ? size ** power / (2 * has + 1) : -1;
      if (ratio > need) [neediest, need] = [index, ratio];
    }
    if (neediest === -1) break;
    give(neediest);
  }
  return drawn;
}
