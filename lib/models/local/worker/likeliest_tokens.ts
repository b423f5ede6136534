import type { Loaded } from "./local_session.ts";
import type { Token } from "./llama_types.ts";

/** Options of {@linkcode likeliestTokens}. */
export interface LikeliestTokensOptions {
  prompt: readonly Token[];
  /** How many. */
  count: number;
}

/** The distribution as the model has it: nothing cut off, not sharpened. */
const AS_IT_IS = { temperature: 1, topK: 0, topP: 1, minP: 0 };

/**
 * Reads a prompt and gives the likeliest tokens after it with their natural log-probabilities, the
 * likeliest first. All of the prompt but its last token stays read.
 */
export async function likeliestTokens(
  { model, sequence }: Loaded,
  { prompt, count }: LikeliestTokensOptions,
): Promise<[string, number][]> {
  const last = prompt.at(-1);
  if (last === undefined) return [];
  const generateNext = { probabilities: true, options: AS_IT_IS } as const;
  const read = await sequence.controlledEvaluate([...prompt.slice(0, -1), [last, {
    generateNext,
  }]]);
  await sequence.eraseContextTokenRanges([{ start: prompt.length - 1, end: prompt.length }]);
  const probabilities = [...read.at(-1)?.next.probabilities ?? []];
  return probabilities
    .filter(([, probability]) => probability > 0)
    .sort(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(([token, probability]) => [
      model.detokenize([token], true, prompt),
      Math.min(0, Math.log(probability)),
    ]);
}
