import { pythonSetOrder } from "./_python_set.ts";
import type { StatementCounts } from "./read_personality_answers.ts";

/** What a figure of the as-published kind must say of itself. */
export const AS_PUBLISHED_REASON =
  "As published, people's shares come from value_counts()[1:]: counts sorted by frequency, of which " +
  "the most frequent answer is dropped (not the missing ones, which stay in as an answer wherever the " +
  "statement is not reverse-keyed), then put into a set, which drops equal shares and loses the order " +
  "of the options. The model's shares are cut to as many options.";

/**
 * People's distribution over a statement's options as the published notebook computes it, defect and
 * all, for comparison with published figures: {@linkcode AS_PUBLISHED_REASON}. Missing answers to
 * reverse-keyed statements are not among the counts there, since turning them back leaves them out.
 *
 * @returns Shares in no order of options, fewer than there are options where some are equal; empty
 * where fewer than two values occur.
 */
export function publishedShares(
  { statement, counts, missing }: Pick<StatementCounts, "statement" | "counts" | "missing">,
): number[] {
  const counted = statement.key === 1 ? [...counts, missing] : counts;
  const kept = counted.filter((count) => count > 0).sort((a, b) => b - a).slice(1);
  const total = kept.reduce((sum, count) => sum + count, 0);
  return pythonSetOrder(kept.map((count) => count / total));
}
