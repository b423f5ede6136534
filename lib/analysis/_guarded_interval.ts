import { lowerTail, tailQuantile } from "./normal_tail.ts";
import { Z_95 } from "./student_t.ts";
import { type Interval, wilsonInterval } from "./wilson_interval.ts";

/** What the interval of a share of answers that cluster by item rests on. */
export interface GuardedIntervalOptions {
  /** Answers, at least 1. */
  n: number;
  /** The class's design effect as it is seen, at least 1. */
  effect: number;
  /** Answers to the item that an answer is to, on average over answers: at least 1. */
  itemSize: number;
}

/**
 * Wilson's interval of a share at 95 %, guarded against items that no sample has shown yet.
 *
 * Where few items show a class, nothing tells whether some item would have been answered with it
 * throughout, and the share is then too low and its design effect too small at once. So the end
 * that is away from 0 (or from 1, where the share is above 1/2) takes the larger design effect that
 * there would be had one more item been asked, and ⅔ of its answers been in the class: with k = `itemSize`
 * answers in it, q = min(p, 1 − p), n⁺ = n + k and q⁺ = (n q + ⅔ k) / n⁺,
 *
 *     d⁺ = (d n q (1 − q) + k² (⅔ − q)²) / (n⁺ q⁺ (1 − q⁺)), and at least d.
 *
 * So Fay and Feuer's upper end adds one event of the largest weight to those that were seen (1997,
 * "Confidence intervals for directly standardized rates: a method based on the gamma
 * distribution", Stat. Med. 16, 791–801). That ⅔ of an item are enough was found by simulation: with ½
 * some rare classes are held in 85 %, and a whole one makes intervals wider still.
 *
 * Should the class cluster no more than it seems to, this end is missed in only α⁺ = Φ(−z √(d⁺/d))
 * instead of 2.5 %. The other end has what is left of 5 %: z′ with Φ(−z′) = 5 % − α⁺ in place of z,
 * at least 1.645. That tails need not be equal, but 5 % together: Blaker (2000), "Confidence curves
 * and improved exact confidence intervals for discrete distributions", Can. J. Stat. 28, 783–798.
 */
export function guardedInterval(share: number, options: GuardedIntervalOptions): Interval {
  const { n, effect } = options;
  const guarded = withOneMoreItem(Math.min(share, 1 - share), options);
  if (!(guarded > effect)) return wilsonInterval(share, n / effect);
  const z = tailQuantile(0.05 - lowerTail(Z_95 * Math.sqrt(guarded / effect)));
  const [far, near] = [
    wilsonInterval(share, n / guarded),
    wilsonInterval(share, n / effect, { z }),
  ];
  return share > 0.5 ? { low: far.low, high: near.high } : { low: near.low, high: far.high };
}

/** The share of the class in the item that no sample has shown. */
const IN_ONE_MORE = 2 / 3;

/** The d⁺ of {@linkcode guardedInterval}. */
function withOneMoreItem(
  rare: number,
  { n, effect, itemSize }: GuardedIntervalOptions,
): number {
  const answers = n + itemSize;
  const share = (n * rare + IN_ONE_MORE * itemSize) / answers;
  const squares = effect * n * rare * (1 - rare) + (itemSize * (IN_ONE_MORE - rare)) ** 2;
  return squares / (answers * share * (1 - share));
}
