import type { SurveyMethod } from "../survey_answer.ts";
import type { SurveyQuestion } from "../survey_question.ts";
import type { GapReason } from "./question_distances.ts";

/** Questions that a mean is without, for one reason. */
export interface LeftOutRow {
  /** Which table's mean. */
  table: "model_distances" | "as_published" | "personality_scores";
  /** Whose answers; null in a row of people's own. */
  model: string | null;
  variant: string | null;
  method: SurveyMethod | null;
  population: string | null;
  reason: GapReason;
  /** How many. */
  questions: number;
  /** The numbers in the file of the first of them, with blanks between. */
  first: string;
}

/** What a {@linkcode LeftOutRow} says beside reason and count. */
export type LeftOutPlace = Pick<
  LeftOutRow,
  "table" | "model" | "variant" | "method" | "population"
>;

/** Questions that are named. */
const NAMED = 5;

/** Counts what is left out by reason, in the order in which reasons come up. */
export function countLeftOut(
  rows: readonly { question: SurveyQuestion; reason: GapReason | null }[],
  place: LeftOutPlace,
): LeftOutRow[] {
  const left = rows.flatMap(({ question, reason }) =>
    reason === null ? [] : [{ question, reason }]
  );
  return [...Map.groupBy(left, ({ reason }) => reason)].map(([reason, found]) => ({
    ...place,
    ...{ reason, questions: found.length },
    first: found.slice(0, NAMED).map(({ question }) => question.number).join(" "),
  }));
}
