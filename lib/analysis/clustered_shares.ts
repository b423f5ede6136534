import { clusterVariance, type Column, sumOf } from "./_cluster_variance.ts";
import { commonEffect, knownOf } from "./_common_effect.ts";
import { guardedInterval } from "./_guarded_interval.ts";
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
  /**
   * Items that the share rests on: those with an answer in the class, or those with one outside it
   * where these are fewer. With fewer than {@linkcode FEW_ITEMS} the interval is rough.
   */
  rests_on: number;
  /** How many independent answers these are worth: n / design effect; null where n is 0. */
  n_eff: number | null;
  /** By how much clustering widens the share's variance, at least 1; null where it is not known. */
  design_effect: number | null;
  /** Wilson's interval as if all answers were independent, for comparison; null where n is 0. */
  naive_low: number | null;
  naive_high: number | null;
}

/**
 * With fewer items that show a class (or show another one), how it clusters can hardly be seen, and
 * intervals are rougher than those that cover 93 to 97 %: rather too wide than too narrow.
 */
export const FEW_ITEMS = 10;

/**
 * Shares of classes with 95 % intervals that respect clustering: prompts made from one item are
 * answered alike, so that n answers tell less than n independent ones would.
 *
 * - Variance of each share over items: with y_i of n_i answers of item i in the class,
 *   v = m/(m−1) Σ_i (y_i − p n_i)² / n², m items (the linearised, 'ultimate cluster' variance), and the
 *   class's own design effect d = v / (p(1−p)/n).
 * - Design effect common to the classes: Σ v / Σ p(1−p)/n, the generalised design effects' weighted
 *   mean (Rao and Scott 1981, "The analysis of categorical data from complex sample surveys",
 *   JASA 76, 221–230). It rests on how many independent answers lie outside the most frequent class,
 *   and is drawn towards n/m, that of items which are answered all alike, as if one more were known.
 * - Design effect of a class: how a rare one clusters is hardly to be seen, and seems too little just
 *   where its share does. Its own is therefore drawn towards the common one, c, as in a random-effects
 *   meta-analysis (DerSimonian and Laird 1986, "Meta-analysis in clinical trials", Controlled
 *   Clinical Trials 7, 177–188): with k = 5 min(p, 1−p) n/c, 1/k being d/c's sampling variance, and
 *   τ² its variance between classes by their method of moments around c, d has the weight k / (k + 1/τ²); 1/τ²
 *   is at most 25, as if five more answers of the class were known. Classes that cluster alike share
 *   what they know, and one that clusters alone keeps its own.
 * - Wilson's score interval with n/d in place of n, the class's own part of d times (t/z)², t with m−1
 *   degrees of freedom, and never more than n (Korn and Graubard 1998, "Confidence intervals for
 *   proportions with small expected number of positive counts estimated from survey data", Survey
 *   Methodology 24, 193–201). That the Wilson interval so adjusted covers well: Dean and Pagano
 *   (2015), "Evaluating confidence interval methods for binomial proportions in clustered surveys",
 *   J. Surv. Stat. Methodol. 3, 484–503; Franco, Little, Louis and Slud (2019), "Comparative study of
 *   confidence intervals for proportions in complex sample surveys", ibid. 7, 334–364.
 * - The fewer items show a class, the less they tell of those that would: the end away from 0 (or from
 *   1) is further off, and the other one nearer, by {@linkcode guardedInterval}, after Fay and Feuer (1997).
 * - Where every item has one answer, nothing clusters: the plain Wilson interval.
 * - Where all answers fall into one class, or come from one item, the variance cannot be seen: each
 *   item then counts as one answer (n_eff = items).
 *
 * The five answers and the one were chosen by simulation: `bench/interval_coverage.ts`, which also
 * shows where no interval covers, and why a bootstrap's is not the first choice.
 *
 * @param counts One row per item with answers, one column per class: how many answers.
 * @param classes How many classes (columns) there are.
 * @returns One share per class, in the order of the columns.
 */
export function clusteredShares(
  counts: readonly (readonly number[])[],
  classes: number,
): ClusteredShare[] {
  const columns = Array.from(
    { length: classes },
    (_, index) => Float64Array.from(counts, (row) => row[index] ?? 0),
  );
  const sample = effectiveSample(columns);
  return columns.map((column) => clusteredShareOf(column, sample));
}

