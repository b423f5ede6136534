import type { SurveyAnswer, SurveyMethod } from "../survey_answer.ts";
import type { SharesOfQuestion } from "./question_distances.ts";

/** What one model said in one variant and by one method. */
export interface AnswerSeries {
  model: string;
  variant: string;
  method: SurveyMethod;
  simulated: boolean;
  /** By question. */
  answers: ReadonlyMap<string, SurveyAnswer>;
}

/** Answers by model, variant and method, each in the order of appearance. */
export function seriesOfAnswers(answers: readonly SurveyAnswer[]): AnswerSeries[] {
  const groups = Map.groupBy(
    answers,
    ({ model, variant, method }) => JSON.stringify([model, variant, method]),
  );
  const series = [...groups.values()].flatMap((rows) => {
    const [first] = rows;
    if (first === undefined) return [];
    const { model, variant, method } = first;
    const byQuestion = new Map(rows.map((row) => [row.question_id, row]));
    if (byQuestion.size < rows.length) {
      throw new RangeError(`Cannot take two answers of '${model}' to one question as one.`);
    }
    const simulated = rows.some((row) => row.simulated);
    return [{ model, variant, method, simulated, answers: byQuestion }];
  });
  const models = [...new Set(series.map(({ model }) => model))];
  return models.flatMap((name) => series.filter(({ model }) => model === name));
}

/** A model's shares. */
export function sharesOfSeries({ answers }: Pick<AnswerSeries, "answers">): SharesOfQuestion {
  return ({ question_id }) => {
    const answer = answers.get(question_id);
    if (answer === undefined) return "no_answer";
    return answer.distribution ?? "no_model_distribution";
  };
}
