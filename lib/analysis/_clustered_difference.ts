import { studentT95 } from "./student_t.ts";
import { type Interval, wilsonInterval } from "./wilson_interval.ts";

/** What one item's pairs say: how many there are, and with the class on either side. */
export interface PairedCounts {
  pairs: number;
  a: number;
  b: number;
}

/**
 * The 95 % interval of a difference of shares over pairs that cluster by item.
 *
 * - With d_i = a_i − b_i of n_i pairs of item i and D = Σ d_i / n: v = m/(m−1) Σ (d_i − D n_i)² / n², m
 *   items (a ratio's linearised variance: Cochran 1977, Sampling Techniques, 3rd ed., 6.4 and 9A.1),
 *   and D ± t √v, t with m − 1 degrees of freedom, cut off at −1 and 1.
 * - Where the variance cannot be seen (one item, or all items alike) an interval without width would
 *   claim certainty: each item then counts as one pair, in the interval of Newcombe 1998, "Improved
 *   confidence intervals for the difference between binomial proportions based on paired data",
 *   Statist. Med. 17, 2635–2650, method 10, with correlation 0.
 *
 * @param items One entry per item, each with a pair.
 */
export function clusteredDifference(items: readonly PairedCounts[]): Interval {
  const n = sumOf(items, ({ pairs }) => pairs);
  const difference = sumOf(items, ({ a, b }) => a - b) / n;
  const squares = sumOf(items, ({ pairs, a, b }) => (a - b - difference * pairs) ** 2);
  const m = items.length;
  // Below what rounding alone leaves, all items are alike.
  if (m < 2 || squares <= 1e-18 * n * n) return squareAndAdd(items, n);
  const half = studentT95(m - 1) * Math.sqrt(m / (m - 1) * squares) / n;
  return { low: Math.max(-1, difference - half), high: Math.min(1, difference + half) };
}

function squareAndAdd(items: readonly PairedCounts[], n: number): Interval {
  const [a, b] = [sumOf(items, (item) => item.a) / n, sumOf(items, (item) => item.b) / n];
  const [ofA, ofB] = [wilsonInterval(a, items.length), wilsonInterval(b, items.length)];
  return {
    low: a - b - Math.hypot(a - ofA.low, ofB.high - b),
    high: a - b + Math.hypot(ofA.high - a, b - ofB.low),
  };
}

function sumOf(items: readonly PairedCounts[], value: (item: PairedCounts) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}
