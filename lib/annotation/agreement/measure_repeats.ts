import { clusterBootstrap, type Interval } from "./cluster_bootstrap.ts";
import { krippendorffAlpha } from "./krippendorff_alpha.ts";
import { categoriesOf, countLabels } from "./label_table.ts";
import { alphaTally, pairShareTally } from "./_tallies.ts";
import { sum } from "./_matrix_sums.ts";

/** How far repeats of one measurement agree. */
export interface RepeatMeasures {
  /** Rows with at least two labels. */
  n: number;
  /** Pairs of labels of one row. */
  pairs: number;
  /** The share of those pairs that are the same; null where there is none. */
  agreement: number | null;
  /** Krippendorff's α; null where it is not defined. */
  krippendorff_alpha: number | null;
  /** 95 % intervals; null where there is none. */
  agreement_interval: Interval | null;
  krippendorff_alpha_interval: Interval | null;
}

/** Options of {@linkcode measureRepeats}. */
export interface MeasureRepeatsOptions {
  /** What each row clusters by. Default: each row stands alone. */
  clusters?: readonly string[];
  /** How many samples the intervals come from; 0 for no intervals. Default: 2,000. */
  replicates?: number;
  /** The seed of those samples. Default: 1. */
  seed?: number;
}

/**
 * Agreement of labels that are interchangeable, as repeats of one judge are: which came first means
 * nothing, so that the measures do not depend on the order of a row. The share of equal pairs is
 * Σ_i Σ_k n_ik (n_ik − 1) / Σ_i m_i (m_i − 1), with n_ik of the m_i labels of row i being k.
 *
 * @param rows One row per measured thing, one label per repeat; null where there is none.
 */
export function measureRepeats(
  rows: readonly (readonly (string | null)[])[],
  options: MeasureRepeatsOptions = {},
): RepeatMeasures {
  const { clusters = rows.map((_, row) => String(row)), replicates, seed } = options;
  const categories = categoriesOf(rows);
  const counts = countLabels(rows, categories);
  const share = pairShareTally(counts);
  const [[agreement = null] = [], [alpha = null] = []] = clusterBootstrap(
    [share, alphaTally(counts, categories.length)],
    { clusters, replicates, seed },
  );
  const pairs = sum(counts.map((row) => sum(row) * (sum(row) - 1)));
  const same = sum(counts.flatMap((row) => row.map((count) => count * (count - 1))));
  return {
    n: counts.filter((row) => sum(row) >= 2).length,
    pairs: pairs / 2,
    agreement: share.measure([same, pairs])[0] ?? null,
    krippendorff_alpha: krippendorffAlpha(counts),
    agreement_interval: agreement,
    krippendorff_alpha_interval: alpha,
  };
}
