import { clusterVariance, type Column, sumOf } from "./_cluster_variance.ts";

/** What an answer of a class tells of its design effect, whose relative variance is 1/k. */
const KNOWN_BY_ANSWER = 5;

/** The most that 1/τ² can be: as if five more answers of the class had shown it to be the common one. */
const MOST_ALIKE = 5 * KNOWN_BY_ANSWER;

/** As if so many more independent answers outside the most frequent class had been alike. */
const MORE_OUTSIDE = 1;

/**
 * What a class tells of its design effect, in units of the inverse of its relative variance: a number
 * of independent answers, times {@linkcode KNOWN_BY_ANSWER}.
 */
export function knownOf(share: number, { n, common }: { n: number; common: number }): number {
  return KNOWN_BY_ANSWER * Math.min(share, 1 - share) * n / common;
}

/**
 * The design effect common to the classes, null where no variance can be seen, and 1/τ², how alike the
 * classes' own are; see `clusteredShares`.
 */
export function commonEffect(
  columns: readonly Column[],
  { sizes, n, items }: { sizes: Column; n: number; items: number },
): { common: number | null; alike: number } {
  if (n > 0 && items === n) return { common: 1, alike: MOST_ALIKE };
  const classes = items < 2 ? [] : columns.flatMap((column) => {
    const share = sumOf(column) / n;
    const [variance, spread] = [clusterVariance(column, sizes), share * (1 - share) / n];
    return spread > 0 ? [{ share, variance, spread }] : [];
  });
  if (classes.length === 0) return { common: null, alike: MOST_ALIKE };
  const total = (key: "variance" | "spread") => classes.reduce((sum, one) => sum + one[key], 0);
  const seen = Math.max(1, total("variance") / total("spread"));
  const outside = (1 - Math.max(...classes.map(({ share }) => share))) * n / seen;
  const common = (seen * outside + Math.max(seen, n / items) * MORE_OUTSIDE) /
    (outside + MORE_OUTSIDE);
  const effects = classes.map(({ share, variance, spread }) => ({
    known: knownOf(share, { n, common }),
    relative: variance / spread / common,
  }));
  return { common, alike: Math.min(MOST_ALIKE, 1 / varianceBetween(effects)) };
}

/** DerSimonian and Laird's τ², by moments around 1, of design effects relative to their common one. */
function varianceBetween(effects: readonly { known: number; relative: number }[]): number {
  let [heterogeneity, total, squares] = [0, 0, 0];
  for (const { known, relative } of effects) {
    heterogeneity += known * (relative - 1) ** 2;
    total += known;
    squares += known * known;
  }
  if (effects.length < 2) return 0;
  return Math.max(0, (heterogeneity - (effects.length - 1)) / (total - squares / total));
}
