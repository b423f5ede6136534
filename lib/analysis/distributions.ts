import pl from "nodejs-polars";
import { type Technique, TECHNIQUES } from "../base/vocabulary.ts";
import { type ClusteredShare, clusteredShares } from "./clustered_shares.ts";
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
export type IntervalRow = DistributionRow & ClusteredShare;

/** The columns of `tables/distributions.csv`, in order. */
export const DISTRIBUTION_COLUMNS = [
  "model",
  "dataset",
  "technique",
  "n",
  "count",
  "share",
  "low",
  "high",
] as const;

/**
 * Technique shares per model and dataset: a row for every model × dataset × technique, zeros
 * included, in the order of `run.models`, `run.datasets` and the techniques' codes.
 *
 * @param verdicts One row per answer, by {@linkcode settleVerdicts}.
 * @param order Which models and datasets have rows, and in which order.
 */
export function distributions(
  verdicts: pl.DataFrame,
  order: Pick<RunFrames, "models" | "datasets">,
): IntervalRow[] {
  const cells = countByItem(verdicts);
  return order.models.flatMap((model) =>
    order.datasets.flatMap((dataset) => {
      const counts = [...cells.get(cellKey(model, dataset))?.values() ?? []];
      const shares = clusteredShares(counts, TECHNIQUES.length);
      return shares.map((share, index): IntervalRow => ({
        ...{ model, dataset, technique: TECHNIQUES[index] ?? "bias" },
        ...share,
      }));
    })
  );
}

/** Per model and dataset: per item, the answers with each technique, in code order. */
function countByItem(verdicts: pl.DataFrame): Map<string, Map<string, number[]>> {
  const grouped = verdicts
    .filter(pl.col("technique").isNotNull())
    .groupBy("model", "dataset", "cluster", "technique")
    .agg(pl.col("answer").count().alias("count"))
    // Groups come in random order, and sums of squares must not depend on it.
    .sort(["model", "dataset", "cluster", "technique"]);
  const cells = new Map<string, Map<string, number[]>>();
  for (const row of grouped.toRecords()) {
    const key = cellKey(String(row.model), String(row.dataset));
    const items = cells.get(key) ?? new Map<string, number[]>();
    cells.set(key, items);
    const counts = items.get(String(row.cluster)) ?? TECHNIQUES.map(() => 0);
    items.set(String(row.cluster), counts);
    counts[TECHNIQUES.findIndex((name) => name === row.technique)] = Number(row.count);
  }
  return cells;
}

function cellKey(model: string, dataset: string): string {
  return JSON.stringify([model, dataset]);
}
