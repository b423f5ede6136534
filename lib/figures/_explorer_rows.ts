import type { AnalysisTables } from "../analysis/compute_tables.ts";
import { codeOfTechnique, labelOf } from "../base/vocabulary.ts";

/** How models and datasets are shown, by their names. */
export interface ExplorerLabels {
  models: ReadonlyMap<string, string>;
  datasets: ReadonlyMap<string, string>;
}

/** One row per model, dataset and technique that has a share. */
export function explorerRows(tables: AnalysisTables, { models, datasets }: ExplorerLabels) {
  return tables.distributions.flatMap(({ model, dataset, technique, n, count, share, low, high }) =>
    share === null || low === null || high === null ? [] : [{
      model: models.get(model),
      dataset: datasets.get(dataset),
      // By their places the answers behind a share are found.
      places: [tables.models.indexOf(model), tables.datasets.indexOf(dataset)],
      technique: labelOf(technique),
      code: codeOfTechnique(technique),
      n,
      count,
      ...{ share: sixDecimals(share), low: sixDecimals(low), high: sixDecimals(high) },
      interval: `${(low * 100).toFixed(1)} % to ${(high * 100).toFixed(1)} %`,
    }]
  );
}

function sixDecimals(value: number): number {
  return Number(value.toFixed(6));
}
