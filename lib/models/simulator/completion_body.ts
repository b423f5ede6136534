import type { ChatRequest } from "./read_request.ts";

/** One choice of a completion that the simulator makes up. */
export interface SimulatedChoice {
  content: string | null;
  finish_reason: "stop" | "length" | "content_filter";
  reasoning?: string;
}

/** Options of {@linkcode completionBody}. */
export interface CompletionBodyOptions {
  choices: readonly SimulatedChoice[];
  /** Names the completion. */
  id: string;
  /** The simulator's seed, which the fingerprint shows. */
  seed: number;
}

/** The body of a chat completion, in OpenAI's shape, with rough but honest token counts. */
export function completionBody(
  request: ChatRequest,
  { choices, id, seed }: CompletionBodyOptions,
): Record<string, unknown> {
  const input = request.texts.reduce((sum, text) => sum + roughTokens(text), 0);
  const output = choices.reduce(
    (sum, { content, reasoning }) =>
      sum + roughTokens(content ?? "") + roughTokens(reasoning ?? ""),
    0,
  );
  return {
    id: `chatcmpl-simulated-${id}`,
    object: "chat.completion",
    created: 0,
    model: request.model,
    system_fingerprint: `simulated_seed_${seed}`,
    choices: choices.map(({ content, finish_reason, reasoning }, index) => ({
      index,
      message: { role: "assistant", content, ...(reasoning === undefined ? {} : { reasoning }) },
      finish_reason,
      logprobs: null,
    })),
    usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
  };
}

/** About how many tokens a text has: one per four characters, at least one where there is text. */
export function roughTokens(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
}

/** A text cut to about so many tokens. */
export function cutToTokens(text: string, tokens: number): string {
  return text.slice(0, tokens * CHARACTERS_PER_TOKEN);
}

const CHARACTERS_PER_TOKEN = 4;
