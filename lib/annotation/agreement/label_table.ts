/** What several raters said of the same items. */
export interface LabelTable {
  /** The raters' names, in the order of a row's labels. */
  raters: readonly string[];
  /** One row per item, one label per rater; null where a rater gave none. */
  rows: readonly (readonly (string | null)[])[];
  /**
   * For each row, what it clusters by (the item that a prompt was made from). Rows of one cluster
   * are drawn together for intervals. Default: each row is a cluster of its own.
   */
  clusters?: readonly string[];
}

/** The labels that occur, sorted by their characters' codes (`B` before `a`). */
export function categoriesOf(rows: Iterable<readonly (string | null)[]>): string[] {
  const found = new Set<string>();
  for (const row of rows) {
    for (const label of row) if (label !== null) found.add(label);
  }
  return [...found].sort();
}

/** How many raters gave each category, one row per item and one column per category. */
export function countLabels(
  rows: readonly (readonly (string | null)[])[],
  categories: readonly string[],
): number[][] {
  const position = new Map(categories.map((category, index) => [category, index]));
  return rows.map((row) => {
    const counts = categories.map(() => 0);
    for (const label of row) {
      const index = label === null ? undefined : position.get(label);
      if (index !== undefined) counts[index] = (counts[index] ?? 0) + 1;
    }
    return counts;
  });
}
