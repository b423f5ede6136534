/** An item on which no label has more votes than every other. */
export interface VoteTie {
  /** The item's row. */
  row: number;
  /** The labels that share the most votes, sorted. */
  labels: string[];
  /** How many votes each of them has. */
  votes: number;
}

/** What a panel's majority says. */
export interface MajorityVote {
  /** One label per row; null where there is a tie, or no vote. */
  labels: (string | null)[];
  /** The winner's share of the votes of its row; null where there is none. */
  shares: (number | null)[];
  ties: VoteTie[];
  /** Rows without any vote. */
  unlabelled: number;
}

/**
 * The label with the most votes of each row (strictly a plurality: it need not have more than half).
 * A tie is no verdict: it is null, and listed. Each label of a row is one vote, so that a judge asked
 * with three variants has three.
 *
 * @param rows One row per item, one label per rater; null where a rater gave none.
 */
export function majorityVote(rows: readonly (readonly (string | null)[])[]): MajorityVote {
  const result: MajorityVote = { labels: [], shares: [], ties: [], unlabelled: 0 };
  rows.forEach((row, index) => {
    const given = row.filter((label) => label !== null);
    const { labels, votes } = mostVoted(given);
    const [winner] = labels;
    const isDecided = winner !== undefined && labels.length === 1;
    result.labels.push(isDecided ? winner : null);
    result.shares.push(isDecided ? votes / given.length : null);
    if (labels.length > 1) result.ties.push({ row: index, labels, votes });
    if (labels.length === 0) result.unlabelled++;
  });
  return result;
}

function mostVoted(labels: readonly string[]): { labels: string[]; votes: number } {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const votes = Math.max(0, ...counts.values());
  const winners = [...counts].filter(([, count]) => count === votes).map(([label]) => label);
  return { labels: winners.sort(), votes };
}
