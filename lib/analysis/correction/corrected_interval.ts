import { studentT95, Z_95 } from "../student_t.ts";
import { type Interval, wilsonInterval } from "../wilson_interval.ts";

/** What a corrected share's interval rests on. */
export interface CorrectedIntervalOptions {
  /** The estimate's variance, above 0. */
  variance: number;
  /** How many equally weighted answers the gold set is worth. */
  gold: number;
  /** Different items in the gold set: at least 2. */
  items: number;
}

/**
 * The 95 % interval of a corrected share: Wilson's, for as many independent answers as would give
 * the estimate its variance.
 *
 * n = p (1 − p) / v, lowered by (z/t)² with t of `items` − 1 degrees of freedom, as
 * `clusteredShares` does it (Korn and Graubard 1998); p is kept half a gold answer from 0 and 1, where
 * the variance could not be scaled. Unlike estimate ± 1.96 standard errors it stays within
 * [0, 1] and leans the way a small share's error does. Simulated coverage: `bench/correction_coverage.ts`.
 *
 * @param estimate The share, in [0, 1].
 */
export function correctedInterval(
  estimate: number,
  { variance, gold, items }: CorrectedIntervalOptions,
): Interval {
  const nearest = Math.min(0.5, 0.5 / gold);
  const share = Math.min(1 - nearest, Math.max(nearest, estimate));
  const worth = share * (1 - share) / variance * (Z_95 / studentT95(items - 1)) ** 2;
  return wilsonInterval(Math.min(1, Math.max(0, estimate)), worth);
}
