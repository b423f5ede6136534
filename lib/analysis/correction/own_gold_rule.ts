import type { GoldSize } from "./tally.ts";

/** The least gold set that shares are corrected with, in answers and in different items. */
export const LEAST_GOLD = { answers: 50, items: 20 } as const;

/**
 * Whether a gold set is large enough to correct the shares of the answers it was drawn from: at least 50
 * gold answers, of at least 20 items.
 *
 * Below that, a technique of 5 % has two or three gold answers, a Student's t over so few items
 * widens every interval, and coverage was not checked (`bench/correction_coverage.ts` checks it
 * from 50 on).
 */
export function goldSuffices({ answers, items }: Pick<GoldSize, "answers" | "items">): boolean {
  return answers >= LEAST_GOLD.answers && items >= LEAST_GOLD.items;
}
