import { Matrix, pseudoInverse } from "ml-matrix";

/** Changes of all shares below this end the iteration. */
const SETTLED = 1e-13;
/** What rounding may leave of an equation. */
const EXACT = 1e-12;
const MOST_STEPS = 10_000;

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
  const system = { matrix, shares };
  return exactInverse(system) ?? maximumLikelihood(system);
}

/** M p = q. */
interface System {
  matrix: readonly (readonly number[])[];
  shares: readonly number[];
}

/** The shares that explain the judge's exactly, or null where there are none. */
function exactInverse({ matrix, shares }: System): number[] | null {
  const explained = matrix.map((row) => row.some((chance) => chance > 0));
  const total = shares.reduce((sum, share, j) => explained[j] === true ? sum + share : sum, 0);
  const rows = matrix.filter((_, j) => explained[j] === true);
  const wanted = shares.filter((_, j) => explained[j] === true).map((share) => share / total);
  if (rows.length < (rows[0]?.length ?? 0)) return null;
  const inverse = pseudoInverse(new Matrix(rows.map((row) => [...row])));
  const solution = inverse.mmul(Matrix.columnVector(wanted)).to1DArray();
  const misses = rows.map((row, j) =>
    row.reduce((sum, chance, k) => sum + chance * (solution[k] ?? 0), -(wanted[j] ?? 0))
  );
  const exact = misses.every((miss) => Math.abs(miss) < EXACT) &&
    solution.every((share) => share > -EXACT);
  return exact ? solution.map((share) => Math.max(0, share)) : null;
}

/**
 * EM, its steps stretched as Varadhan and Roland (2008, "Simple and globally convergent methods for
 * accelerating the convergence of any EM algorithm", Scand. J. Statistics 35, 335–353) do: plain
 * EM creeps where two classes are judged nearly alike.
 */
function maximumLikelihood(system: System): number[] {
  const classes = system.matrix[0]?.length ?? 0;
  let estimate = Array<number>(classes).fill(1 / classes);
  for (let step = 0; step < MOST_STEPS; step++) {
    const first = emStep(system, estimate);
    const second = emStep(system, first);
    const move = first.map((share, k) => share - (estimate[k] ?? 0));
    if (Math.max(...move.map(Math.abs)) < SETTLED) return second;
    const stretched = stretch(estimate, { move, second });
    const better = logLikelihood(system, stretched) >= logLikelihood(system, second);
    estimate = better ? emStep(system, stretched) : second;
  }
  return estimate;
}

/** Where two EM steps point; no share may fall to 0 in one leap, as EM could not bring it back. */
function stretch(
  from: readonly number[],
  { move, second }: { move: readonly number[]; second: readonly number[] },
): number[] {
  const bend = second.map((share, k) => share - (from[k] ?? 0) - 2 * (move[k] ?? 0));
  const length = Math.max(1, Math.hypot(...move) / (Math.hypot(...bend) || 1));
  const reached = from.map((share, k) =>
    Math.max(
      share + 2 * length * (move[k] ?? 0) + length ** 2 * (bend[k] ?? 0),
      (second[k] ?? 0) / 10,
    )
  );
  const total = reached.reduce((sum, share) => sum + share, 0);
  return reached.map((share) => share / total);
}

function logLikelihood({ matrix, shares }: System, estimate: readonly number[]): number {
  return matrix.reduce((sum, row, j) => {
    const expected = row.reduce((all, chance, k) => all + chance * (estimate[k] ?? 0), 0);
    return expected > 0 ? sum + (shares[j] ?? 0) * Math.log(expected) : sum;
  }, 0);
}

function emStep({ matrix, shares }: System, estimate: readonly number[]): number[] {
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
