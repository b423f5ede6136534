import { studentT95 } from "./student_t.ts";
import type { Interval } from "./wilson_interval.ts";

/**
 * A share's 95 % interval by the jackknife over items, in strata: with θ_hi the estimate without item
 * i of stratum h, v = Σ_h (m_h − 1)/m_h Σ_i (θ_hi − θ̄_h)² (Efron and Stein 1981, "The jackknife estimate
 * of variance", Ann. Statist. 9, 586–596; in strata Shao and Tu 1995, The Jackknife and Bootstrap,
 * section 6.2), and θ ± t √v, cut off at 0 and 1, with t of Σ_h (m_h − 1) degrees of freedom.
 *
 * Of many items, groups dealt at random are left out in place of items, and are what m_h counts: the
 * variance has no more bias for that, only more chance in it, about √(2/G) of itself with G groups
 * (Wolter 2007, Introduction to Variance Estimation, 2nd ed., sections 4.2 and 4.5; Kott 2001, "The
 * delete-a-group jackknife", J. Off. Stat. 17, 521–526).
 *
 * @param without The estimates, one per item (or group) left out.
 * @param strata What each of these items is drawn alike with.
 * @returns Null where no stratum has two items.
 */
export function jackknifeInterval(
  estimate: number,
  { without, strata }: { without: readonly number[]; strata: readonly string[] },
): Interval | null {
  const byStratum = Map.groupBy(
    without.map((value, i) => ({ value, stratum: strata[i] ?? "" })),
    ({ stratum }) => stratum,
  );
  let variance = 0;
  let degrees = 0;
  for (const drawn of byStratum.values()) {
    const m = drawn.length;
    const mean = drawn.reduce((sum, { value }) => sum + value, 0) / m;
    variance += (m - 1) / m * drawn.reduce((sum, { value }) => sum + (value - mean) ** 2, 0);
    degrees += m - 1;
  }
  if (degrees === 0) return null;
  const half = studentT95(degrees) * Math.sqrt(variance);
  return { low: Math.max(0, estimate - half), high: Math.min(1, Math.max(0, estimate + half)) };
}
