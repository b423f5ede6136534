/** How precise a study of a certain size would be. */
export interface PrecisionRow {
  dataset: string;
  items: number;
  /** Wordings of each item. */
  formats: number;
  /** Prompts for each model: items × formats, × 2 where each wording asks for two viewpoints. */
  prompts: number;
  /**
   * Half the width of the 95 % interval of a share, in [0, 1]: of the technique that is hardest to
   * measure; null where the run does not tell.
   */
  half_width: number | null;
  /** Half the width of the interval of the difference of two models on the same prompts. */
  half_width_difference: number | null;
  /** Whether these are the numbers of the run itself. */
  is_present: boolean;
}
