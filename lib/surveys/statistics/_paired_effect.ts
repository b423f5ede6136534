import { signFlipP, type SignFlips } from "../../analysis/bootstrap/sign_flips.ts";
import type { SurveyQuestion } from "../survey_question.ts";
import type { AlignmentEffectRow } from "./alignment_effects.ts";
import { meanInterval } from "./mean_interval.ts";

/** An {@linkcode AlignmentEffectRow} but for what it is of. */
export type PairedEffect = Omit<
  AlignmentEffectRow,
  "before" | "after" | "variant" | "method_before" | "method_after" | "outcome" | "population"
>;

/** Options of {@linkcode pairedEffect}. */
export interface PairedEffectOptions {
  /** Of all questions. */
  flips: SignFlips;
  /** Which questions could have a value at all. */
  isAsked: (question: SurveyQuestion) => boolean;
}

/** The effect over the questions that have a value before and after; the others are counted. */
export function pairedEffect(
  questions: readonly SurveyQuestion[],
  [before = new Map(), after = new Map()]: readonly ReadonlyMap<string, number>[],
  { flips, isAsked }: PairedEffectOptions,
): PairedEffect {
  const [ofBefore, ofAfter]: [number[], number[]] = [[], []];
  const left = { only_before: 0, only_after: 0, neither: 0 };
  /** By question; 0, which no swap changes, for what is not paired. */
  const differences = new Float64Array(questions.length);
  for (const [index, question] of questions.entries()) {
    const [one, other] = [before.get(question.question_id), after.get(question.question_id)];
    if (one !== undefined && other !== undefined) {
      ofBefore.push(one);
      ofAfter.push(other);
      differences[index] = other - one;
    } else if (isAsked(question)) {
      left[one !== undefined ? "only_before" : other !== undefined ? "only_after" : "neither"]++;
    }
  }
  const paired = ofAfter.map((value, index) => value - (ofBefore[index] ?? 0));
  const { n, mean, low, high } = meanInterval(paired);
  const means = {
    mean_before: meanInterval(ofBefore).mean,
    mean_after: meanInterval(ofAfter).mean,
  };
  const p = n === 0 ? null : signFlipP(differences, flips);
  return { n, ...left, ...means, difference: mean, low, high, p, p_adjusted: null, stands: false };
}
