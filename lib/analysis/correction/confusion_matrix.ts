/**
 * P(the judge's label | true class): each column of `cells` over its sum.
 *
 * A class that no gold answer has tells nothing of how it is judged: its column takes the judge to be
 * right, which {@linkcode unseenClasses} lets callers say.
 *
 * @param cells J rows (the judge's labels, in the classes' order, then perhaps 'no label') by K
 * columns (true classes) of counts or weights.
 */
export function confusionMatrix(cells: readonly (readonly number[])[]): number[][] {
  const totals = columnSums(cells);
  return cells.map((row, j) =>
    row.map((value, k) => (totals[k] ?? 0) > 0 ? value / (totals[k] ?? 1) : Number(j === k))
  );
}

/** The numbers of the classes that no gold answer has. */
export function unseenClasses(cells: readonly (readonly number[])[]): number[] {
  return columnSums(cells).flatMap((total, k) => total > 0 ? [] : [k]);
}

/** The sum of each column. */
export function columnSums(cells: readonly (readonly number[])[]): number[] {
  return (cells[0] ?? []).map((_, k) => cells.reduce((sum, row) => sum + (row[k] ?? 0), 0));
}

/**
 * Scales each row of `cells` (the gold answers with one label of the judge's) to the share that the
 * label has among all answers. A label without gold is taken to be right; the row of answers
 * without a label, if it has no gold, stays empty.
 */
export function postStratify(
  cells: readonly (readonly number[])[],
  shares: readonly number[],
): number[][] {
  return cells.map((row, j) => {
    const share = shares[j] ?? 0;
    const sum = row.reduce((all, value) => all + value, 0);
    return row.map((value, k) => sum > 0 ? share * value / sum : (j === k ? share : 0));
  });
}
