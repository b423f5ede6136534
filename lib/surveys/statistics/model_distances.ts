import { expandedTail, percentileInterval } from "../../analysis/bootstrap/percentile_interval.ts";
import { resampledSums } from "../../analysis/bootstrap/resampled_sums.ts";
import type { ItemWeights, Resampling } from "../../analysis/bootstrap/resampling.ts";
import type { SurveyMethod } from "../survey_answer.ts";
import type { SurveyQuestion } from "../survey_question.ts";
import { type AnswerSeries, sharesOfSeries } from "./answer_series.ts";
import { entropy } from "./entropy.ts";
import { countLeftOut, type LeftOutRow } from "./left_out_row.ts";
import { meanInterval } from "./mean_interval.ts";
import type { OptionShuffles } from "./option_shuffles.ts";
import {
  type GapReason,
  largestDistance,
  measured,
  type QuestionDistance,
  questionDistances,
  sharesOfPopulation,
} from "./question_distances.ts";
import { type ShuffledBaseline, shuffledBaseline } from "./shuffled_baseline.ts";

/** Whose answers a row is about. */
export interface SeriesOfRow {
  model: string;
  variant: string;
  method: SurveyMethod;
}

/** One question, one model, one population that has a distribution of it. */
export interface QuestionDistanceRow extends SeriesOfRow {
  question_id: string;
  /** The question's number in the file. */
  number: number;
  population: string;
  /** The Jensen–Shannon distance; null where the model's side has none, with the reason. */
  distance: number | null;
  reason: GapReason | null;
  /** Of the model's distribution and of the people's, in nats; null where there is no distance. */
  entropy: number | null;
  human_entropy: number | null;
}

/** How far a model is from a population, over all questions. */
export interface ModelDistanceRow extends SeriesOfRow, ShuffledBaseline {
  simulated: boolean;
  population: string;
  /** Questions in all, and those with a distance, which all numbers of the row are over. */
  questions: number;
  n: number;
  /** Mean Jensen–Shannon distance with its interval by {@linkcode meanInterval}; null where n is 0. */
  distance: number | null;
  low: number | null;
  high: number | null;
  /** The interval of a bootstrap over questions; null where no replicate differs from another. */
  boot_low: number | null;
  boot_high: number | null;
  /** Mean entropy of the model's distributions, in nats. */
  entropy: number | null;
  entropy_low: number | null;
  entropy_high: number | null;
  /** That of the people's. */
  human_entropy: number | null;
  human_entropy_low: number | null;
  human_entropy_high: number | null;
  /** Mean probability mass that was on letters of options; null where it is not known of any. */
  mass_seen: number | null;
}

/** What every model is compared with, and how. */
export interface ModelDistancesOptions {
  populations: readonly string[];
  shuffles: OptionShuffles;
  draws: Resampling;
  base?: number;
}

/** The distances of all models from all populations. */
export interface ModelDistances {
  rows: ModelDistanceRow[];
  questionRows: QuestionDistanceRow[];
  leftOut: LeftOutRow[];
}

/** Every model × variant × population, in this order; see {@linkcode ModelDistanceRow}. */
export function modelDistances(
  questions: readonly SurveyQuestion[],
  series: readonly AnswerSeries[],
  options: ModelDistancesOptions,
): ModelDistances {
  const weights = options.draws.weights("questions", questions.length);
  const found: ModelDistances = { rows: [], questionRows: [], leftOut: [] };
  for (const one of series) {
    const { model, variant, method } = one;
    const p = sharesOfSeries(one);
    for (const population of options.populations) {
      const q = sharesOfPopulation(population);
      const distances = questionDistances(questions, { p, q, base: options.base });
      const place = { model, variant, method, population };
      found.rows.push(summarize(distances, { ...options, weights, series: one, population }));
      found.questionRows.push(...distances.flatMap((row) => questionRow(row, place)));
      found.leftOut.push(...countLeftOut(distances, { table: "model_distances", ...place }));
    }
  }
  return found;
}

/** Questions that the people have no distribution of are only counted: there are too many of them. */
function questionRow(
  row: QuestionDistance,
  place: SeriesOfRow & { population: string },
): QuestionDistanceRow[] {
  const { question: { question_id, number }, distance, reason } = row;
  if (reason === "no_human_distribution") return [];
  const entropies = reason === null
    ? { entropy: entropy(row.p), human_entropy: entropy(row.q) }
    : { entropy: null, human_entropy: null };
  return [{ question_id, number, ...place, distance, reason, ...entropies }];
}

interface SummaryOptions extends ModelDistancesOptions {
  weights: ItemWeights;
  series: AnswerSeries;
  population: string;
}

function summarize(
  distances: readonly QuestionDistance[],
  { weights, series, population, shuffles, base }: SummaryOptions,
): ModelDistanceRow {
  const { model, variant, method, simulated, answers } = series;
  const found = measured(distances);
  const most = largestDistance(base);
  const mean = meanInterval(found.map(({ distance }) => distance), { least: 0, most });
  const ofModel = meanInterval(found.map(({ p }) => entropy(p)), { least: 0 });
  const ofPeople = meanInterval(found.map(({ q }) => entropy(q)), { least: 0 });
  const masses = found.flatMap(({ question }) =>
    answers.get(question.question_id)?.mass_seen ?? []
  );
  return {
    ...{ model, variant, method, simulated, population },
    ...{ questions: distances.length, n: mean.n },
    ...{ distance: mean.mean, low: mean.low, high: mean.high },
    ...bootstrapInterval(distances, weights),
    ...shuffledBaseline(found, { shuffles, base }),
    ...{ entropy: ofModel.mean, entropy_low: ofModel.low, entropy_high: ofModel.high },
    human_entropy: ofPeople.mean,
    human_entropy_low: ofPeople.low,
    human_entropy_high: ofPeople.high,
    mass_seen: meanInterval(masses).mean,
  };
}

/** All questions are drawn anew, those without a distance too, so that all rows share the draws. */
function bootstrapInterval(distances: readonly QuestionDistance[], weights: ItemWeights) {
  const n = measured(distances).length;
  if (n === 0) return { boot_low: null, boot_high: null };
  return percentileInterval({
    numerators: resampledSums(Float64Array.from(distances, (row) => row.distance ?? 0), weights),
    denominators: resampledSums(
      Int32Array.from(distances, ({ reason }) => reason === null ? 1 : 0),
      weights,
    ),
    tail: expandedTail(n),
  });
}
