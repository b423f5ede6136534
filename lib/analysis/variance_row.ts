import type { Technique } from "../base/vocabulary.ts";

/** Where answers can differ from each other. */
export const VARIANCE_SOURCES = [
  "dataset",
  "item",
  "format",
  "model",
  "judge",
  "repeat",
  "residual",
] as const;

/** One of {@linkcode VARIANCE_SOURCES}. */
export type VarianceSource = typeof VARIANCE_SOURCES[number];

/** How much of an outcome's variance comes from one source. */
export interface VarianceRow {
  /** The 0/1 outcome: whether the answer uses a technique, or conforms; `all`: their sum. */
  outcome: Technique | "as_expected" | "all";
  source: VarianceSource;
  /** How many levels the data have: 9 models, 288 items, … */
  levels: number;
  /** The component, on the scale of shares squared; at least 0; null where it cannot be told. */
  variance: number | null;
  /** Its share of the sum of all components, in [0, 1], with its 95 % interval. */
  share: number | null;
  low: number | null;
  high: number | null;
}
