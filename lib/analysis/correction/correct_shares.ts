import { correctGroup } from "./_correct_group.ts";
import { type CodedAnswer, goldAnswers } from "./coded_answer.ts";
import type { CorrectedShare, CorrectionBasis } from "./corrected_share.ts";
import { type JudgeDifferences, judgeDifferences } from "./judge_differences.ts";
import { tallyAnswers, tallyFrame } from "./tally.ts";

/** Technique shares corrected for the judge's errors, and what says how far to trust them. */
export interface Correction {
  /**
   * All models together first, then each model in order of appearance; by both methods where the
   * gold is their own, by inversion alone where it is all models'; techniques in code order.
   */
  shares: CorrectedShare[];
  /** In the same order: what each group's correction rests on. */
  basis: CorrectionBasis[];
  /** Whether the judge errs alike for all models. */
  judge: JudgeDifferences;
}

/** How the test of the judge's errors draws. */
export interface CorrectSharesOptions {
  seed: number;
  /** Default 999. */
  permutations?: number;
}

/**
 * Corrects the technique shares of judged answers with a gold set: some of these answers, drawn by
 * chance with known probabilities and coded by people.
 *
 * Two methods, both from sampling theory and both carrying the sampling of items, of answers and of
 * gold: {@linkcode predictionPowered} and {@linkcode inversion}. Intervals are
 * {@linkcode correctedInterval}'s. A model with enough gold of its own ({@linkcode goldSuffices})
 * is corrected by that; the others by inversion with all models' gold, which assumes that the judge errs
 * alike for all: {@linkcode judgeDifferences} tests it. Prediction-powered inference never borrows
 * another model's gold.
 *
 * People's labels are taken for the truth: where coders err, so do the corrected shares. How well
 * the intervals cover, and where they do not: `bench/correction_coverage.ts`.
 *
 * @param answers All judged answers, the gold set among them.
 * @throws {UserError} where inclusion probabilities are missing for some, or off (0, 1].
 */
export function correctShares(
  answers: readonly CodedAnswer[],
  { seed, permutations }: CorrectSharesOptions,
): Correction {
  const frame = tallyFrame(answers);
  const judge = judgeDifferences(answers, { seed, permutations });
  const models = [...Map.groupBy(answers, ({ model }) => model)];
  const withGold = models.filter(([, list]) => goldAnswers(list).length > 0);
  const pool = tallyAnswers(withGold.flatMap(([, list]) => list), frame);
  const groups = [[null, answers] as const, ...models].map(([model, list]) =>
    correctGroup({
      ...{ model, own: tallyAnswers(list, frame), pool },
      sampled: model !== null || withGold.length === models.length,
      goldWithoutLabel: list.filter(({ human }) => human === null).length,
      judgeDiffers: judge.verdict === "differs",
    })
  );
  return {
    shares: groups.flatMap(({ shares }) => shares),
    basis: groups.map(({ basis }) => basis),
    judge,
  };
}
