import { LuDecomposition, Matrix, SingularValueDecomposition } from "ml-matrix";
import type { HendersonSums } from "./_henderson_sums.ts";

/** A worse condition than this means that the data cannot tell two components apart. */
const WORST_CONDITION = 1e9;

/**
 * Components of variance by Henderson's method I: each factor's form Σ_l S_l²/n_l, less that of the
 * mean, is set equal to its expectation under y = μ + Σ_f u_f + e, all effects random and
 * uncorrelated, which is linear in the components (Henderson 1953, "Estimation of variance and
 * covariance components", Biometrics 9, 226–252; Searle, Casella and McCulloch 1992, Variance
 * Components, section 5.3). Nothing is taken as normal, so that 0/1 outcomes will do; the estimates
 * have no bias however unbalanced the data are, and can be negative. In balanced data they are those
 * of the analysis of variance, and of REML where none of these is negative.
 *
 * @param chosen The factors in the model, by their place, without the mean (place 0).
 * @returns Per outcome, the components of the chosen factors, and last the error's; null where they
 * cannot be solved for.
 */
export function solveComponents(
  sums: HendersonSums,
  chosen: readonly number[],
): number[][] | null {
  const system = new LuDecomposition(equations(sums, chosen));
  if (system.isSingular()) return null;
  const outcomes = sums.totals.length;
  const right = Matrix.zeros(chosen.length + 1, outcomes);
  for (let o = 0; o < outcomes; o++) {
    const ofMean = sums.squares[o] ?? 0;
    chosen.forEach((f, row) => {
      const degrees = (sums.levels[f] ?? 0) - 1;
      right.set(row, o, ((sums.squares[f * outcomes + o] ?? 0) - ofMean) / degrees);
    });
    // Outcomes are 0 or 1, so that the sum of their squares is how many there are.
    right.set(chosen.length, o, ((sums.totals[o] ?? 0) - ofMean) / (sums.rows - 1));
  }
  const solved = system.solve(right);
  return Array.from({ length: outcomes }, (_, o) => solved.getColumn(o));
}

/**
 * Which factors' components can be told apart: each in turn joins the model unless it has one level,
 * or its component would be mixed up with those before it or with the error.
 */
export function chooseFactors(sums: HendersonSums, inOrder: readonly number[]): number[] {
  const chosen: number[] = [];
  for (const f of inOrder) {
    const levels = sums.levels[f] ?? 0;
    if (levels < 2 || levels >= sums.rows) continue;
    if (condition(equations(sums, [...chosen, f])) < WORST_CONDITION) chosen.push(f);
  }
  return chosen;
}

/** Mean squares' expectations: a row per chosen factor and one for all rows, a column per component. */
function equations({ rows, levels, counts }: HendersonSums, chosen: readonly number[]): Matrix {
  const width = levels.length;
  const size = chosen.length + 1;
  const matrix = Matrix.zeros(size, size);
  chosen.forEach((f, row) => {
    const degrees = (levels[f] ?? 0) - 1;
    chosen.forEach((g, column) => {
      const expected = (counts[f * width + g] ?? 0) - (counts[g] ?? 0);
      matrix.set(row, column, expected / degrees);
    });
    matrix.set(row, size - 1, 1);
    matrix.set(size - 1, row, (rows - (counts[f] ?? 0)) / (rows - 1));
  });
  matrix.set(size - 1, size - 1, 1);
  return matrix;
}

/** The ratio of the largest to the smallest singular value, columns scaled alike. */
function condition(matrix: Matrix): number {
  const scaled = matrix.clone();
  for (let column = 0; column < scaled.columns; column++) {
    const largest = Math.max(...scaled.getColumn(column).map(Math.abs));
    if (largest === 0) return Infinity;
    scaled.mulColumn(column, 1 / largest);
  }
  return new SingularValueDecomposition(scaled).condition;
}
