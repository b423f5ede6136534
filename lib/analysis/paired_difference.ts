import { clusteredShareOf, type EffectiveSample } from "./clustered_shares.ts";
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

/**
 * The difference of two shares whose answers pair by prompt and cluster by item: Newcombe's interval
 * for paired proportions, with the clustered intervals of the two shares.
 *
 * With (l, u) the interval of each share by `clusteredShares`, and r the correlation of their
 * deviations y_i − p n_i over items: low = d − √(A² − 2rAB + B²), A = p_a − l_a, B = u_b − p_b; high is
 * the mirror image (Newcombe 1998, "Improved confidence intervals for the difference between binomial
 * proportions based on paired data", Stat. Med. 17, 2635–2650, method 8; Zou and Donner 2008,
 * "Construction of confidence limits about effect measures", Stat. Med. 27, 1693–1702, for r by any
 * estimate). It is no point where both shares are 0 or 1, leans as shares near 0 do, and covers with
 * few items, where a bootstrap's falls short: `bench/interval_coverage.ts`.
 *
 * The samples must not be empty.
 */
export function pairedDifference({ a, b, sampleA, sampleB }: PairedClass): PairedDifference {
  const [first, second] = [boundsOf(a, sampleA), boundsOf(b, sampleB)];
  const difference = first.share - second.share;
  const r = correlation({ a, b, sampleA, sampleB });
  const reach = (x: number, y: number) => Math.sqrt(Math.max(0, x * x - 2 * r * x * y + y * y));
  return {
    ...{ share_a: first.share, share_b: second.share, difference },
    low: Math.max(-1, difference - reach(first.share - first.low, second.high - second.share)),
    high: Math.min(1, difference + reach(first.high - first.share, second.share - second.low)),
  };
}

function boundsOf(
  column: ArrayLike<number>,
  sample: EffectiveSample,
): Interval & { share: number } {
  const { share, low, high } = clusteredShareOf(column, sample);
  if (share === null || low === null || high === null) {
    throw new RangeError("Cannot compare shares of no answers.");
  }
  return { share, low, high };
}

/** Of the two classes' deviations over items; 0 where one of them has none. */
function correlation({ a, b, sampleA, sampleB }: PairedClass): number {
  const [shareA, shareB] = [sum(a) / sampleA.n, sum(b) / sampleB.n];
  let [both, squaresA, squaresB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const deviationA = (a[i] ?? 0) - shareA * (sampleA.sizes[i] ?? 0);
    const deviationB = (b[i] ?? 0) - shareB * (sampleB.sizes[i] ?? 0);
    both += deviationA * deviationB;
    squaresA += deviationA ** 2;
    squaresB += deviationB ** 2;
  }
  const scale = Math.sqrt(squaresA * squaresB);
  return scale < 1e-12 ? 0 : Math.max(-1, Math.min(1, both / scale));
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i] ?? 0;
  return total;
}
