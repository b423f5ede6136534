import { TECHNIQUES } from "../base/vocabulary.ts";
import { codeVerdicts, type Verdicts } from "./bootstrap/code_verdicts.ts";
import { countCubes } from "./bootstrap/count_cube.ts";
import { resampledShares } from "./bootstrap/resampled_shares.ts";
import { type Resampling, resampling, type ResamplingOptions } from "./bootstrap/resampling.ts";
import { INTERVAL_DETAILS, SHARE_COLUMNS } from "./distributions.ts";
import type { GroupedShareRow, Grouping } from "./grouped_share_row.ts";

/** Options of {@linkcode sharesBy}. */
export interface SharesByOptions {
  by: Grouping;
  /** Which models and datasets have rows, and in which order. */
  models: readonly string[];
  datasets: readonly string[];
  /** How the bootstrap draws. Default: its own defaults. */
  draws?: ResamplingOptions | Resampling;
}

/** The columns of `tables/shares_by_….csv`, in order. */
export const GROUPED_SHARE_COLUMNS = [
  "model",
  "dataset",
  "by",
  "group",
  ...SHARE_COLUMNS,
  ...INTERVAL_DETAILS,
] as const;

/**
 * Technique shares within groups of each dataset's prompts: a row for every model × dataset × group
 * of the dataset × technique, zeros included. Formats are in order of their numbers, other groups in
 * order of appearance; prompts without a value make a last group `not given`, so that the counts of
 * a dataset's groups add up to those of the dataset. Intervals are those of `distributions`, each
 * from the items of its group.
 *
 * @param verdicts One row per answer, by `settleVerdicts`.
 */
export function sharesBy(
  verdicts: Verdicts,
  { by, models, datasets, draws }: SharesByOptions,
): GroupedShareRow[] {
  const drawn = resampling(draws);
  const cubes = countCubes(codeVerdicts(verdicts, { models, datasets }), by);
  return models.flatMap((model, m) =>
    cubes.flatMap(({ dataset, groups, columns }) =>
      groups.flatMap((group, g) =>
        resampledShares({ columns: columns(m, g), stratum: dataset }, drawn).map((share, k) => ({
          ...{ model, dataset, by, group, technique: TECHNIQUES[k] ?? "bias" },
          ...share,
        }))
      )
    )
  );
}
