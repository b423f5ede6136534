import { resampling } from "../../analysis/bootstrap/resampling.ts";
import { AS_PUBLISHED_REASON } from "../published_counts.ts";
import { simulatedModels, type SurveySimulation } from "../simulated_models.ts";
import type { SurveyAnswer } from "../survey_answer.ts";
import type { SurveyQuestion } from "../survey_question.ts";
import {
  type AlignmentEffectRow,
  alignmentEffects,
  type AlignmentPair,
} from "../statistics/alignment_effects.ts";
import { type AnswerSeries, seriesOfAnswers } from "../statistics/answer_series.ts";
import { asPublishedDistances, type AsPublishedRow } from "../statistics/as_published_distances.ts";
import type { LeftOutRow } from "../statistics/left_out_row.ts";
import {
  type ModelDistanceRow,
  modelDistances,
  type QuestionDistanceRow,
} from "../statistics/model_distances.ts";
import { optionShuffles } from "../statistics/option_shuffles.ts";
import {
  type FacetScoreRow,
  type PersonalityScoreRow,
  personalityScores,
} from "../statistics/personality_scores.ts";
import {
  type PopulationDistanceRow,
  populationDistances,
} from "../statistics/population_distances.ts";
import { PUBLISHED_VALUES, type PublishedValue } from "../statistics/published_values.ts";
import { surveyNotes } from "./_survey_notes.ts";

/** What {@linkcode computeSurveyTables} computes from. */
export interface SurveyTablesInput {
  /** Of one survey. */
  questions: readonly SurveyQuestion[];
  /** At most one for each question, model, variant and method. */
  answers: readonly SurveyAnswer[];
  /** Models before and after alignment; those without answers have no rows. Default: none. */
  pairs?: readonly AlignmentPair[];
  /** Whom models are compared with. Default: all that a question has, in the order of appearance. */
  populations?: readonly string[];
  /** People's shares of personality statements as published, by `personalityQuestions()`. */
  asPublished?: ReadonlyMap<string, readonly number[]>;
  /** What else a reader must know, such as how many questions could not be read. Sentences. */
  notes?: readonly string[];
}

/** Options of {@linkcode computeSurveyTables}. */
export interface SurveyTablesOptions {
  /** What all draws follow from. Default: 1. */
  seed?: number;
  /** Of the bootstrap over questions. Default: 2,000. */
  replicates?: number;
  /** How often the models' shares are shuffled. Default: 1,000. */
  permutations?: number;
  /** With how many swaps of signs the effects of alignment are tested. Default: 9,999. */
  flips?: number;
  /** Of the logarithm of the distances, above 1. Default: 2. */
  base?: number;
}

/** Everything that is computed from the answers to a survey, as plain rows. */
export interface SurveyTables {
  survey: SurveyQuestion["survey"];
  models: readonly string[];
  variants: readonly string[];
  populations: readonly string[];
  base: number;
  seed: number;
  permutations: number;
  /** Whether some or all answers are made up by the simulator; null where none is. */
  simulated: SurveySimulation;
  /** Model × variant × population × question that the population was asked. */
  questionDistances: readonly QuestionDistanceRow[];
  /** Model × variant × population. */
  modelDistances: readonly ModelDistanceRow[];
  /** Every two populations. */
  populationDistances: readonly PopulationDistanceRow[];
  /** Pair × variant × population, and the entropy. */
  alignmentEffects: readonly AlignmentEffectRow[];
  /** Model × variant; of the Machine Personality Inventory. */
  asPublished: readonly AsPublishedRow[];
  /** Model or population × trait; of the Machine Personality Inventory. */
  personalityScores: readonly PersonalityScoreRow[];
  /** Model or population × facet of a trait; of the Machine Personality Inventory. */
  facetScores: readonly FacetScoreRow[];
  /** What the means are without, by reason. */
  leftOut: readonly LeftOutRow[];
  /** Of this survey: what the authors published. */
  published: readonly PublishedValue[];
  /** What a reader of any table must know: one sentence each. */
  notes: readonly string[];
}

/** How often a model's shares are shuffled, unless something else is asked for. */
export const SHUFFLES = 1000;

/** Computes every table of a survey. The same answers, seed and numbers of draws give the same tables. */
export function computeSurveyTables(
  input: SurveyTablesInput,
  options: SurveyTablesOptions = {},
): SurveyTables {
  const { seed = 1, replicates, permutations = SHUFFLES, flips, base = 2 } = options;
  const { questions, pairs = [], asPublished } = input;
  const survey = surveyOf(questions);
  const series = seriesOfAnswers(input.answers);
  const populations = input.populations ??
    [...new Set(questions.flatMap((q) => [...q.human.keys()]))];
  const shuffles = optionShuffles({ seed, permutations });
  const draws = resampling({ seed, replicates });
  const ofModels = modelDistances(questions, series, { populations, shuffles, draws, base });
  const published = asPublished === undefined || asPublished.size === 0
    ? { rows: [], leftOut: [] }
    : asPublishedDistances(questions, series, { asPublished, shuffles, base });
  const scores = personalityScores(questions, series, populations);
  const simulated = simulatedModels(series);
  return {
    ...{ survey, populations, base, seed, permutations, simulated },
    models: [...new Set(series.map(({ model }) => model))],
    variants: [...new Set(series.map(({ variant }) => variant))],
    questionDistances: ofModels.questionRows,
    modelDistances: ofModels.rows,
    populationDistances: populationDistances(questions, { populations, base }),
    alignmentEffects: alignmentEffects(questions, series, {
      pairs,
      populations,
      seed,
      flips,
      base,
    }),
    asPublished: published.rows,
    personalityScores: scores.rows,
    facetScores: scores.facetRows,
    leftOut: [...ofModels.leftOut, ...published.leftOut, ...scores.leftOut],
    published: PUBLISHED_VALUES.filter((value) => value.survey === survey),
    notes: [
      ...surveyNotes(input, { simulated, base, permutations }),
      ...(published.rows.length === 0 ? [] : [AS_PUBLISHED_REASON]),
      ...input.notes ?? [],
      ...unansweredPairs(pairs, series),
    ],
  };
}

function surveyOf(questions: readonly SurveyQuestion[]): SurveyQuestion["survey"] {
  const [first, ...others] = new Set(questions.map(({ survey }) => survey));
  if (first !== undefined && others.length === 0) return first;
  throw new RangeError(
    `Cannot compute tables of ${first === undefined ? "no questions" : "two surveys at once"}.`,
  );
}

/** Pairs that have no rows, since the one or the other model has no answers. */
function unansweredPairs(
  pairs: readonly AlignmentPair[],
  series: readonly AnswerSeries[],
): string[] {
  const models = new Set(series.map(({ model }) => model));
  return pairs.filter(({ before, after }) => !models.has(before) || !models.has(after))
    .map(({ before, after }) =>
      `No effect of alignment from ${before} to ${after}: the run has no answers of ` +
      `${[before, after].filter((model) => !models.has(model)).join(" and ")}.`
    );
}
