import { composeAnswer } from "./compose_answer.ts";
import { cutToTokens, roughTokens, type SimulatedChoice } from "./completion_body.ts";
import { judgeReply } from "./judge_reply.ts";
import { plantedTechnique, type SimulatedPrompt } from "./planted_truth.ts";
import { SIMULATED_JUDGE } from "./profiles.ts";
import type { ChatRequest } from "./read_request.ts";

/** Options of {@linkcode answerRequest}. */
export interface AnswerRequestOptions {
  /** What is known of the prompt with this text; undefined where nothing is. */
  findPrompt: (input: string) => SimulatedPrompt | undefined;
  /** The simulator's seed. */
  seed: number;
}

/** What a simulated model answers: one choice per number asked for, each with a seed of its own. */
export function answerRequest(
  request: ChatRequest,
  options: AnswerRequestOptions,
): SimulatedChoice[] {
  return Array.from({ length: request.n }, (_, index) => {
    const text = textFor(request, { ...options, requestSeed: request.seed + index });
    const limit = request.maxTokens ?? Infinity;
    if (roughTokens(text) <= limit) return { content: text, finish_reason: "stop" };
    return { content: cutToTokens(text, limit), finish_reason: "length" };
  });
}

function textFor(
  { model, prompt: input, isHeldToSchema }: ChatRequest,
  { findPrompt, seed, requestSeed }: AnswerRequestOptions & { requestSeed: number },
): string {
  const keys = [seed, model, requestSeed];
  if (model === SIMULATED_JUDGE) return judgeReply(input, keys, { isHeldToSchema });
  const prompt = findPrompt(input) ?? { input, dataset: null, item: null };
  const technique = plantedTechnique(model, prompt, { seed, requestSeed });
  return composeAnswer(prompt, { technique, keys });
}
