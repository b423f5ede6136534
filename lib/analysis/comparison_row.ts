import type { Technique } from "../base/vocabulary.ts";

/** How two models differ on the same prompts. */
export interface ComparisonRow {
  dataset: string;
  /** What is compared: a technique's share, or how often the answer was as the study expects. */
  outcome: Technique | "as_expected";
  /** The models; `difference` is `model_a`'s share less `model_b`'s. */
  model_a: string;
  model_b: string;
  /** Prompts that both answered, with a technique each, and the items that these come from. */
  prompts: number;
  items: number;
  /** Shares in [0, 1] over those prompts; null where there are none. */
  share_a: number | null;
  share_b: number | null;
  /** share_a − share_b, in [−1, 1], with its 95 % interval; null where there are no prompts. */
  difference: number | null;
  low: number | null;
  high: number | null;
  /** The interval of a bootstrap over items; null where no replicate differs from another. */
  boot_low: number | null;
  boot_high: number | null;
  /** Two-sided p, and the same adjusted for the family (Benjamini–Hochberg); null where untested. */
  p: number | null;
  p_adjusted: number | null;
  /** Whether the difference stands at a false discovery rate of 5 %; false where it is untested. */
  stands: boolean;
}
