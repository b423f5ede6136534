import type { LoadedOpinions } from "./load_opinions.ts";
import type { LoadedPersonality } from "./load_personality.ts";
import type { SurveyQuestion } from "./survey_question.ts";
import type { SurveySource } from "./survey_source.ts";

/** Questions of one survey with people's answers, ready to be asked. */
export interface SurveyMaterial {
  survey: SurveyQuestion["survey"];
  /** Each with every population that was asked it, not only those compared with. */
  questions: readonly SurveyQuestion[];
  /** Whom models are compared with: every question has each of them; none where nobody was asked. */
  populations: readonly string[];
  /** Where questions, and people's answers, come from. */
  sources: readonly SurveySource[];
  /** People's shares as published, by question; see `publishedShares()`. Default: none. */
  asPublished?: ReadonlyMap<string, readonly number[]>;
  /** What was left out in reading, one sentence each. */
  notes: readonly string[];
}

/** Opinion questions as material: those that the populations share, with everyone who was asked. */
export function opinionMaterial(
  { questions, file, asked, leftOut, populations, source }: LoadedOpinions,
): SurveyMaterial {
  const shared = new Set(questions.map(({ question_id }) => question_id));
  return {
    survey: "global_opinion_qa",
    questions: file.questions.filter(({ question_id }) => shared.has(question_id)),
    populations,
    sources: [source],
    notes: leftOut.length === 0 ? [] : [
      `Of ${asked} questions that ${populations.join(" and ")} were asked, ` +
      `${asked - questions.length} are left out: ${countKinds(leftOut)}.`,
    ],
  };
}

/** Personality statements as material, with people's answers where there are some. */
export function personalityMaterial(
  { questions, asPublished, people, source, leftOut, missing, unreadable }: LoadedPersonality,
): SurveyMaterial {
  const count = (number: number) => number.toLocaleString("en");
  return {
    survey: "machine_personality",
    questions,
    populations: people === null ? [] : [people.population],
    sources: people === null ? [source] : [source, people.source],
    asPublished,
    notes: [
      ...(missing === 0 ? [] : [`${count(missing)} answers that people did not give are missing.`]),
      ...(unreadable === 0
        ? []
        : [`${count(unreadable)} answers of people are left out: they could not be read.`]),
      ...(leftOut.length === 0
        ? []
        : [`${count(leftOut.length)} statements have no distribution: nobody answered them.`]),
    ],
  };
}

function countKinds(leftOut: LoadedOpinions["leftOut"]): string {
  return [...Map.groupBy(leftOut, ({ kind }) => kind)]
    .map(([kind, found]) => `${found.length} × ${kind.replaceAll("_", " ")}`).join(", ");
}
