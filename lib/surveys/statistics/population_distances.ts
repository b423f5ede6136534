import { jensenShannonDistance } from "../../analysis/jensen_shannon.ts";
import type { SurveyQuestion } from "../survey_question.ts";
import { meanInterval } from "./mean_interval.ts";
import { largestDistance, whyIncomparable } from "./question_distances.ts";

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
  const pairs = populations.flatMap((_, a) =>
    populations.slice(a + 1).map((_, later) => new Pair(a, a + 1 + later))
  );
  const pairOf = pairsByIndex(pairs, populations.length);
  // By question, not by pair: of many populations each question was asked few.
  for (const { human } of questions) {
    const asked = populations.flatMap((name, index) => {
      const shares = human.get(name);
      return shares === undefined ? [] : [{ index, shares }];
    });
    for (const [place, one] of asked.entries()) {
      for (const other of asked.slice(place + 1)) {
        pairOf[one.index]?.[other.index]?.add(one.shares, other.shares, { base });
      }
    }
  }
  return pairs.map((pair) => rowOf(pair, { populations, questions: questions.length, base }));
}

class Pair {
  readonly distances: number[] = [];
  different_lengths = 0;
  unusable = 0;

  constructor(readonly a: number, readonly b: number) {}

  add(p: readonly number[], q: readonly number[], options: { base?: number }): void {
    const reason = whyIncomparable(p, q);
    if (reason === null) this.distances.push(jensenShannonDistance(p, q, options));
    else this[reason]++;
  }
}

function pairsByIndex(pairs: readonly Pair[], count: number): Pair[][] {
  const byIndex: Pair[][] = Array.from({ length: count }, () => []);
  for (const pair of pairs) {
    const row = byIndex[pair.a];
    if (row !== undefined) row[pair.b] = pair;
  }
  return byIndex;
}

interface RowOptions {
  populations: readonly string[];
  questions: number;
  base?: number;
}

function rowOf(
  { a, b, distances, different_lengths, unusable }: Pair,
  { populations, questions, base }: RowOptions,
): PopulationDistanceRow {
  const range = { least: 0, most: largestDistance(base) };
  const { n, mean, low, high } = meanInterval(distances, range);
  return {
    ...{ population_a: populations[a] ?? "", population_b: populations[b] ?? "", questions, n },
    ...{ not_shared: questions - n - different_lengths - unusable, different_lengths, unusable },
    ...{ distance: mean, low, high },
  };
}
