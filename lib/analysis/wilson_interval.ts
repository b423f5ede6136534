import { Z_95 } from "./student_t.ts";

/** A 95 % interval of a share, within [0, 1]. */
export interface Interval {
  low: number;
  high: number;
}

/** Options of {@linkcode wilsonInterval}. */
export interface WilsonIntervalOptions {
  /** The standard normal quantile of its ends. Default: 1.96, for 95 %. */
  z?: number;
}

/**
 * Wilson's score interval, at 95 % if not told otherwise, for a share among `n` independent answers.
 *
 * With z = 1.96: centre (p + z²/2n) / (1 + z²/n), half-width
 * z √(p(1−p)/n + z²/4n²) / (1 + z²/n). Wilson (1927), "Probable inference, the law of succession,
 * and statistical inference", JASA 22, 209–212.
 *
 * @param share The share p, in [0, 1].
 * @param n How many independent answers it rests on: any number above 0, also a fraction, such as
 * an effective sample size.
 */
export function wilsonInterval(
  share: number,
  n: number,
  { z = Z_95 }: WilsonIntervalOptions = {},
): Interval {
  if (!(share >= 0 && share <= 1) || !(n > 0)) {
    throw new RangeError(`Cannot make an interval of share ${share} among ${n} answers.`);
  }
  const z2 = z * z;
  const scale = 1 + z2 / n;
  const centre = (share + z2 / (2 * n)) / scale;
  const half = z * Math.sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / scale;
  // The bounds at shares 0 and 1 are exact; rounding must not push them off the scale.
  return {
    low: share === 0 ? 0 : Math.max(0, centre - half),
    high: share === 1 ? 1 : Math.min(1, centre + half),
  };
}
