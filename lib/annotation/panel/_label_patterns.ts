import { categoriesOf } from "../agreement/label_table.ts";

/** Items on which every judge said the same labels as often: they share one posterior. */
export interface LabelPattern {
  /** How many items there are. */
  weight: number;
  /** The labels, as positions: which judge said which category. */
  said: readonly { judge: number; category: number }[];
}

/** A panel's labels, counted by pattern. */
export interface LabelPatterns {
  categories: readonly string[];
  /** The judges, in order of appearance. */
  judges: readonly string[];
  patterns: LabelPattern[];
  /** For each row its pattern; null where it has no label. */
  patternOf: (number | null)[];
}

/** What {@linkcode labelPatterns} is told beside the rows. */
export interface LabelPatternsOptions {
  /** Whose labels each column holds. */
  judges: readonly string[];
  /** Default: those that occur, sorted. */
  categories?: readonly string[];
}

/**
 * Puts rows with the same labels together, so that estimating costs as much as there are patterns,
 * not rows. @throws {RangeError} for a label that is none of the categories.
 */
export function labelPatterns(
  rows: readonly (readonly (string | null)[])[],
  { judges: columns, categories = categoriesOf(rows) }: LabelPatternsOptions,
): LabelPatterns {
  const judges = [...new Set(columns)];
  const judgeOf = columns.map((judge) => judges.indexOf(judge));
  const positions = new Map(categories.map((category, index) => [category, index]));
  const patterns: LabelPattern[] = [];
  const known = new Map<string, number>();
  const patternOf = rows.map((row) => {
    const said = row.flatMap((label, column) => {
      if (label === null) return [];
      const category = positions.get(label);
      if (category === undefined) throw new RangeError(`Label '${label}' is no category.`);
      return [{ judge: judgeOf[column] ?? 0, category }];
    });
    if (said.length === 0) return null;
    const key = said.map(({ judge, category }) => `${judge}:${category}`).sort().join();
    const index = known.get(key) ?? patterns.push({ weight: 0, said }) - 1;
    known.set(key, index);
    const pattern = patterns[index];
    if (pattern !== undefined) pattern.weight++;
    return index;
  });
  return { categories, judges, patterns, patternOf };
}
