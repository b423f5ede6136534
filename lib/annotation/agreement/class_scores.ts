import { matrixSums, sum } from "./_matrix_sums.ts";

/** How well a rater finds one class of a reference. */
export interface ClassScore {
  /** Of the items that the rater gives this class, the share that the reference gives it too. */
  precision: number;
  /** Of the items that the reference gives this class, the share that the rater gives it too. */
  recall: number;
  /** Their harmonic mean, 2 tp / (support + predicted). */
  f1: number;
  /** Items of this class in the reference; where it is 0, `recall` is 0 by convention. */
  support: number;
  /** Items that the rater gives this class; where it is 0, `precision` is 0 by convention. */
  predicted: number;
}

/** A rater measured against a reference. */
export interface ReferenceScores {
  /** Items that both labelled. */
  n: number;
  /** The share on which they agree; null where n is 0. */
  accuracy: number | null;
  /** The plain mean of the classes' F1; null where n is 0. */
  macro_f1: number | null;
  /** By class: those that the reference or the rater uses on these items, and no others. */
  per_class: Record<string, ClassScore>;
}

/**
 * Precision, recall, F1 and accuracy of a rater against a reference, as scikit-learn's
 * `precision_recall_fscore_support`, `f1_score(average="macro")` and `accuracy_score` give them.
 *
 * As there, the classes are those that occur in the reference or the rater on the items that both
 * labelled; every class counts alike in the macro F1; and 0/0 (a class that the rater never gives,
 * or that the reference never has) is 0, scikit-learn's `zero_division=0`, told by `predicted` or
 * `support`. F1 itself is never 0/0 for such a class. Without a common item everything is null.
 *
 * @param matrix The confusion matrix: rows the reference, columns the rater.
 * @param categories The names of its rows and columns.
 */
export function classScores(
  matrix: readonly (readonly number[])[],
  categories: readonly string[],
): ReferenceScores {
  const { n, diagonal, rows, columns } = matrixSums(matrix);
  const scores = categories.flatMap((category, k): [string, ClassScore][] => {
    const found = matrix[k]?.[k] ?? 0;
    const support = rows[k] ?? 0;
    const predicted = columns[k] ?? 0;
    if (support + predicted === 0) return [];
    return [[category, {
      precision: predicted === 0 ? 0 : found / predicted,
      recall: support === 0 ? 0 : found / support,
      f1: 2 * found / (support + predicted),
      support,
      predicted,
    }]];
  });
  return {
    n,
    accuracy: n === 0 ? null : diagonal / n,
    macro_f1: n === 0 ? null : sum(scores.map(([, { f1 }]) => f1)) / scores.length,
    per_class: Object.fromEntries(scores),
  };
}
