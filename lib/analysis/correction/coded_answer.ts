import { UserError } from "../../base/user_error.ts";
import type { Technique } from "../../base/vocabulary.ts";

/** One answer with what the judge said of it and, where a person coded it, what they said. */
export interface CodedAnswer {
  model: string;
  /** The item that its prompt was made from: answers cluster by it. */
  item: string;
  /** The judge's technique; null where it gave none. */
  judge: Technique | null;
  /** A person's technique. Absent: not drawn into the gold set. Null: drawn, but no label came. */
  human?: Technique | null;
  /**
   * The known probability, in (0, 1], with which the gold set's sampling drew this answer, such as
   * drawn / available of its stratum. Read for drawn answers only: given for all of them, or for
   * none where all answers had the same chance.
   */
  inclusion?: number;
}

/** What a gold answer stands for: the answer, its label, and 1 / inclusion (1 where none is given). */
export interface GoldAnswer {
  answer: CodedAnswer;
  human: Technique;
  weight: number;
}

/**
 * The answers that have a person's label, with their inverse-probability weights (Horvitz and
 * Thompson 1952, "A generalization of sampling without replacement from a finite universe", JASA
 * 47, 663–685).
 *
 * @throws {UserError} where an inclusion probability is off (0, 1], or only some have one.
 */
export function goldAnswers(answers: readonly CodedAnswer[]): GoldAnswer[] {
  const gold = answers.flatMap((answer): GoldAnswer[] => {
    const { human, inclusion } = answer;
    if (human === undefined || human === null) return [];
    checkInclusion(answer);
    return [{ answer, human, weight: 1 / (inclusion ?? 1) }];
  });
  const without = gold.find(({ answer }) => answer.inclusion === undefined);
  if (without !== undefined && gold.some(({ answer }) => answer.inclusion !== undefined)) {
    throw new UserError(
      `Cannot weight the gold set: ${describe(without.answer)} has no inclusion probability, but ` +
        "others have one. Give it for every drawn answer, or for none.",
    );
  }
  return gold;
}

function checkInclusion(answer: CodedAnswer): void {
  const { inclusion } = answer;
  if (inclusion === undefined || (inclusion > 0 && inclusion <= 1)) return;
  throw new UserError(
    `Cannot weight the gold set: ${describe(answer)} has inclusion probability ${inclusion}; ` +
      "expected a number above 0 and up to 1, such as drawn / available of its stratum.",
  );
}

function describe({ model, item }: CodedAnswer): string {
  return `the answer of ${model} to item ${item}`;
}
