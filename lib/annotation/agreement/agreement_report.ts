import type { ClassScore, ReferenceScores } from "./class_scores.ts";
import type { Interval } from "./cluster_bootstrap.ts";

/** Two raters compared. Intervals are 95 % ones; null where there is none. */
export interface PairAgreement {
  a: string;
  b: string;
  /** Items that both labelled. */
  n: number;
  /** The share on which they agree; null where n is 0. */
  agreement: number | null;
  /** Cohen's κ; null where it is not defined. */
  kappa: number | null;
  agreement_interval: Interval | null;
  kappa_interval: Interval | null;
}

/** One class's scores with the interval of its F1. */
export interface ClassScoreWithInterval extends ClassScore {
  f1_interval: Interval | null;
}

/** A rater measured against the reference. */
export interface RaterScores extends ReferenceScores {
  rater: string;
  per_class: Record<string, ClassScoreWithInterval>;
  /** Rows: the reference's labels, columns: the rater's, in the order of the report's categories. */
  confusion: number[][];
  accuracy_interval: Interval | null;
  macro_f1_interval: Interval | null;
}

/** How far some raters agree, with each other and with a reference. */
export interface AgreementReport {
  raters: readonly string[];
  /** Items: all rows of the table, those without any label included. */
  n: number;
  /** The labels that the raters or the reference use, sorted. */
  categories: string[];
  /** Every pair of raters, in the raters' order. */
  pairwise: PairAgreement[];
  /** Over the items with at least two labels; null where it is not defined. */
  krippendorff_alpha: number | null;
  /** Over the items that every rater labelled; null where it is not defined. */
  fleiss_kappa: number | null;
  /** One entry per rater; none without a reference. */
  reference: RaterScores[];
  krippendorff_alpha_interval: Interval | null;
  fleiss_kappa_interval: Interval | null;
  /** Items with at least two labels: those that α is made from. */
  n_pairable: number;
  /** Items that every rater labelled: those that Fleiss' κ is made from. */
  n_complete: number;
  /** How the intervals were made. */
  bootstrap: { method: "percentile"; clusters: number; replicates: number; seed: number };
}
