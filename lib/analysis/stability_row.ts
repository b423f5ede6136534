import type { Technique } from "../base/vocabulary.ts";

/** A choice that could have been made otherwise. */
export type StabilityAxis = "format" | "refusal_rule" | "judge" | "repeat";

/** A share under one setting of such a choice, beside the share as it is reported. */
export interface StabilityRow {
  axis: StabilityAxis;
  /** `3`, `empty as refusal`, `gpt-4o`, `sample 1`, … */
  setting: string;
  model: string;
  dataset: string;
  technique: Technique;
  n: number;
  /** In [0, 1]; null where n is 0. */
  share: number | null;
  /** The share as it is reported, and by how much this one differs. */
  reported: number | null;
  difference: number | null;
}

/** How stable the conclusions are along one axis. */
export interface StabilitySummary {
  axis: StabilityAxis;
  settings: number;
  /** The largest and the median |difference| over all shares. */
  largest: number | null;
  median: number | null;
  /** Kendall's tau-b of the models' order by conformance, the lowest over the settings; null below 3 models. */
  lowest_tau: number | null;
  /** Model × dataset cells whose most frequent technique is another under some setting, of `cells`. */
  changed_leaders: number;
  cells: number;
}
