import {
  type AnswerSeries,
  seriesOfAnswers,
  sharesOfSeries,
} from "../../surveys/statistics/answer_series.ts";
import { type MeanInterval, meanInterval } from "../../surveys/statistics/mean_interval.ts";
import {
  largestDistance,
  measured,
  questionDistances,
  sharesOfPopulation,
} from "../../surveys/statistics/question_distances.ts";
import type { SurveyRun } from "../../surveys/read_survey_run.ts";

/** How far a model is from one population, among all that were asked enough questions. */
export interface RankedRow extends MeanInterval {
  population: string;
  /** Whether the run compares models with it. */
  isChosen: boolean;
}

/** A model's ranking of populations, the nearest first. */
export interface RankedSeries {
  series: AnswerSeries;
  rows: readonly RankedRow[];
  /** Populations that share fewer questions with the model than are needed. */
  tooFew: number;
}

/** Options of {@linkcode rankedSeries}. */
export interface RankedSeriesOptions {
  variant: string;
  /** Questions with both distributions that a population needs. */
  least: number;
  base: number;
}

/** Each model's mean distance to every population, over the questions that the population was asked. */
export function rankedSeries(
  { questions, answers, populations: chosen }: SurveyRun,
  { variant, least, base }: RankedSeriesOptions,
): RankedSeries[] {
  const populations = [...new Set(questions.flatMap(({ human }) => [...human.keys()]))];
  const most = largestDistance(base);
  const shown = answers.filter((answer) => answer.variant === variant);
  return seriesOfAnswers(shown).map((series) => {
    const p = sharesOfSeries(series);
    const all = populations.map((population): RankedRow => {
      const q = sharesOfPopulation(population);
      const asked = questions.filter(({ human }) => human.has(population));
      const values = measured(questionDistances(asked, { p, q, base }))
        .map(({ distance }) => distance);
      const isChosen = chosen.includes(population);
      return { population, isChosen, ...meanInterval(values, { least: 0, most }) };
    });
    const rows = all.filter(({ n }) => n >= least)
      .sort((a, b) => (a.mean ?? 0) - (b.mean ?? 0) || (a.population < b.population ? -1 : 1));
    return { series, rows, tooFew: all.length - rows.length };
  });
}
