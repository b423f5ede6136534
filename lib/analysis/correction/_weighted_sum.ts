/** Σ weight · vector; missing weights count as 0. */
export function weightedSum(
  vectors: readonly (readonly number[])[],
  weights: readonly number[],
): number[] {
  const sums = (vectors[0] ?? []).map(() => 0);
  vectors.forEach((vector, index) => {
    vector.forEach((value, l) => sums[l] = (sums[l] ?? 0) + (weights[index] ?? 0) * value);
  });
  return sums;
}
