import { clusteredShareOf, type EffectiveSample } from "./clustered_shares.ts";
import { studentT95 } from "./student_t.ts";
import type { Interval } from "./wilson_interval.ts";

/** One class's counts per item, of two models on the same prompts. */
export interface PairedClass {
  a: ArrayLike<number>;
  b: ArrayLike<number>;
  /** What the answers of each are worth. */
  sampleA: EffectiveSample;
  sampleB: EffectiveSample;
}

/** Two shares of the same prompts, and the 95 % interval of their difference. */
export interface PairedDifference extends Interval {
  share_a: number;
  share_b: number;
  /** share_a − share_b, in [−1, 1]. */
  difference: number;
}

/** With fewer items that show the class, Student's t falls short; see {@linkcode pairedDifference}. */
export const FEW_SHOWING = 5;

/**
 * The difference of two shares whose answers pair by prompt and cluster by item.
 *
 * - With d_i = a_i − b_i of n_i pairs of item i and D = Σ d_i / n: v = m/(m−1) Σ (d_i − D n_i)² / n², m
 *   items (a ratio's linearised variance: Cochran 1977, Sampling Techniques, 3rd ed., 6.4 and 9A.1),
 *   and D ± t √v, t with m − 1 degrees of freedom, cut off at −1 and 1.
 * - Where on either side fewer than five items show the class (or another one), or where all items
 *   differ alike, v cannot be trusted: the square-and-add interval of the two clustered intervals (l, u)
 *   by `clusteredShares`, low = D − √((p_a − l_a)² + (u_b − p_b)²), high the mirror image (Newcombe 1998,
 *   "Improved confidence intervals for the difference between binomial proportions based on paired
 *   data", Stat. Med. 17, 2635–2650, method 10). It is no point where both shares are 0 or 1, and takes
 *   the sides as uncorrelated: so few items do not tell how they go together.
 *
 * How both cover: `bench/interval_coverage.ts`. The samples must not be empty.
 */
export function pairedDifference({ a, b, sampleA, sampleB }: PairedClass): PairedDifference {
  const [first, second] = [boundsOf(a, sampleA), boundsOf(b, sampleB)];
  const [share_a, share_b] = [first.share, second.share];
  const half = halfWidth({ a, b, sampleA, sampleB });
  const few = Math.min(first.rests_on, second.rests_on) < FEW_SHOWING;
  const difference = share_a - share_b;
  const { low, high } = half === null || few
    ? squareAndAdd(first, second)
    : { low: difference - half, high: difference + half };
  return { share_a, share_b, difference, low: Math.max(-1, low), high: Math.min(1, high) };
}

interface Bounds extends Interval {
  share: number;
  rests_on: number;
}

function boundsOf(column: ArrayLike<number>, sample: EffectiveSample): Bounds {
  const { share, low, high, rests_on } = clusteredShareOf(column, sample);
  if (share === null || low === null || high === null) {
    throw new RangeError("Cannot compare shares of no answers.");
  }
  return { share, low, high, rests_on };
}

function squareAndAdd(a: Bounds, b: Bounds): Interval {
  const difference = a.share - b.share;
  return {
    low: difference - Math.hypot(a.share - a.low, b.high - b.share),
    high: difference + Math.hypot(a.high - a.share, b.share - b.low),
  };
}

/** t √v; null where there is one item, or all items differ alike. */
function halfWidth({ a, b, sampleA: { n, items, sizes } }: PairedClass): number | null {
  let sum = 0;
  for (let i = 0; i < sizes.length; i++) sum += (a[i] ?? 0) - (b[i] ?? 0);
  let squares = 0;
  for (let i = 0; i < sizes.length; i++) {
    squares += ((a[i] ?? 0) - (b[i] ?? 0) - sum / n * (sizes[i] ?? 0)) ** 2;
  }
  // Below what rounding alone leaves, all items are alike.
  if (items < 2 || squares <= 1e-18 * n * n) return null;
  return studentT95(items - 1) * Math.sqrt(items / (items - 1) * squares) / n;
}
