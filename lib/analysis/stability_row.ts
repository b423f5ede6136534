import type { Technique } from "../base/vocabulary.ts";

/** Choices that could have been made otherwise. */
export const STABILITY_AXES = ["format", "refusal_rule", "judge", "repeat"] as const;

/** One of {@linkcode STABILITY_AXES}. */
export type StabilityAxis = typeof STABILITY_AXES[number];

/** A share under one setting of such a choice, beside the share as it is reported. */
export interface StabilityRow {
  axis: StabilityAxis;
  /** `3`, `empty and filtered as refusal`, `gpt-4o`, `sample 1`, … */
  setting: string;
  model: string;
  dataset: string;
  technique: Technique;
  n: number;
  /** In [0, 1]; null where n is 0. */
  share: number | null;
  /**
   * The share as it is reported, and by how much this one differs. For repeats: the first sample's share of
   * the same prompts, so that differences are those between two runs of the same study.
   */
  reported: number | null;
  difference: number | null;
}

/** How stable the conclusions are along one axis. */
export interface StabilitySummary {
  axis: StabilityAxis;
  /** Settings other than the one that is reported, to which everything below is confined. */
  settings: number;
  /** The largest and the median |difference| over all shares. */
  largest: number | null;
  median: number | null;
  /**
   * Kendall's τ-b of the models' order by conformance, the lowest over the settings; null below 3 models,
   * and where nothing is expected. A model's conformance is the mean over datasets of its share of
   * answers as expected, so that large datasets do not rule.
   */
  lowest_tau: number | null;
  /** Model × dataset cells whose most frequent technique is another under some setting, of `cells`. */
  changed_leaders: number;
  cells: number;
}
