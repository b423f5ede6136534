import { DATASETS } from "../base/vocabulary.ts";

/** Datasets in the order of figures and tables: the study's, then others as they come. */
export function orderDatasets(found: readonly string[]): string[] {
  const ofStudy = DATASETS.filter((dataset) => found.includes(dataset));
  const others = found.filter((dataset) => !ofStudy.some((name) => name === dataset));
  return [...ofStudy, ...others];
}
