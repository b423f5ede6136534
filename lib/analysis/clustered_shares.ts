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
  /** By how much clustering widens the share's variance, at least 1; null where it is not known. */
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
 * - Design effect common to the classes: Σ v / Σ p(1−p)/n, the generalised design effects' weighted
 *   mean (Rao and Scott 1981, "The analysis of categorical data from complex sample surveys",
 *   JASA 76, 221–230). It rests on how many independent answers lie outside the most frequent class,
 *   and is drawn towards n/m, that of items which are answered all alike, as if one more were known.
 * - Design effect of a class: its own, v / (p(1−p)/n), drawn towards the common one as if three
 *   more answers of the class were known: classes need not cluster alike, but how a rare one
 *   clusters is hardly to be seen, and seems too little just where its share does. Never below 1.
 * - Wilson's score interval with n/deff · (z/t)² in place of n, t with m−1 degrees of freedom
 *   (Korn and Graubard 1998, "Confidence intervals for proportions with small expected number of
 *   positive counts estimated from survey data", Survey Methodology 24, 193–201). That the Wilson
 *   interval so adjusted covers well: Dean and Pagano (2015), "Evaluating confidence interval
 *   methods for binomial proportions in clustered surveys", J. Surv. Stat. Methodol. 3, 484–503.
 * - Where every item has one answer, nothing clusters: the plain Wilson interval.
 * - Where all answers fall into one class, or come from one item, the variance cannot be seen: each
 *   item then counts as one answer (n_eff = items).
 *
 * The three and the one were chosen by simulation: `bench/interval_coverage.ts`, which also shows
 * why a bootstrap's interval is not the first choice with a few dozen items.
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

/** One number per item. */
type Column = Int32Array | Float64Array;

/** What answers that cluster by item are worth, whatever the class that is looked at. */
export interface EffectiveSample {
  n: number;
  /** Items with answers. */
  items: number;
  /** Answers per item. */
  sizes: Column;
  /** The design effect common to the classes, at least 1; null where it cannot be estimated. */
  common: number | null;
  /** By how much few items lower what answers are worth: (z/t)². */
  fewItems: number;
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
  const whole = columns.every((column) => column instanceof Int32Array);
  return {
    ...{ n, items, common: commonEffect(columns, { sizes, n, items }) },
    sizes: whole ? Int32Array.from(sizes) : sizes,
    fewItems: items < 2 ? 1 : (Z_95 / studentT95(items - 1)) ** 2,
  };
}

/** The share of a class (one column, or several added up) in a sample. */
export function clusteredShareOf(
  inClass: ArrayLike<number>,
  sample: EffectiveSample,
): ClusteredShare {
  const { n, items, common, fewItems } = sample;
  if (n === 0) return { ...NO_ANSWERS };
  const count = sumOf(inClass);
  const share = Math.min(1, count / n);
  const design_effect = common === null ? null : effectOf(inClass, { ...sample, common, share });
  const n_eff = design_effect === null ? items : n / design_effect;
  const estimated = design_effect !== null && items < n;
  const { low, high } = wilsonInterval(share, estimated ? n_eff * fewItems : n_eff);
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
export function clusterVariance(inClass: ArrayLike<number>, sizes: ArrayLike<number>): number {
  const n = sumOf(sizes);
  const share = sumOf(inClass) / n;
  let [items, squares] = [0, 0];
  for (let i = 0; i < sizes.length; i++) {
    const size = sizes[i] ?? 0;
    if (size === 0) continue;
    items++;
    squares += ((inClass[i] ?? 0) - share * size) ** 2;
  }
  return items / (items - 1) * squares / (n * n);
}

/** As if so many more independent answers had shown each class to cluster as all do. */
const MORE_OF_CLASS = 3;

/** As if so many more independent answers outside the most frequent class had been alike. */
const MORE_OUTSIDE = 1;

function effectOf(
  inClass: ArrayLike<number>,
  { n, items, sizes, common, share }: EffectiveSample & { common: number; share: number },
): number {
  if (items === n) return 1;
  const spread = share * (1 - share) / n;
  const own = spread === 0 ? common : clusterVariance(inClass, sizes) / spread;
  const known = Math.min(share, 1 - share) * n / common;
  return Math.max(1, (own * known + common * MORE_OF_CLASS) / (known + MORE_OF_CLASS));
}

function commonEffect(
  columns: readonly Column[],
  { sizes, n, items }: Pick<EffectiveSample, "sizes" | "n" | "items">,
): number | null {
  if (n === 0) return null;
  if (items === n) return 1;
  if (items === 1) return null;
  let [clustered, independent, most] = [0, 0, 0];
  for (const column of columns) {
    const share = sumOf(column) / n;
    clustered += clusterVariance(column, sizes);
    independent += share * (1 - share) / n;
    most = Math.max(most, share);
  }
  if (independent === 0) return null;
  const seen = Math.max(1, clustered / independent);
  const outside = (1 - most) * n / seen;
  const alike = Math.max(seen, n / items);
  return (seen * outside + alike * MORE_OUTSIDE) / (outside + MORE_OUTSIDE);
}

function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ?? 0;
  return sum;
}
