import { nearestNames } from "../base/nearest_names.ts";
import { UserError } from "../base/user_error.ts";
import type { GlobalOpinions, LeftOutOpinion } from "./read_global_opinions.ts";
import type { SurveyQuestion } from "./survey_question.ts";

/** The questions that some populations share. */
export interface SharedQuestions {
  /** Those with a distribution of every one of the populations, which are all that they keep. */
  questions: SurveyQuestion[];
  /**
   * In how many rows every one of the populations stands, whether its distribution, or the row, can be
   * used or not: what the published code counts.
   */
  asked: number;
  /** What makes `questions` fewer: rows, and the populations' distributions, that were left out. */
  leftOut: LeftOutOpinion[];
}

/** How often each population was asked, the most often first; ties in the order of the file. */
export function listPopulations(
  questions: readonly SurveyQuestion[],
): { population: string; questions: number }[] {
  const counts = new Map<string, number>();
  for (const { human } of questions) {
    for (const name of human.keys()) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .map(([population, questions]) => ({ population, questions }))
    .sort((a, b) => b.questions - a.questions);
}

/**
 * The questions that were asked in every one of some populations. Of the full GlobalOpinionQA, the
 * United States and Japan share 741 (`asked`), which is the set of the published study.
 *
 * @param populations One or more, with their qualifiers: `China (Non-national sample)` is not `China`.
 * @throws {UserError} for a population that no question has, or where there is none that all share.
 */
export function sharedQuestions(
  { questions, leftOut }: GlobalOpinions,
  populations: readonly string[],
): SharedQuestions {
  const known = [
    ...new Set([...namesOf(questions), ...leftOut.flatMap(({ population }) => population ?? [])]),
  ];
  for (const name of populations) checkKnown(name, known);
  const wanted = leftOut.filter(({ population, populations: names = [] }) =>
    population === null
      ? populations.every((name) => names.includes(name))
      : populations.includes(population)
  );
  const rows = wanted.filter(({ population }) => population === null);
  const unusable = Map.groupBy(wanted, ({ number }) => number);
  const askedOf = questions.filter(({ number, human }) => {
    const left = unusable.get(number) ?? [];
    return populations.every((name) =>
      human.has(name) || left.some(({ population }) => population === name)
    );
  });
  const shared = askedOf.filter(({ human }) => populations.every((name) => human.has(name)));
  if (shared.length === 0) {
    throw new UserError(
      `Cannot compare ${populations.join(" and ")}: no question has a distribution of each of ` +
        `them. Name fewer populations.`,
    );
  }
  return {
    questions: shared.map((question) => ({ ...question, human: only(question, populations) })),
    asked: askedOf.length + rows.length,
    leftOut: [...rows, ...askedOf.flatMap(({ number }) => unusable.get(number) ?? [])],
  };
}

function namesOf(questions: readonly SurveyQuestion[]): string[] {
  return questions.flatMap(({ human }) => [...human.keys()]);
}

function checkKnown(name: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  const near = nearestNames(name, known);
  const hint = near.length === 0 ? "" : ` Did you mean ${near.join(", ")}?`;
  throw new UserError(
    `Cannot find the population '${name}' among the ${known.length} of the file.${hint} ` +
      `Names are written as in the file, qualifiers included.`,
  );
}

function only(
  { human }: SurveyQuestion,
  populations: readonly string[],
): ReadonlyMap<string, readonly number[]> {
  return new Map([...human].filter(([name]) => populations.includes(name)));
}
