import { studentT95, Z_95 } from "./student_t.ts";
import { wilsonInterval } from "./wilson_interval.ts";

/** The share of one class among answers that cluster by item, with its 95 % interval. */
export interface ClusteredShare {
  /** Answers. */
  n: number;
  /** Answers in this class. */
  count: number;
  /** count / n, in [0, 1]; null where n is 0. */
  share: number | null;
  /** The interval's ends, in [0, 1]; null where n is 0. */
  low: number | null;
  high: number | null;
  /** Items that the answers come from. */
  items: number;
  /** How many independent answers these are worth: n / design effect; null where n is 0. */
  n_eff: number | null;
  /** By how much clustering widens variances, at least 1; null where it cannot be estimated. */
  design_effect: number | null;
  /** Wilson's interval as if all answers were independent, for comparison; null where n is 0. */
  naive_low: number | null;
  naive_high: number | null;
}

/**
 * Shares of classes with 95 % intervals that respect clustering: prompts made from one item are
 * answered alike, so that n answers tell less than n independent ones would.
 *
 * - Variance of each share over items: with y_i of n_i answers of item i in the class,
 *   v = m/(m−1) Σ_i (y_i − p n_i)² / n², m items (the linearised, 'ultimate cluster' variance).
 * - Design effect, one for all classes: Σ v / Σ p(1−p)/n, the generalised design effects' weighted
 *   mean (Rao and Scott 1981, "The analysis of categorical data from complex sample surveys",
 *   JASA 76, 221–230); never below 1.
 * - Wilson's score interval with n/deff · (z/t)² in place of n, t with m−1 degrees of freedom
 *   (Korn and Graubard 1998, "Confidence intervals for proportions with small expected number of
 *   positive counts estimated from survey data", Survey Methodology 24, 193–201). That the Wilson
 *   interval so adjusted covers well: Dean and Pagano (2015), "Evaluating confidence interval
 *   methods for binomial proportions in clustered surveys", J. Surv. Stat. Methodol. 3, 484–503.
 * - Where every item has one answer, nothing clusters: the plain Wilson interval.
 * - Where all answers fall into one class, or come from one item, the variance cannot be seen: each
 *   item then counts as one answer (n_eff = items).
 *
 * @param counts One row per item with answers, one column per class: how many answers.
 * @param classes How many classes (columns) there are.
 * @returns One share per class, in the order of the columns.
 */
export function clusteredShares(
  counts: readonly (readonly number[])[],
  classes: number,
): ClusteredShare[] {
  const sample = effectiveSample(counts);
  return Array.from({ length: classes }, (_, index) => {
    const count = counts.reduce((sum, row) => sum + (row[index] ?? 0), 0);
    return clusteredShare(count, sample);
  });
}

/** What answers that cluster by item are worth. */
export interface EffectiveSample {
  n: number;
  items: number;
  /** n / design effect, or `items` where that cannot be estimated. */
  n_eff: number;
  design_effect: number | null;
  /** `n_eff`, lowered for how few items the design effect was estimated from. */
  n_interval: number;
}

/** The effective sample of answers in classes; see {@linkcode clusteredShares}. */
export function effectiveSample(counts: readonly (readonly number[])[]): EffectiveSample {
  const items = counts.length;
  const sizes = counts.map((row) => row.reduce((sum, value) => sum + value, 0));
  const n = sizes.reduce((sum, size) => sum + size, 0);
  const design_effect = n === 0 ? null : designEffect(counts, sizes);
  const n_eff = design_effect === null ? items : n / design_effect;
  const clusters = design_effect !== null && items < n;
  const n_interval = clusters ? n_eff * (Z_95 / studentT95(items - 1)) ** 2 : n_eff;
  return { n, items, n_eff, design_effect, n_interval };
}

/** The share of `count` answers (of one class, or of several taken together) in a sample. */
export function clusteredShare(count: number, sample: EffectiveSample): ClusteredShare {
  const { n, items, n_eff, design_effect, n_interval } = sample;
  if (n === 0) return { ...NO_ANSWERS };
  const share = count / n;
  const { low, high } = wilsonInterval(share, n_interval);
  const naive = wilsonInterval(share, n);
  return {
    ...{ n, count, share, low, high, items, n_eff, design_effect },
    ...{ naive_low: naive.low, naive_high: naive.high },
  };
}

const NO_ANSWERS: Readonly<ClusteredShare> = {
  ...{ n: 0, count: 0, share: null, low: null, high: null, items: 0 },
  ...{ n_eff: null, design_effect: null, naive_low: null, naive_high: null },
};

/** The variance over items of one class's share; see {@linkcode clusteredShares}. */
export function clusterVariance(inClass: readonly number[], sizes: readonly number[]): number {
  const items = sizes.length;
  const n = sizes.reduce((sum, size) => sum + size, 0);
  const share = inClass.reduce((sum, count) => sum + count, 0) / n;
  const squares = sizes.reduce((sum, size, i) => sum + ((inClass[i] ?? 0) - share * size) ** 2, 0);
  return items / (items - 1) * squares / (n * n);
}

function designEffect(
  counts: readonly (readonly number[])[],
  sizes: readonly number[],
): number | null {
  const items = sizes.length;
  const n = sizes.reduce((sum, size) => sum + size, 0);
  if (items === n) return 1;
  if (items === 1) return null;
  const classes = counts[0]?.length ?? 0;
  let clustered = 0;
  let independent = 0;
  for (let index = 0; index < classes; index++) {
    const inClass = counts.map((row) => row[index] ?? 0);
    const share = inClass.reduce((sum, count) => sum + count, 0) / n;
    clustered += clusterVariance(inClass, sizes);
    independent += share * (1 - share) / n;
  }
  return independent === 0 ? null : Math.max(1, clustered / independent);
}
