import type { Technique } from "../base/vocabulary.ts";

/**
 * Where answers can differ from each other.
 *
 * - `dataset`, `item` (within its dataset), `format` (within its dataset, as a number stands for
 *   another wording elsewhere), `model`, `judge`: what these make of answers on average.
 * - `model_by_dataset`, `model_by_item`: what is one model's own on a dataset, or on an item, beyond that.
 * - `repeat`: between answers of one model to one prompt.
 * - `residual`: everything else.
 */
export const VARIANCE_SOURCES = [
  "dataset",
  "item",
  "format",
  "model",
  "model_by_dataset",
  "model_by_item",
  "judge",
  "repeat",
  "residual",
] as const;

/** One of {@linkcode VARIANCE_SOURCES}. */
export type VarianceSource = typeof VARIANCE_SOURCES[number];

/** How much of an outcome's variance comes from one source. */
export interface VarianceRow {
  /** The 0/1 outcome: whether the answer uses a technique, or conforms; `all`: the techniques' sum. */
  outcome: Technique | "as_expected" | "all";
  source: VarianceSource;
  /** How many levels the data have: 9 models, 288 items, …; of `residual`: verdicts. */
  levels: number;
  /** The component, on the scale of shares squared; at least 0; null where it cannot be told. */
  variance: number | null;
  /** Its share of the sum of all components, in [0, 1], with its 95 % interval. */
  share: number | null;
  low: number | null;
  high: number | null;
}
