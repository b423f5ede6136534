import type { SurveyAnswer } from "../surveys/survey_answer.ts";
import type { SurveyQuestion } from "../surveys/survey_question.ts";

/** A question with as many options as its people's shares; other fields as given. */
export function aQuestion(
  number: number,
  human: Readonly<Partial<Record<string, readonly number[]>>>,
  fields: Partial<SurveyQuestion> = {},
): SurveyQuestion {
  const given = Object.entries(human).flatMap(([name, shares = []]) =>
    shares.length === 0 ? [] : [[name, shares] as const]
  );
  const length = Math.max(2, ...given.map(([, shares]) => shares.length));
  return {
    ...{
      question_id: `q${number}`,
      survey: "global_opinion_qa",
      number,
      text: `Question ${number}?`,
    },
    options: Array.from({ length }, (_, option) => `Option ${option}`),
    ...{ source: "GAS", facet: null, key: null, human: new Map(given) },
    ...fields,
  };
}

/** A model's answer; other fields as given. */
export function anAnswer(
  question_id: string,
  distribution: readonly number[] | null,
  fields: Partial<SurveyAnswer> = {},
): SurveyAnswer {
  return {
    ...{ question_id, model: "base", variant: "as_published", method: "chat_logprobs" },
    ...{ distribution, mass_seen: 0.9, repeats: 5, failed: 0, simulated: false },
    ...fields,
  };
}
