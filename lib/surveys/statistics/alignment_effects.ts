import { benjaminiHochberg } from "../../analysis/benjamini_hochberg.ts";
import { seedOf } from "../../analysis/bootstrap/resampling.ts";
import { drawSignFlips, type SignFlips } from "../../analysis/bootstrap/sign_flips.ts";
import { distributionFault } from "../_distribution_fault.ts";
import type { SurveyMethod } from "../survey_answer.ts";
import type { SurveyQuestion } from "../survey_question.ts";
import { pairedEffect } from "./_paired_effect.ts";
import { type AnswerSeries, sharesOfSeries } from "./answer_series.ts";
import { entropy } from "./entropy.ts";
import {
  measured,
  questionDistances,
  sharesOfPopulation,
  type SharesOfQuestion,
} from "./question_distances.ts";

/** Two models of one kind: before alignment (`Llama-2-13b`) and after (its chat version). */
export interface AlignmentPair {
  before: string;
  after: string;
}

/** What alignment changes: after minus before, over the same questions. */
export interface AlignmentEffectRow extends AlignmentPair {
  variant: string;
  method_before: SurveyMethod;
  method_after: SurveyMethod;
  /** The distance to a population, or the entropy of the model's distributions, in nats. */
  outcome: "distance" | "entropy";
  /** Null for the entropy. */
  population: string | null;
  /** Questions with a value of both, which all numbers are over. */
  n: number;
  /** Questions that the people have a distribution of, with a value of only one of them, or of neither. */
  only_before: number;
  only_after: number;
  neither: number;
  /** Means; null where n is 0. */
  mean_before: number | null;
  mean_after: number | null;
  /** mean_after − mean_before, above 0 where alignment moved the model away; its 95 % interval. */
  difference: number | null;
  low: number | null;
  high: number | null;
  /** Two-sided p, and the same adjusted for the family (Benjamini–Hochberg); null where untested. */
  p: number | null;
  p_adjusted: number | null;
  /** Whether the difference stands at a false discovery rate of 5 %; false where it is untested. */
  stands: boolean;
}

/** Options of {@linkcode alignmentEffects}. */
export interface AlignmentEffectsOptions {
  pairs: readonly AlignmentPair[];
  populations: readonly string[];
  /** What the permutations of the test follow from. */
  seed: number;
  /** How many swaps of signs each difference is tested with. Default: 9,999. */
  flips?: number;
  base?: number;
}

const FLIPS = 9999;
const FALSE_DISCOVERY_RATE = 0.05;

/**
 * After minus before for each pair, variant and outcome, paired by question.
 *
 * - Interval: Student's for paired differences, by `meanInterval()`.
 * - Test: `signFlipP()`: if alignment changed nothing, each question's difference might as well
 *   have the other sign (Fisher 1935, The Design of Experiments, 21). Exact for few questions.
 * - Family: all rows, adjusted by {@linkcode benjaminiHochberg}.
 *
 * Two models are paired within a variant, and by the same method of asking; where they share none, as of a
 * base model and its chat version, by whichever each was asked.
 */
export function alignmentEffects(
  questions: readonly SurveyQuestion[],
  series: readonly AnswerSeries[],
  options: AlignmentEffectsOptions,
): AlignmentEffectRow[] {
  // Drawn once for all questions, so that all rows swap alike.
  const flips = drawSignFlips(questions.length, {
    seed: seedOf("alignment effects", options.seed),
    permutations: options.flips ?? FLIPS,
  });
  const rows = options.pairs.flatMap((pair) =>
    pairedSeries(series, pair).flatMap((both) => effectsOf(questions, both, { ...options, flips }))
  );
  const adjusted = benjaminiHochberg(rows.map(({ p }) => p));
  return rows.map((row, index) => {
    const p_adjusted = adjusted[index] ?? null;
    const stands = p_adjusted !== null && p_adjusted <= FALSE_DISCOVERY_RATE;
    return { ...row, p_adjusted, stands };
  });
}

interface PairedSeries {
  before: AnswerSeries;
  after: AnswerSeries;
}

function pairedSeries(
  series: readonly AnswerSeries[],
  { before, after }: AlignmentPair,
): PairedSeries[] {
  const all = series.filter(({ model }) => model === before).flatMap((one) =>
    series.filter(({ model, variant }) => model === after && variant === one.variant)
      .map((other) => ({ before: one, after: other }))
  );
  return [...Map.groupBy(all, (both) => both.before.variant).values()].flatMap((ofVariant) => {
    const alike = ofVariant.filter((both) => both.before.method === both.after.method);
    return alike.length > 0 ? alike : ofVariant;
  });
}

interface EffectOptions extends Omit<AlignmentEffectsOptions, "flips"> {
  /** Of all questions. */
  flips: SignFlips;
}

function effectsOf(
  questions: readonly SurveyQuestion[],
  { before, after }: PairedSeries,
  { populations, flips, base }: EffectOptions,
): AlignmentEffectRow[] {
  const row = {
    ...{ before: before.model, after: after.model, variant: before.variant },
    ...{ method_before: before.method, method_after: after.method },
  };
  const sides = [sharesOfSeries(before), sharesOfSeries(after)] as const;
  const distances = populations.map((population) => {
    const q = sharesOfPopulation(population);
    const values = sides.map((p) => distancesById(questions, { p, q, base }));
    const isAsked = ({ human }: SurveyQuestion) => human.has(population);
    const effect = pairedEffect(questions, values, { flips, isAsked });
    return { ...row, outcome: "distance" as const, population, ...effect };
  });
  const entropies = sides.map((shares) => entropiesById(questions, shares));
  const effect = pairedEffect(questions, entropies, { flips, isAsked: () => true });
  return [...distances, { ...row, outcome: "entropy", population: null, ...effect }];
}

function distancesById(
  questions: readonly SurveyQuestion[],
  options: Parameters<typeof questionDistances>[1],
): Map<string, number> {
  const found = measured(questionDistances(questions, options));
  return new Map(found.map(({ question, distance }) => [question.question_id, distance]));
}

function entropiesById(
  questions: readonly SurveyQuestion[],
  sharesOf: SharesOfQuestion,
): Map<string, number> {
  return new Map(questions.flatMap((question) => {
    const shares = sharesOf(question);
    if (typeof shares === "string") return [];
    if (distributionFault(shares, question.options.length) !== null) return [];
    return [[question.question_id, entropy(shares)] as const];
  }));
}
