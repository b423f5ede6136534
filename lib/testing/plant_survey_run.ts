import { hashedUniform } from "../base/hashed_uniform.ts";
import { PERSONALITY_OPTIONS } from "../surveys/personality_questions.ts";
import { TRAITS } from "../surveys/read_personality_statements.ts";
import type { SurveyRun } from "../surveys/read_survey_run.ts";
import type { SurveyAnswer } from "../surveys/survey_answer.ts";
import type { SurveyQuestion } from "../surveys/survey_question.ts";
import { anAnswer, aQuestion } from "./made_up_survey.ts";

/** Options of {@linkcode plantSurveyRun}. */
export interface PlantSurveyRunOptions {
  survey?: SurveyQuestion["survey"];
  /** The first has log-probabilities, the last of several is sampled. */
  models: readonly string[];
  /** Whom models are compared with. */
  populations: readonly string[];
  /** Populations that were asked the first questions only. Default: none. */
  others?: readonly string[];
  /** Default: 12. */
  questions?: number;
  /** The texts of the options; opinions have these. Default: three short ones. */
  options?: readonly string[];
  /** Default: Question 0?, … */
  text?: string;
  /** The index of a model none of whose answers could be used. */
  mute?: number;
  simulated?: boolean;
  invented?: boolean;
  name?: string;
}

/** A survey with made-up answers, the same for the same options. */
export function plantSurveyRun(options: PlantSurveyRunOptions): SurveyRun {
  const { survey = "global_opinion_qa", populations, simulated = false } = options;
  const { invented = simulated, name = "run" } = options;
  const questions = plantQuestions(options);
  return {
    ...{ survey, name, populations, questions, seed: 1, repeats: 3, notes: [] },
    sources: [{
      ...{ title: "Made-up material", source: "here", licence: "CC0 1.0", citation: "" },
      ...{ sha256: "0".repeat(64), isVerified: null, invented },
    }],
    asPublished: new Map(),
    answers: options.models.flatMap((model, index) =>
      questions.map((question) =>
        plantAnswer(question, {
          ...{ model, simulated, isMute: index === options.mute },
          isSampled: index > 0 && index === options.models.length - 1,
        })
      )
    ),
  };
}

function plantQuestions(
  { survey, populations, others = [], questions = 12, ...given }: PlantSurveyRunOptions,
): SurveyQuestion[] {
  const isPersonality = survey === "machine_personality";
  const options = isPersonality ? PERSONALITY_OPTIONS : given.options ?? ["Yes", "No", "Not sure"];
  return Array.from({ length: questions }, (_, number) => {
    const asked = [...populations, ...(number < questions / 2 ? others : [])];
    const human = asked.map((who) => [who, plantShares(options.length, [number, who])] as const);
    const trait = TRAITS[number % TRAITS.length] ?? "O";
    return aQuestion(number, {}, {
      ...{ options, human: new Map(human) },
      ...(given.text === undefined ? {} : { text: `${given.text} (${number})` }),
      ...(isPersonality
        ? { survey: "machine_personality", source: trait, key: number % 2 === 0 ? 1 : -1 }
        : {}),
    });
  });
}

interface PlantAnswerOptions {
  model: string;
  simulated: boolean;
  isMute: boolean;
  isSampled: boolean;
}

function plantAnswer(
  { question_id, options, number }: SurveyQuestion,
  { model, simulated, isMute, isSampled }: PlantAnswerOptions,
): SurveyAnswer {
  if (isMute) return anAnswer(question_id, null, { model, simulated, mass_seen: null, failed: 5 });
  const shares = plantShares(options.length, [number, model]);
  return anAnswer(question_id, shares, {
    ...{ model, simulated },
    ...(isSampled
      ? {
        ...{ method: "sampling", mass_seen: null, repeats: 12, failed: 1 },
        interval: {
          low: shares.map((share) => Math.max(0, share - 0.2)),
          high: shares.map((share) => Math.min(1, share + 0.2)),
        },
      }
      : {}),
  });
}

function plantShares(options: number, keys: readonly (string | number)[]): number[] {
  const weights = Array.from(
    { length: options },
    (_, option) => hashedUniform("planted shares", ...keys, option) ** 2,
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
