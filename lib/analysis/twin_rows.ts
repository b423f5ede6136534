import type { Technique } from "../base/vocabulary.ts";

/** How a model's share of one technique differs between a viewpoint and its twin. */
export interface TwinDifference {
  model: string;
  technique: Technique;
  /** As the prompts name them: `U.S. Republican`, `U.S. Democrat`. */
  viewpoint_a: string;
  viewpoint_b: string;
  /** Pairs of prompts of one item and format, one for each viewpoint, both with a technique. */
  twins: number;
  items: number;
  /** Shares in [0, 1] over the pairs; null where there are none. */
  share_a: number | null;
  share_b: number | null;
  /** share_a − share_b, in [−1, 1], with its 95 % interval, clustered by item. */
  difference: number | null;
  low: number | null;
  high: number | null;
  /**
   * Two-sided permutation p, and adjusted for the family (Benjamini–Hochberg); null where untested:
   * fewer than two items, or no twin with this technique.
   */
  p: number | null;
  p_adjusted: number | null;
}

/** How far a model's distributions over techniques for the two viewpoints are apart. */
export interface TwinDistance {
  model: string;
  viewpoint_a: string;
  viewpoint_b: string;
  twins: number;
  items: number;
  /** Jensen–Shannon distance, base 2, in [0, 1]; null where there are no twins. */
  distance: number | null;
  /** Its mean and 0.95 quantile where viewpoints are swapped at random within items. */
  chance_mean: number | null;
  chance_high: number | null;
  /** One-sided permutation p, and adjusted; null where there are fewer than two items. */
  p: number | null;
  p_adjusted: number | null;
}

/** What of a model's answers with a viewpoint is compared, and what is left out and why. */
export interface TwinCounts {
  model: string;
  /** Pairs that are compared. */
  twins: number;
  /** Pairs left out, because an answer of theirs has no technique. */
  without_technique: number;
  /** Answers left out, because the other viewpoint has no answer of that item, format and sample. */
  without_twin: number;
  /** Answers left out, because several prompts are of one item, format, sample and viewpoint. */
  ambiguous: number;
}
