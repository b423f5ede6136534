import { sum } from "./_matrix_sums.ts";

/** What Fleiss' κ is made from: sums over items, so that samples of items can be added up. */
export interface FleissSums {
  /** Items that every rater labelled. */
  items: number;
  /** Σ over items and categories of the squared number of raters. */
  squares: number;
  /** Labels per category. */
  labels: readonly number[];
}

/**
 * Fleiss' κ: agreement of a fixed number of raters beyond chance.
 *
 * With n_ik of m raters giving item i category k, N items: P̄ = (Σ_ik n_ik² − N m) / (N m (m−1)),
 * p_k = Σ_i n_ik / (N m), P_e = Σ_k p_k², κ = (P̄ − P_e) / (1 − P_e) (Fleiss 1971, "Measuring nominal
 * scale agreement among many raters", Psychological Bulletin 76, 378–382). Equal to statsmodels'
 * `fleiss_kappa`.
 *
 * The formula asks for the same number of raters on every item (statsmodels refuses any other
 * table), so that only items which all `raters` labelled count; Krippendorff's α uses the others too.
 *
 * @param counts One row per item, one column per category: how many raters gave it.
 * @param raters How many raters there are.
 * @returns κ; null with fewer than two raters, no complete item, or one category only (0/0).
 */
export function fleissKappa(
  counts: readonly (readonly number[])[],
  raters: number,
): number | null {
  const complete = counts.filter((row) => sum(row) === raters);
  const squares = sum(complete.map((row) => sum(row.map((count) => count * count))));
  const labels = (counts[0] ?? []).map((_, k) => sum(complete.map((row) => row[k] ?? 0)));
  return fleissOfSums({ items: complete.length, squares, labels }, raters);
}

/** Fleiss' κ from its sums; see {@linkcode fleissKappa}. */
export function fleissOfSums(
  { items, squares, labels }: FleissSums,
  raters: number,
): number | null {
  if (items === 0 || raters < 2) return null;
  const all = items * raters;
  const chanceSquares = sum(labels.map((count) => count * count));
  if (chanceSquares === all * all) return null;
  const observed = (squares - all) / (all * (raters - 1));
  const byChance = chanceSquares / (all * all);
  return (observed - byChance) / (1 - byChance);
}
