/** A pair of labels of one item; null where there is none. */
export type LabelPair = readonly [first: string | null, second: string | null];

/**
 * How often each label of the first rater (row) meets each label of the second (column), over the
 * items that both labelled: `matrix[i][j]` items are `categories[i]` to the first and
 * `categories[j]` to the second. With a reference as the first it is scikit-learn's
 * `confusion_matrix`.
 *
 * @param categories Every label that may occur; pairs with another one are left out.
 */
export function confusionMatrix(
  pairs: Iterable<LabelPair>,
  categories: readonly string[],
): number[][] {
  const position = new Map(categories.map((category, index) => [category, index]));
  const matrix = categories.map(() => categories.map(() => 0));
  for (const [first, second] of pairs) {
    const row = first === null ? undefined : matrix[position.get(first) ?? -1];
    const column = second === null ? undefined : position.get(second);
    if (row !== undefined && column !== undefined) row[column] = (row[column] ?? 0) + 1;
  }
  return matrix;
}
