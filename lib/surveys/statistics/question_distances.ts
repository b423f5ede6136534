import { jensenShannonDistance } from "../../analysis/jensen_shannon.ts";
import { distributionFault, toShares } from "../_distribution_fault.ts";
import type { SurveyQuestion } from "../survey_question.ts";

/**
 * Why there is no distance for a question.
 *
 * - `no_human_distribution`: the people have none (the population was not asked, or its was left out).
 * - `no_answer`: the model was not asked, or nothing is kept of it.
 * - `no_model_distribution`: it was asked, but none of its answers could be used.
 * - `different_lengths`: one side has more shares than the other.
 * - `unusable`: shares that are negative, no numbers, or sum to zero.
 */
export type GapReason =
  | "no_human_distribution"
  | "no_answer"
  | "no_model_distribution"
  | "different_lengths"
  | "unusable";

/** A side's shares of a question, or why it has none. */
export type SharesOfQuestion = (question: SurveyQuestion) => readonly number[] | GapReason;

/** How far two distributions over a question's options are apart. */
export type QuestionDistance =
  & { question: SurveyQuestion }
  & (
    | { p: readonly number[]; q: readonly number[]; distance: number; reason: null }
    | { distance: null; reason: GapReason }
  );

/** The {@linkcode QuestionDistance}s that exist. */
export type MeasuredDistance = Extract<QuestionDistance, { reason: null }>;

/** What {@linkcode questionDistances} compares. */
export interface QuestionDistancesOptions {
  /** The model, or one of two populations. */
  p: SharesOfQuestion;
  /** The people; where both sides lack a distribution, theirs is what is said to lack. */
  q: SharesOfQuestion;
  /** Of the logarithm; see `jensenShannonDistance`. */
  base?: number;
}

/** The Jensen–Shannon distance of each question, in order; what has none has its reason. */
export function questionDistances(
  questions: readonly SurveyQuestion[],
  { p, q, base }: QuestionDistancesOptions,
): QuestionDistance[] {
  return questions.map((question) => {
    const gap = (reason: GapReason): QuestionDistance => ({ question, distance: null, reason });
    const [people, model] = [q(question), p(question)];
    if (typeof people === "string") return gap(people);
    if (typeof model === "string") return gap(model);
    const fault = whyIncomparable(model, people);
    if (fault !== null) return gap(fault);
    const sides = { p: toShares(model), q: toShares(people) };
    const distance = jensenShannonDistance(sides.p, sides.q, { base });
    return { question, ...sides, distance, reason: null };
  });
}

/** Why two sides' shares have no distance; null where they have one. */
export function whyIncomparable(
  p: readonly number[],
  q: readonly number[],
): "different_lengths" | "unusable" | null {
  if (p.length !== q.length) return "different_lengths";
  const isUsable = distributionFault(p, null) === null && distributionFault(q, null) === null;
  return isUsable ? null : "unusable";
}

/** The distances that exist, in order. */
export function measured(distances: readonly QuestionDistance[]): MeasuredDistance[] {
  return distances.filter((row): row is MeasuredDistance => row.reason === null);
}

/** A population's shares. */
export function sharesOfPopulation(population: string): SharesOfQuestion {
  return ({ human }) => human.get(population) ?? "no_human_distribution";
}

/** The largest Jensen–Shannon distance there is: 1 with base 2. */
export function largestDistance(base = 2): number {
  return Math.sqrt(Math.LN2 / Math.log(base));
}
