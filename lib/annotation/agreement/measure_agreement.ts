import type { AgreementReport, PairAgreement, RaterScores } from "./agreement_report.ts";
import { classScores } from "./class_scores.ts";
import {
  clusterBootstrap,
  DEFAULT_BOOTSTRAP_SEED,
  DEFAULT_REPLICATES,
  type Interval,
} from "./cluster_bootstrap.ts";
import { cohenKappa, percentAgreement } from "./cohen_kappa.ts";
import { confusionMatrix, type LabelPair } from "./confusion_matrix.ts";
import { fleissKappa } from "./fleiss_kappa.ts";
import { krippendorffAlpha } from "./krippendorff_alpha.ts";
import { categoriesOf, countLabels, type LabelTable } from "./label_table.ts";
import { alphaTally, fleissTally, pairTally, referenceTally } from "./_tallies.ts";
import { sum } from "./_matrix_sums.ts";

/** Options of {@linkcode measureAgreement}. */
export interface MeasureAgreementOptions {
  /** What the raters are measured against: one label per row, null where there is none. */
  reference?: readonly (string | null)[];
  /** How many samples the intervals come from; 0 for no intervals. Default: 2,000. */
  replicates?: number;
  /** The seed of those samples. Default: 1. */
  seed?: number;
}

/** The labels of two raters, or of the reference and a rater, row by row. */
interface Comparison {
  first: string;
  second: string;
  pairs: LabelPair[];
}

/**
 * Measures how far raters agree: pairwise (share and Cohen's κ), all together (Krippendorff's α,
 * Fleiss' κ) and with a reference (accuracy, precision, recall, F1), with bootstrap intervals that
 * draw whole clusters. What is not defined is null; see each measure for when that is.
 */
export function measureAgreement(
  table: LabelTable,
  options: MeasureAgreementOptions = {},
): AgreementReport {
  const { replicates = DEFAULT_REPLICATES, seed = DEFAULT_BOOTSTRAP_SEED } = options;
  const { raters, rows } = table;
  const clusters = table.clusters ?? rows.map((_, row) => String(row));
  const categories = categoriesOf([...rows, options.reference ?? []]);
  const counts = countLabels(rows, categories);
  const couples = pairsOfRaters(table);
  const references = pairsWithReference(table, options.reference);
  const size = categories.length;
  const [[alpha = null] = [], [fleiss = null] = [], ...others] = clusterBootstrap([
    alphaTally(counts, size),
    fleissTally(counts, { categories: size, raters: raters.length }),
    ...couples.map(({ pairs }) => pairTally(pairs, categories)),
    ...references.map(({ pairs }) => referenceTally(pairs, categories)),
  ], { clusters, replicates, seed });
  return {
    raters,
    n: rows.length,
    categories,
    pairwise: couples.map((couple, i) => comparePair(couple, categories, others[i] ?? [])),
    krippendorff_alpha: krippendorffAlpha(counts),
    fleiss_kappa: fleissKappa(counts, raters.length),
    reference: references.map((reference, i) =>
      scoreRater(reference, categories, others[couples.length + i] ?? [])
    ),
    krippendorff_alpha_interval: alpha,
    fleiss_kappa_interval: fleiss,
    n_pairable: counts.filter((row) => sum(row) >= 2).length,
    n_complete: counts.filter((row) => sum(row) === raters.length).length,
    bootstrap: { method: "percentile", clusters: new Set(clusters).size, replicates, seed },
  };
}

function pairsOfRaters({ raters, rows }: LabelTable): Comparison[] {
  return raters.flatMap((first, a) =>
    raters.slice(a + 1).map((second, offset) => ({
      first,
      second,
      pairs: rows.map((row): LabelPair => [row[a] ?? null, row[a + 1 + offset] ?? null]),
    }))
  );
}

function pairsWithReference(
  { raters, rows }: LabelTable,
  reference: readonly (string | null)[] | undefined,
): Comparison[] {
  if (reference === undefined) return [];
  return raters.map((second, rater) => ({
    first: "reference",
    second,
    pairs: rows.map((row, index): LabelPair => [reference[index] ?? null, row[rater] ?? null]),
  }));
}

function comparePair(
  { first, second, pairs }: Comparison,
  categories: readonly string[],
  [agreement = null, kappa = null]: readonly (Interval | null)[],
): PairAgreement {
  const matrix = confusionMatrix(pairs, categories);
  return {
    a: first,
    b: second,
    n: sum(matrix.map(sum)),
    agreement: percentAgreement(matrix),
    kappa: cohenKappa(matrix),
    agreement_interval: agreement,
    kappa_interval: kappa,
  };
}

function scoreRater(
  { second, pairs }: Comparison,
  categories: readonly string[],
  [accuracy = null, macro = null, ...classes]: readonly (Interval | null)[],
): RaterScores {
  const confusion = confusionMatrix(pairs, categories);
  const { per_class, ...scores } = classScores(confusion, categories);
  const withIntervals = Object.entries(per_class).map(([name, score]) => [
    name,
    { ...score, f1_interval: classes[categories.indexOf(name)] ?? null },
  ]);
  return {
    rater: second,
    ...scores,
    per_class: Object.fromEntries(withIntervals),
    confusion,
    accuracy_interval: accuracy,
    macro_f1_interval: macro,
  };
}
