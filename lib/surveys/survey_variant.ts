import { hashedUniform } from "../base/hashed_uniform.ts";
import { nearestNames } from "../base/nearest_names.ts";
import { UserError } from "../base/user_error.ts";
import type { SurveyQuestion } from "./survey_question.ts";

/** A way to ask a survey question. */
export interface SurveyVariant {
  /** What answers are kept under. */
  name: string;
  /** Whether worked examples stand before the question. */
  examples: boolean;
  /** In which order the options stand. */
  order: "file" | "reversed" | "shuffled";
}

/** The ways to ask, the published one first: three worked examples, options as in the file. */
export const SURVEY_VARIANTS: readonly SurveyVariant[] = [
  { name: "as_published", examples: true, order: "file" },
  { name: "no_examples", examples: false, order: "file" },
  { name: "reversed_options", examples: true, order: "reversed" },
  { name: "shuffled_options", examples: true, order: "shuffled" },
];

/**
 * The variant of a name.
 *
 * @throws {UserError} for a name that none has.
 */
export function findVariant(name: string): SurveyVariant {
  const found = SURVEY_VARIANTS.find((variant) => variant.name === name);
  if (found !== undefined) return found;
  const names = SURVEY_VARIANTS.map((variant) => variant.name);
  const near = nearestNames(name, names);
  const hint = near.length === 0 ? "" : ` Did you mean ${near.join(", ")}?`;
  throw new UserError(
    `Cannot ask in the variant '${name}': there is none.${hint} Use ${names.join(", ")}.`,
  );
}

/**
 * The order in which a question's options stand: `order[0]` is the index of the one called A. A
 * shuffled order follows from the question alone, so that whoever reads the answers knows it, too.
 */
export function orderOfOptions(
  { question_id, options }: Pick<SurveyQuestion, "question_id" | "options">,
  { order }: Pick<SurveyVariant, "order">,
): number[] {
  const indexes = options.map((_, index) => index);
  if (order === "reversed") return indexes.reverse();
  if (order === "file") return indexes;
  const draws = indexes.map((index) => hashedUniform("option order", question_id, index));
  return indexes.sort((a, b) => (draws[a] ?? 0) - (draws[b] ?? 0));
}
