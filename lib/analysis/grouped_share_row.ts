import type { Technique } from "../base/vocabulary.ts";
import type { ResampledShare } from "./bootstrap/resampled_shares.ts";

/** What answers of a dataset can be told apart by. */
export const GROUPINGS = ["task", "viewpoint", "style", "format"] as const;

/** One of {@linkcode GROUPINGS}. */
export type Grouping = typeof GROUPINGS[number];

/** How often one model used one technique in one group of a dataset's prompts. */
export interface GroupedShareRow extends ResampledShare {
  model: string;
  dataset: string;
  by: Grouping;
  /** The group's value, formats as whole numbers in text; `not given` where prompts have none. */
  group: string;
  technique: Technique;
}
