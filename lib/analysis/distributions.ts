import { type Technique, TECHNIQUES } from "../base/vocabulary.ts";
import { codeVerdicts, type Verdicts } from "./bootstrap/code_verdicts.ts";
import { countCubes } from "./bootstrap/count_cube.ts";
import { type ResampledShare, resampledShares } from "./bootstrap/resampled_shares.ts";
import { type Resampling, resampling, type ResamplingOptions } from "./bootstrap/resampling.ts";
import type { RunFrames } from "./read_run.ts";

/** How often one model used one technique on one dataset. */
export interface DistributionRow {
  model: string;
  dataset: string;
  technique: Technique;
  /** Answers of the model to the dataset that have a technique. */
  n: number;
  /** Answers with this technique. */
  count: number;
  /** count / n, in [0, 1]; null where n is 0. */
  share: number | null;
  /** The 95 % interval's ends, in [0, 1], by {@linkcode clusteredShares}; null where n is 0. */
  low: number | null;
  high: number | null;
}

/** A {@linkcode DistributionRow} with what its interval rests on. */
export type IntervalRow = DistributionRow & ResampledShare;

/** What every table of shares ends with, or goes on with {@linkcode INTERVAL_DETAILS}. */
export const SHARE_COLUMNS = ["technique", "n", "count", "share", "low", "high"] as const;

/** The columns of `tables/distributions.csv`, in order. */
export const DISTRIBUTION_COLUMNS = ["model", "dataset", ...SHARE_COLUMNS] as const;

/** The columns of tables with {@linkcode ResampledShare}s that say what intervals rest on. */
export const INTERVAL_DETAILS = [
  "items",
  "rests_on",
  "n_eff",
  "design_effect",
  "naive_low",
  "naive_high",
  "boot_low",
  "boot_high",
] as const;

/**
 * Technique shares per model and dataset: a row for every model × dataset × technique, zeros
 * included, in the order of `order.models`, `order.datasets` and the techniques' codes.
 *
 * `low` and `high` are by {@linkcode clusteredShares}. Beside them are the naive interval, and that
 * of a bootstrap over items, by {@linkcode percentileInterval}.
 *
 * @param verdicts One row per answer, by `settleVerdicts`.
 * @param order Which models and datasets have rows, and in which order.
 */
export function distributions(
  verdicts: Verdicts,
  order: Pick<RunFrames, "models" | "datasets">,
  options?: ResamplingOptions | Resampling,
): IntervalRow[] {
  const draws = resampling(options);
  const cubes = countCubes(codeVerdicts(verdicts, order));
  return order.models.flatMap((model, m) =>
    cubes.flatMap(({ dataset, columns }) =>
      resampledShares({ columns: columns(m, 0), stratum: dataset }, draws).map((share, k) => ({
        ...{ model, dataset, technique: TECHNIQUES[k] ?? "bias" },
        ...share,
      }))
    )
  );
}
