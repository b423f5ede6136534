import type { Technique } from "../../base/vocabulary.ts";

/** How a share was corrected. */
export type CorrectionMethod = "prediction_powered" | "inversion";

/** One technique's share as the judge sees it, and corrected for what the judge gets wrong. */
export interface CorrectedShare {
  /** Null: all models together. */
  model: string | null;
  technique: Technique;
  method: CorrectionMethod;
  /** Whose gold: that of these very answers, or that of all models. */
  gold_from: "own" | "all_models";
  /** Answers, with and without a label of the judge's. */
  n: number;
  /** Of them without. The raw share is of the others; the corrected share of all. */
  unlabelled: number;
  /** Answers that the judge gave this technique. */
  count: number;
  /** The judge's share, in [0, 1], with its 95 % interval by `clusteredShares`; null without labels. */
  raw_share: number | null;
  raw_low: number | null;
  raw_high: number | null;
  /** The corrected share, in [0, 1], with its 95 % interval; null where there is too little gold. */
  corrected: number | null;
  low: number | null;
  high: number | null;
  /** Gold answers that the correction rests on, their items, and their worth in equal weights. */
  gold: number;
  gold_items: number;
  gold_effective: number;
  /** Of them with this technique, by the person. */
  gold_technique: number;
  /** What to know before trusting it; null: nothing. */
  note: string | null;
}

/** What the correction of one model, or of all together, rests on. */
export interface CorrectionBasis {
  /** Null: all models together. */
  model: string | null;
  n: number;
  unlabelled: number;
  /** Its own gold answers, their items, and their worth in equal weights. */
  gold: number;
  gold_items: number;
  gold_effective: number;
  /** Answers drawn into the gold set that no person's label came for: they are left out. */
  gold_without_label: number;
  /** Whose gold corrects it; null where there is too little of either. */
  gold_from: "own" | "all_models" | null;
  /** P(judge's label | true technique): a row per label (the last: none, if any), a column per technique. */
  matrix: number[][] | null;
  /** The matrix's condition number: above 10 or so, inversion blows errors up. */
  condition: number | null;
  /** Techniques that no gold answer has: the judge is taken to be right on them. */
  unseen: Technique[];
  /** How far prediction-powered inference believes the judge, in [0, 1]; null where not used. */
  lambda: number | null;
}
