import type { SurveyQuestion } from "../survey_question.ts";
import { meanInterval } from "./mean_interval.ts";
import {
  largestDistance,
  measured,
  questionDistances,
  sharesOfPopulation,
} from "./question_distances.ts";

/** How far two populations are from each other, over the questions that both were asked. */
export interface PopulationDistanceRow {
  population_a: string;
  population_b: string;
  /** Questions in all; those with a distance; those not. */
  questions: number;
  n: number;
  not_shared: number;
  different_lengths: number;
  unusable: number;
  /** Mean Jensen–Shannon distance with its interval by `meanInterval()`; null where n is 0. */
  distance: number | null;
  low: number | null;
  high: number | null;
}

/** Every two of the populations, in their order. */
export function populationDistances(
  questions: readonly SurveyQuestion[],
  { populations, base }: { populations: readonly string[]; base?: number },
): PopulationDistanceRow[] {
  const asked = new Map(
    populations.map((name) => [name, questions.filter(({ human }) => human.has(name))] as const),
  );
  return populations.flatMap((population_a, index) =>
    populations.slice(index + 1).map((population_b) => {
      const ofA = asked.get(population_a) ?? [];
      const ofB = asked.get(population_b) ?? [];
      // Of many populations most questions are not shared: those of the rarer one are looked at.
      const distances = questionDistances(ofA.length < ofB.length ? ofA : ofB, {
        p: sharesOfPopulation(population_a),
        q: sharesOfPopulation(population_b),
        base,
      });
      const count = (wanted: string) => distances.filter(({ reason }) => reason === wanted).length;
      const different_lengths = count("different_lengths");
      const unusable = count("unusable");
      const values = measured(distances).map(({ distance }) => distance);
      const most = largestDistance(base);
      const { n, mean, low, high } = meanInterval(values, { least: 0, most });
      return {
        ...{ population_a, population_b, questions: questions.length, n },
        ...{ not_shared: questions.length - n - different_lengths - unusable },
        ...{ different_lengths, unusable, distance: mean, low, high },
      };
    })
  );
}
