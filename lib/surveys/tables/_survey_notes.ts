import { SIMULATION_WORDS } from "../../analysis/simulation.ts";
import type { SurveySimulation } from "../simulated_models.ts";
import type { SurveyAnswer } from "../survey_answer.ts";
import type { SurveyQuestion } from "../survey_question.ts";

/** What notes are made from. */
export interface NoteFacts {
  simulated: SurveySimulation;
  base: number;
  permutations: number;
}

/** What a reader of a survey's tables must know, one sentence each; nothing is left out unsaid. */
export function surveyNotes(
  { questions, answers }: {
    questions: readonly SurveyQuestion[];
    answers: readonly SurveyAnswer[];
  },
  { simulated, base, permutations }: NoteFacts,
): string[] {
  const known = new Set(questions.map(({ question_id }) => question_id));
  const asked = answers.filter(({ question_id }) => known.has(question_id));
  const without = asked.filter(({ distribution }) => distribution === null).length;
  const failed = asked.reduce((sum, answer) => sum + answer.failed, 0);
  const requests = asked.reduce((sum, answer) => sum + answer.repeats, failed);
  return [
    ...(simulated === null ? [] : [SIMULATION_WORDS[simulated].sentence]),
    `Distances are Jensen–Shannon distances (square root, logarithms of base ${base}), from 0, the same ` +
    `distribution, on; entropies are in nats.`,
    `Shuffled: the model's shares at random options of each question, mean of ` +
    `${permutations.toLocaleString("en")} shuffles.`,
    ...(without === 0
      ? []
      : [`${without} of ${asked.length} answers are left out: they have no distribution.`]),
    ...(failed === 0
      ? []
      : [`${failed} of ${requests} answers of models name no option, or never came.`]),
    ...(asked.length === answers.length ? [] : [
      `${answers.length - asked.length} answers are left out: they are to none of these questions.`,
    ]),
  ];
}
