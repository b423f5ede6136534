import type { SurveyQuestion } from "../survey_question.ts";
import { type AnswerSeries, sharesOfSeries } from "./answer_series.ts";
import { countLeftOut, type LeftOutRow } from "./left_out_row.ts";
import { meanInterval } from "./mean_interval.ts";
import type { SeriesOfRow } from "./model_distances.ts";
import type { OptionShuffles } from "./option_shuffles.ts";
import { entropy } from "./entropy.ts";
import {
  largestDistance,
  measured,
  questionDistances,
  type SharesOfQuestion,
} from "./question_distances.ts";
import { type ShuffledBaseline, shuffledBaseline } from "./shuffled_baseline.ts";

/** A model's distance from people as the published notebook computes it, defect and all. */
export interface AsPublishedRow extends SeriesOfRow, ShuffledBaseline {
  simulated: boolean;
  questions: number;
  n: number;
  /** Mean Jensen–Shannon distance with its interval; null where n is 0. */
  distance: number | null;
  low: number | null;
  high: number | null;
  /** Mean entropy of the model's shares as they are cut, and of the people's, in nats. */
  entropy: number | null;
  human_entropy: number | null;
}

/** Options of {@linkcode asPublishedDistances}. */
export interface AsPublishedOptions {
  /** People's shares by question, by `personalityQuestions()`. */
  asPublished: ReadonlyMap<string, readonly number[]>;
  shuffles: OptionShuffles;
  base?: number;
}

/**
 * Distances to people's shares as published (`AS_PUBLISHED_REASON`), for comparison with published figures
 * and for nothing else: the model's shares are cut to as many as people's, from the first option on, and
 * divided by their sum, which is the published softmax of so many logits; then compared place by place.
 * Where the shares left have no mass, the published figure is NaN and left out; here it is counted.
 */
export function asPublishedDistances(
  questions: readonly SurveyQuestion[],
  series: readonly AnswerSeries[],
  { asPublished, shuffles, base }: AsPublishedOptions,
): { rows: AsPublishedRow[]; leftOut: LeftOutRow[] } {
  const people: SharesOfQuestion = ({ question_id }) =>
    asPublished.get(question_id) ?? "no_human_distribution";
  const found: { rows: AsPublishedRow[]; leftOut: LeftOutRow[] } = { rows: [], leftOut: [] };
  for (const one of series) {
    const { model, variant, method, simulated } = one;
    const whole = sharesOfSeries(one);
    const cut: SharesOfQuestion = (question) => {
      const shares = whole(question);
      const length = asPublished.get(question.question_id)?.length ?? 0;
      return typeof shares === "string" ? shares : shares.slice(0, length);
    };
    const distances = questionDistances(questions, { p: cut, q: people, base });
    const kept = measured(distances);
    const most = largestDistance(base);
    const mean = meanInterval(kept.map(({ distance }) => distance), { least: 0, most });
    found.rows.push({
      ...{ model, variant, method, simulated, questions: questions.length, n: mean.n },
      ...{ distance: mean.mean, low: mean.low, high: mean.high },
      ...shuffledBaseline(kept, { shuffles, base }),
      entropy: meanInterval(kept.map(({ p }) => entropy(p))).mean,
      human_entropy: meanInterval(kept.map(({ q }) => entropy(q))).mean,
    });
    const place = { model, variant, method, population: null };
    found.leftOut.push(...countLeftOut(distances, { table: "as_published", ...place }));
  }
  return found;
}
