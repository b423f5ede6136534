import { toShares } from "./_distribution_fault.ts";
import { publishedShares } from "./published_counts.ts";
import type { PersonalityAnswers } from "./read_personality_answers.ts";
import type { PersonalityStatement } from "./read_personality_statements.ts";
import type { SurveyQuestion } from "./survey_question.ts";

/** The options in the order of asking, A to E; in people's answers they are 5 to 1. */
export const PERSONALITY_OPTIONS: readonly string[] = [
  "Very Accurate",
  "Moderately Accurate",
  "Neither Accurate Nor Inaccurate",
  "Moderately Inaccurate",
  "Very Inaccurate",
];

/** Statements as questions, with what people answered. */
export interface PersonalityQuestions {
  questions: SurveyQuestion[];
  /** People's shares as the published notebook computes them, by question; see `publishedShares()`. */
  asPublished: ReadonlyMap<string, readonly number[]>;
  /** Statements that nobody answered: these have no distribution of people. */
  leftOut: { question_id: string; reason: string }[];
  /** Answers that were not given, or could not be read, and are in no distribution. */
  missing: number;
  unreadable: number;
}

/** Options of {@linkcode personalityQuestions}. */
export interface PersonalityQuestionsOptions {
  /** What people answered; without it no question has a distribution. */
  answers?: PersonalityAnswers;
  /** What the people are called. Default: `People`. */
  population?: string;
}

/**
 * Makes questions of statements. People's distribution is that of the answers that were given: missing
 * ones are left out of it and counted.
 */
export function personalityQuestions(
  statements: readonly PersonalityStatement[],
  { answers, population = "People" }: PersonalityQuestionsOptions = {},
): PersonalityQuestions {
  const items = answers?.items ?? [];
  const answered = items.filter(({ counts }) => counts.some((count) => count > 0));
  const human = new Map(
    answered.map(({ statement, counts }) =>
      [statement.question_id, toShares(counts.toReversed())] as const
    ),
  );
  return {
    questions: statements.map(({ question_id, number, text, trait, facet, key }) => {
      const shares = human.get(question_id);
      return {
        ...{ question_id, survey: "machine_personality", number, text },
        ...{ source: trait, facet, key },
        options: PERSONALITY_OPTIONS,
        human: new Map(shares === undefined ? [] : [[population, shares]]),
      };
    }),
    asPublished: new Map(
      answered.map((item) => [item.statement.question_id, publishedShares(item)] as const)
        .filter(([, shares]) => shares.length > 0),
    ),
    leftOut: items.filter((item) => !answered.includes(item)).map(({ statement }) => ({
      question_id: statement.question_id,
      reason: "nobody answered it",
    })),
    missing: items.reduce((sum, item) => sum + item.missing, 0),
    unreadable: items.reduce((sum, item) => sum + item.unreadable, 0),
  };
}
