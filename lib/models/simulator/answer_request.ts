import { composeAnswer } from "./compose_answer.ts";
import { cutToTokens, roughTokens, type SimulatedChoice } from "./completion_body.ts";
import { answerSurvey } from "./answer_survey.ts";
import { judgeReply } from "./judge_reply.ts";
import { plantedTechnique, type SimulatedPrompt } from "./planted_truth.ts";
import { SIMULATED_JUDGE, type SimulatedModel } from "./profiles.ts";
import type { ChatRequest } from "./read_request.ts";
import { readSurveyPrompt } from "./read_survey_prompt.ts";
import { isSurveyModel, type SimulatedQuestion } from "./survey_truth.ts";

/** Options of {@linkcode answerRequest}. */
export interface AnswerRequestOptions {
  /** What is known of the prompt with this text; undefined where nothing is. */
  findPrompt: (input: string) => SimulatedPrompt | undefined;
  /** What is known of the survey question with this text; undefined where nothing is. */
  findQuestion: (text: string) => SimulatedQuestion | undefined;
  /** The simulator's seed. */
  seed: number;
}

/** What a simulated model answers: one choice per number asked for, each with a seed of its own. */
export function answerRequest(
  request: ChatRequest,
  options: AnswerRequestOptions,
): SimulatedChoice[] {
  return Array.from({ length: request.n }, (_, index) => {
    const choice = choiceFor({ ...request, seed: request.seed + index }, options);
    const limit = request.maxTokens ?? Infinity;
    const text = choice.content ?? "";
    return roughTokens(text) <= limit
      ? choice
      : { ...choice, content: cutToTokens(text, limit), finish_reason: "length" };
  });
}

function choiceFor(request: ChatRequest, options: AnswerRequestOptions): SimulatedChoice {
  const { model, prompt } = request;
  if (!isSurveyModel(model)) {
    return { content: textFor({ ...request, model }, options), finish_reason: "stop" };
  }
  const asked = readSurveyPrompt(prompt);
  if (asked === null) return { content: NO_SURVEY, finish_reason: "stop" };
  const known = options.findQuestion(asked.text);
  return answerSurvey(request, { model, asked, known, seed: options.seed });
}

/** What models for survey questions say to anything else. */
const NO_SURVEY = "This simulated model answers multiple-choice questions only.";

function textFor(
  { model, prompt: input, seed: requestSeed, isHeldToSchema }: ChatRequest & {
    model: SimulatedModel | typeof SIMULATED_JUDGE;
  },
  { findPrompt, seed }: AnswerRequestOptions,
): string {
  const keys = [seed, model, requestSeed];
  if (model === SIMULATED_JUDGE) return judgeReply(input, keys, { isHeldToSchema });
  const prompt = findPrompt(input) ?? { input, dataset: null, item: null };
  const technique = plantedTechnique(model, prompt, { seed, requestSeed });
  return composeAnswer(prompt, { technique, keys });
}
