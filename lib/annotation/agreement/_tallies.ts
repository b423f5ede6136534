import { sum } from "./_matrix_sums.ts";
import { classScores } from "./class_scores.ts";
import type { Tally } from "./cluster_bootstrap.ts";
import { cohenKappa, percentAgreement } from "./cohen_kappa.ts";
import type { LabelPair } from "./confusion_matrix.ts";
import { fleissOfSums } from "./fleiss_kappa.ts";
import { alphaOfSums, itemDisagreement } from "./krippendorff_alpha.ts";

/** Percent agreement and Cohen's κ of two raters. */
export function pairTally(pairs: readonly LabelPair[], categories: readonly string[]): Tally {
  return matrixTally({ pairs, categories }, (matrix) => [
    percentAgreement(matrix),
    cohenKappa(matrix),
  ]);
}

/** Accuracy, macro F1, then each category's F1 (null where it does not occur in a sample). */
export function referenceTally(pairs: readonly LabelPair[], categories: readonly string[]): Tally {
  return matrixTally({ pairs, categories }, (matrix) => {
    const { accuracy, macro_f1, per_class } = classScores(matrix, categories);
    return [accuracy, macro_f1, ...categories.map((name) => per_class[name]?.f1 ?? null)];
  });
}

/** Krippendorff's α. Counts: disagreement, then labels per category of items with two or more. */
export function alphaTally(counts: readonly (readonly number[])[], categories: number): Tally {
  return {
    width: categories + 1,
    entries(row) {
      const labels = counts[row] ?? [];
      if (sum(labels) < 2) return [];
      return [[0, itemDisagreement(labels)], ...shifted(labels, 1)];
    },
    measure: ([disagreement = 0, ...labels]) => [alphaOfSums({ disagreement, labels })],
  };
}

/** Fleiss' κ. Counts: complete items, squared counts, then their labels per category. */
export function fleissTally(
  counts: readonly (readonly number[])[],
  { categories, raters }: { categories: number; raters: number },
): Tally {
  return {
    width: categories + 2,
    entries(row) {
      const labels = counts[row] ?? [];
      if (sum(labels) !== raters) return [];
      const squares = sum(labels.map((count) => count * count));
      return [[0, 1], [1, squares], ...shifted(labels, 2)];
    },
    measure: ([items = 0, squares = 0, ...labels]) => [
      fleissOfSums({ items, squares, labels }, raters),
    ],
  };
}

/** The share of equal pairs of labels. Counts: pairs that are the same, then all, both in order. */
export function pairShareTally(counts: readonly (readonly number[])[]): Tally {
  return {
    width: 2,
    entries(row) {
      const labels = counts[row] ?? [];
      const all = sum(labels);
      return [[0, sum(labels.map((count) => count * (count - 1)))], [1, all * (all - 1)]];
    },
    measure: ([same = 0, all = 0]) => [all === 0 ? null : same / all],
  };
}

function matrixTally(
  { pairs, categories }: { pairs: readonly LabelPair[]; categories: readonly string[] },
  measure: (matrix: number[][]) => (number | null)[],
): Tally {
  const size = categories.length;
  const position = new Map(categories.map((category, index) => [category, index]));
  return {
    width: size * size,
    entries(row) {
      const [first, second] = (pairs[row] ?? []).map((label) =>
        label === null ? undefined : position.get(label)
      );
      return first === undefined || second === undefined ? [] : [[first * size + second, 1]];
    },
    measure: (counts) =>
      measure(categories.map((_, row) => counts.slice(row * size, (row + 1) * size))),
  };
}

function shifted(counts: readonly number[], by: number): [number, number][] {
  return counts.flatMap((count, index): [number, number][] =>
    count === 0 ? [] : [[index + by, count]]
  );
}
