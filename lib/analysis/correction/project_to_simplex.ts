/**
 * The shares (at least 0, adding up to 1) that are nearest to `values` in Euclidean distance.
 *
 * Subtracts one threshold from all and cuts at 0 (Held, Wolfe and Crowder 1974, "Validation of
 * subgradient optimization", Math. Programming 6, 62–88; Duchi et al. 2008, "Efficient projections
 * onto the l1-ball for learning in high dimensions", ICML).
 */
export function projectToSimplex(values: readonly number[]): number[] {
  const descending = [...values].sort((a, b) => b - a);
  let sum = 0;
  let threshold = 0;
  descending.forEach((value, index) => {
    sum += value;
    const candidate = (sum - 1) / (index + 1);
    if (value > candidate) threshold = candidate;
  });
  return values.map((value) => Math.max(0, value - threshold));
}
