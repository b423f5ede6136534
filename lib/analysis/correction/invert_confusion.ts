import { LuDecomposition, Matrix } from "ml-matrix";

/** Changes of all shares below this end the iteration. */
const SETTLED = 1e-14;
const MOST_STEPS = 50_000;

/**
 * The true shares p that best explain the judge's shares q through its confusion matrix: M p = q.
 *
 * The generalisation of Rogan and Gladen (1978, "Estimating prevalence from the results of a
 * screening test", Am. J. Epidemiology 107, 71–76) to K classes is p = M⁻¹ q. Where that leaves
 * the simplex, as it does when a class is rare, p is instead the multinomial maximum-likelihood
 * estimate: it maximises Σ_j q_j ln (M p)_j with p ≥ 0, Σ p = 1, found by EM (Dempster, Laird and Rubin
 * 1977, JRSS B 39, 1–38; with known class-conditional densities it is the EM of Saerens, Latinne
 * and Decaestecker 2002, Neural Computation 14, 21–41). Likelihood was chosen over constrained
 * least squares because both agree wherever M⁻¹ q holds shares, and elsewhere likelihood weighs
 * each row by how surely its share is known, stays on the simplex by itself, and also takes
 * matrices with more rows than columns.
 *
 * A row whose entries of M are all 0 can be explained by no class: it is left out, and p describes
 * the rest.
 *
 * @param matrix J rows (the judge's labels) by K columns (true classes): P(label | class); each
 * column adds up to 1.
 * @param shares The judge's J shares, adding up to 1.
 * @returns K shares that add up to 1.
 */
export function invertConfusion(
  matrix: readonly (readonly number[])[],
  shares: readonly number[],
): number[] {
  return exactInverse(matrix, shares) ?? maximumLikelihood(matrix, shares);
}

/** M⁻¹ q, or null where there is none or it is not made of shares. */
function exactInverse(
  matrix: readonly (readonly number[])[],
  shares: readonly number[],
): number[] | null {
  const classes = matrix[0]?.length ?? 0;
  if (matrix.length !== classes) return null;
  const decomposition = new LuDecomposition(new Matrix(matrix.map((row) => [...row])));
  if (decomposition.isSingular()) return null;
  const solution = decomposition.solve(Matrix.columnVector([...shares])).to1DArray();
  return solution.every((share) => share >= 0 && share <= 1) ? solution : null;
}

function maximumLikelihood(
  matrix: readonly (readonly number[])[],
  shares: readonly number[],
): number[] {
  const classes = matrix[0]?.length ?? 0;
  let estimate = Array<number>(classes).fill(1 / classes);
  for (let step = 0; step < MOST_STEPS; step++) {
    const next = emStep(matrix, shares, estimate);
    const change = Math.max(...next.map((share, k) => Math.abs(share - (estimate[k] ?? 0))));
    estimate = next;
    if (change < SETTLED) break;
  }
  return estimate;
}

function emStep(
  matrix: readonly (readonly number[])[],
  shares: readonly number[],
  estimate: readonly number[],
): number[] {
  const next = Array<number>(estimate.length).fill(0);
  let explained = 0;
  matrix.forEach((row, j) => {
    const expected = row.reduce((sum, chance, k) => sum + chance * (estimate[k] ?? 0), 0);
    if (expected === 0) return;
    const share = shares[j] ?? 0;
    explained += share;
    row.forEach((chance, k) => {
      next[k] = (next[k] ?? 0) + share * chance * (estimate[k] ?? 0) / expected;
    });
  });
  return explained === 0 ? [...estimate] : next.map((share) => share / explained);
}
