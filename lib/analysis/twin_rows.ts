import type { Technique } from "../base/vocabulary.ts";

/** How a model's share of one technique differs between a viewpoint and its twin. */
export interface TwinDifference {
  model: string;
  technique: Technique;
  /** Pairs of prompts of one item and format, one for each viewpoint, both with a technique. */
  twins: number;
  items: number;
  /** Shares in [0, 1] over the pairs; null where there are none. */
  share_republican: number | null;
  share_democrat: number | null;
  /** share_republican − share_democrat, with its 95 % interval, clustered by item. */
  difference: number | null;
  low: number | null;
  high: number | null;
  /** Two-sided permutation p, and adjusted for the family (Benjamini–Hochberg). */
  p: number | null;
  p_adjusted: number | null;
}

/** How far a model's distributions over techniques for the two viewpoints are apart. */
export interface TwinDistance {
  model: string;
  twins: number;
  items: number;
  /** Jensen–Shannon distance, base 2, in [0, 1]; null where there are no twins. */
  distance: number | null;
  /** Its mean and 0.95 quantile where viewpoints are swapped at random within items. */
  chance_mean: number | null;
  chance_high: number | null;
  p: number | null;
  p_adjusted: number | null;
}