/** What answers that cluster by item are worth, whatever the class that is looked at. */
export interface EffectiveSample {
  n: number;
  /** Items with answers. */
  items: number;
  /** Answers per item. */
  sizes: Column;
  /** The design effect common to the classes, at least 1; null where it cannot be estimated. */
  common: number | null;
  /** 1/τ², how alike the classes' design effects are; see {@linkcode clusteredShares}. */
  alike: number;
  /** By how much few items widen a variance that is estimated from them: (t/z)². */
  fewItems: number;
  /** Answers to the item that an answer is to, on average over answers: Σ n_i² / n; 0 without any. */
  itemSize: number;
}

/** The effective sample of answers in classes, one column each; see {@linkcode clusteredShares}. */
export function effectiveSample(columns: readonly Column[]): EffectiveSample {
  const sizes = new Float64Array(columns[0]?.length ?? 0);
  let items = 0;
  for (let i = 0; i < sizes.length; i++) {
    let size = 0;
    for (const column of columns) size += column[i] ?? 0;
    // Parts of answers, which samples of one prompt are, add up to whole ones but for rounding.
    sizes[i] = Math.round(size * 1e9) / 1e9;
    if (size > 0) items++;
  }
  const n = sumOf(sizes);
  const squares = sizes.reduce((sum, size) => sum + size * size, 0);
  const whole = columns.every((column) => column instanceof Int32Array);
  return {
    ...{ n, items, ...commonEffect(columns, { sizes, n, items }) },
    sizes: whole ? Int32Array.from(sizes) : sizes,
    fewItems: items < 2 ? 1 : (studentT95(items - 1) / Z_95) ** 2,
    itemSize: n === 0 ? 0 : squares / n,
  };
}

/** The share of a class (one column, or several added up) in a sample. */
export function clusteredShareOf(
  inClass: ArrayLike<number>,
  sample: EffectiveSample,
): ClusteredShare {
  const { n, items, common, sizes, itemSize } = sample;
  if (n === 0) return { ...NO_ANSWERS };
  const count = sumOf(inClass);
  const share = Math.min(1, count / n);
  const effect = common === null ? null : effectOf(inClass, { ...sample, common, share });
  const design_effect = effect?.seen ?? null;
  const n_eff = design_effect === null ? items : n / design_effect;
  const { low, high } = effect === null || items === n
    ? wilsonInterval(share, items)
    : guardedInterval(share, { n, itemSize, effect: effect.widened });
  const naive = wilsonInterval(share, n);
  return {
    ...{ n, count, share, low, high, items, rests_on: restsOn(inClass, sizes) },
    ...{ n_eff, design_effect, naive_low: naive.low, naive_high: naive.high },
  };
}

const NO_ANSWERS: Readonly<ClusteredShare> = {
  ...{ n: 0, count: 0, share: null, low: null, high: null, items: 0, rests_on: 0 },
  ...{ n_eff: null, design_effect: null, naive_low: null, naive_high: null },
};

/** A class's design effect, and the same with Student's t in place of z, both at least 1. */
function effectOf(
  inClass: ArrayLike<number>,
  { n, items, sizes, common, share, alike, fewItems }: EffectiveSample & {
    common: number;
    share: number;
  },
): { seen: number; widened: number } {
  if (items === n) return { seen: 1, widened: 1 };
  const spread = share * (1 - share) / n;
  const own = spread === 0 ? 0 : clusterVariance(inClass, sizes) / spread;
  const known = knownOf(share, { n, common });
  const weight = known / (known + alike);
  const borrowed = (1 - weight) * common;
  return {
    seen: Math.max(1, weight * own + borrowed),
    widened: Math.max(1, weight * own * fewItems + borrowed),
  };
}

function restsOn(inClass: ArrayLike<number>, sizes: Column): number {
  let [within, outside] = [0, 0];
  for (let i = 0; i < sizes.length; i++) {
    const [count, size] = [inClass[i] ?? 0, sizes[i] ?? 0];
    if (count > 1e-9) within++;
    if (count < size - 1e-9) outside++;
  }
  return Math.min(within, outside);
}
