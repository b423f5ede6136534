import { lowerTail } from "../normal_tail.ts";
import { studentT95 } from "../student_t.ts";
import { quantiles } from "./quantiles.ts";

/** What {@linkcode percentileInterval} takes the interval of. */
export interface ResampledRatio {
  /** One numerator and one denominator per replicate. */
  numerators: ArrayLike<number>;
  denominators: ArrayLike<number>;
  /** Where the quantiles are taken, by {@linkcode expandedTail}. */
  tail: number;
}

/** The ends of a bootstrap interval; null where the replicates do not differ. */
export interface BootstrapInterval {
  boot_low: number | null;
  boot_high: number | null;
}

/**
 * The expanded percentile interval at 95 % of a ratio over resampled items.
 *
 * The percentile interval (Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 13)
 * takes the 2.5 % and 97.5 % quantiles of the replicates, which is too narrow for few items: as if a
 * normal quantile stood for Student's t, and the variance were divided by m instead of m − 1. The
 * expanded one takes the quantiles at α and 1 − α, α = Φ(−√(m/(m−1)) · t), t the 0.975 quantile of
 * Student's t with m − 1 degrees of freedom (Hesterberg 2015, "What teachers should know about the
 * bootstrap", The American Statistician 69, 371–386). Quantiles lie between replicates, as numpy's
 * `quantile` has them. A replicate whose denominator is 0 drew no item with answers and is left out.
 *
 * Null where all replicates are the same, as they are where a share is 0 or 1, or with one item: that
 * no other value was drawn does not say that there is no other.
 */
export function percentileInterval(
  { numerators, denominators, tail }: ResampledRatio,
): BootstrapInterval {
  const ratios = new Float64Array(numerators.length);
  let kept = 0;
  for (let r = 0; r < ratios.length; r++) {
    const denominator = denominators[r] ?? 0;
    if (denominator !== 0) ratios[kept++] = (numerators[r] ?? 0) / denominator;
  }
  const found = quantiles(ratios.subarray(0, kept), [tail, 1 - tail]);
  return { boot_low: found?.[0] ?? null, boot_high: found?.[1] ?? null };
}

/** The α of {@linkcode percentileInterval} for an estimate that rests on so many items. */
export function expandedTail(items: number): number {
  return items < 2 ? 0 : lowerTail(Math.sqrt(items / (items - 1)) * studentT95(items - 1));
}
