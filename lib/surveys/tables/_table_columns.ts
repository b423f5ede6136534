import type { AlignmentEffectRow } from "../statistics/alignment_effects.ts";
import type { AsPublishedRow } from "../statistics/as_published_distances.ts";
import type { LeftOutRow } from "../statistics/left_out_row.ts";
import type { ModelDistanceRow, QuestionDistanceRow } from "../statistics/model_distances.ts";
import type { FacetScoreRow, PersonalityScoreRow } from "../statistics/personality_scores.ts";
import type { PopulationDistanceRow } from "../statistics/population_distances.ts";
import type { PublishedValue } from "../statistics/published_values.ts";

const SERIES = ["model", "variant", "method"] as const;
const SHUFFLED = [
  ...["shuffled", "shuffled_low", "shuffled_high", "below_shuffled", "shuffled_p"],
  "single_shuffle",
] as readonly (keyof ModelDistanceRow & keyof AsPublishedRow)[];

/** The columns of `question_distances.csv`, in order. */
export const QUESTION_DISTANCE_COLUMNS: readonly (keyof QuestionDistanceRow)[] = [
  ...["question_id", "number", ...SERIES, "population", "distance", "entropy"] as const,
  ...["human_entropy", "reason"] as const,
];

/** The columns of `model_distances.csv`, in order. */
export const MODEL_DISTANCE_COLUMNS: readonly (keyof ModelDistanceRow)[] = [
  ...[...SERIES, "simulated", "population", "questions", "n", "distance", "low", "high"] as const,
  ...["boot_low", "boot_high", ...SHUFFLED] as const,
  ...["entropy", "entropy_low", "entropy_high"] as const,
  ...["human_entropy", "human_entropy_low", "human_entropy_high", "mass_seen"] as const,
];

/** The columns of `population_distances.csv`, in order. */
export const POPULATION_DISTANCE_COLUMNS: readonly (keyof PopulationDistanceRow)[] = [
  ...["population_a", "population_b", "questions", "n", "not_shared"] as const,
  ...["different_lengths", "unusable", "distance", "low", "high"] as const,
];

/** The columns of `alignment_effects.csv`, in order. */
export const ALIGNMENT_EFFECT_COLUMNS: readonly (keyof AlignmentEffectRow)[] = [
  ...["before", "after", "variant", "method_before", "method_after", "outcome"] as const,
  ...["population", "n", "only_before", "only_after", "neither", "mean_before"] as const,
  ...["mean_after", "difference", "low", "high", "p", "p_adjusted", "stands"] as const,
];

/** The columns of `as_published.csv`, in order. */
export const AS_PUBLISHED_COLUMNS: readonly (keyof AsPublishedRow)[] = [
  ...[...SERIES, "simulated", "questions", "n", "distance", "low", "high"] as const,
  ...[...SHUFFLED, "entropy", "human_entropy"] as const,
];

/** The columns of `personality_scores.csv`, in order. */
export const PERSONALITY_SCORE_COLUMNS: readonly (keyof PersonalityScoreRow)[] = [
  ...["kind", "name", "variant", "method", "simulated", "trait", "trait_name"] as const,
  ...["statements", "n", "score", "low", "high"] as const,
];

/** The columns of `facet_scores.csv`, in order. */
export const FACET_SCORE_COLUMNS: readonly (keyof FacetScoreRow)[] = [
  ...["kind", "name", "variant", "method", "simulated", "trait", "trait_name", "facet"] as const,
  ...["statements", "n", "score", "low", "high"] as const,
];

/** The columns of `left_out.csv`, in order. */
export const LEFT_OUT_COLUMNS: readonly (keyof LeftOutRow)[] = [
  ...["table", ...SERIES, "population", "reason", "questions", "first"] as const,
];

/** The columns of `published_values.csv`, in order. */
export const PUBLISHED_VALUE_COLUMNS: readonly (keyof PublishedValue)[] = [
  ...["survey", "model", "stage", "measure", "population", "other_population"] as const,
  ...["value", "source"] as const,
];
