import { sum } from "./_matrix_sums.ts";

/** What Krippendorff's α is made from: sums over items, so that samples of items can be added up. */
export interface AlphaSums {
  /** Σ over items of the pairs of different labels, each pair weighted by 1/(m−1). */
  disagreement: number;
  /** Labels per category, of items with at least two labels. */
  labels: readonly number[];
}

/**
 * Krippendorff's α for nominal labels, missing ones allowed.
 *
 * With n_uk of m_u raters giving item u category k, over items with m_u ≥ 2, n_k = Σ_u n_uk and
 * n = Σ_k n_k: α = 1 − D_o/D_e = 1 − (n − 1) Σ_u [(m_u² − Σ_k n_uk²) / (m_u − 1)] / (n² − Σ_k n_k²)
 * (Krippendorff 2011, "Computing Krippendorff's alpha-reliability", section C: nominal data, any
 * number of observers, missing data). Equal to the `krippendorff` package.
 *
 * @param counts One row per item, one column per category: how many raters gave it.
 * @returns α, at most 1; null where no item has two labels (the package then raises an error) or
 * where those that have hold one category only (it gives NaN).
 */
export function krippendorffAlpha(counts: readonly (readonly number[])[]): number | null {
  const pairable = counts.filter((row) => sum(row) >= 2);
  return alphaOfSums({
    disagreement: sum(pairable.map(itemDisagreement)),
    labels: (counts[0] ?? []).map((_, k) => sum(pairable.map((row) => row[k] ?? 0))),
  });
}

/** An item's share in {@linkcode AlphaSums}; 0 where it has fewer than two labels. */
export function itemDisagreement(counts: readonly number[]): number {
  const raters = sum(counts);
  if (raters < 2) return 0;
  return (raters * raters - sum(counts.map((count) => count * count))) / (raters - 1);
}

/** α from its sums; see {@linkcode krippendorffAlpha}. */
export function alphaOfSums({ disagreement, labels }: AlphaSums): number | null {
  const n = sum(labels);
  const differing = n * n - sum(labels.map((count) => count * count));
  return differing === 0 ? null : 1 - (n - 1) * disagreement / differing;
}
