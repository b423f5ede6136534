import { matrixSums } from "./_matrix_sums.ts";

/**
 * The share of items to which two raters gave the same label, in [0, 1]; null where they share none.
 *
 * @param matrix Their confusion matrix.
 */
export function percentAgreement(matrix: readonly (readonly number[])[]): number | null {
  const { n, diagonal } = matrixSums(matrix);
  return n === 0 ? null : diagonal / n;
}

/**
 * Cohen's κ of two raters: agreement beyond what their own label frequencies would give by chance.
 *
 * κ = (p_o − p_e) / (1 − p_e), with p_o the share of items they agree on and p_e = Σ_k r_k c_k / n²,
 * r_k and c_k being how often the first and the second use label k (Cohen 1960, "A coefficient of
 * agreement for nominal scales", Educational and Psychological Measurement 20, 37–46). Equal to
 * scikit-learn's `cohen_kappa_score` and statsmodels' `cohens_kappa`.
 *
 * @param matrix Their confusion matrix, over the items that both labelled.
 * @returns κ in [−1, 1]; null where both use one and the same label only, or share no item: those
 * packages then give NaN, since p_e is 1 or unknown.
 */
export function cohenKappa(matrix: readonly (readonly number[])[]): number | null {
  const { n, diagonal, rows, columns } = matrixSums(matrix);
  // In whole numbers, so that p_e = 1 is seen exactly.
  const byChance = rows.reduce((total, count, k) => total + count * (columns[k] ?? 0), 0);
  const room = n * n - byChance;
  return room === 0 ? null : (n * diagonal - byChance) / room;
}
