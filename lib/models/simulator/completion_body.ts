import type { ChatRequest } from "./read_request.ts";

/** One choice of a completion that the simulator makes up. */
export interface SimulatedChoice {
  content: string | null;
  finish_reason: "stop" | "length" | "content_filter";
  reasoning?: string;
  /** The likeliest tokens at the first place, where the request asked for them. */
  top_logprobs?: readonly { token: string; logprob: number }[];
}

/** Options of {@linkcode completionBody}. */
export interface CompletionBodyOptions {
  choices: readonly SimulatedChoice[];
  /** Names the completion. */
  id: string;
  /** The simulator's seed, which the fingerprint shows. */
  seed: number;
}

/**
 * The body of a chat completion, or of the legacy endpoint's, in OpenAI's shape, with rough but honest
 * token counts.
 */
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
  const { isCompletion } = request;
  return {
    id: `${isCompletion ? "cmpl" : "chatcmpl"}-simulated-${id}`,
    object: isCompletion ? "text_completion" : "chat.completion",
    created: 0,
    model: request.model,
    system_fingerprint: `simulated_seed_${seed}`,
    choices: choices.map((choice, index) => ({
      index,
      ...(isCompletion ? textChoice(choice) : chatChoice(choice)),
      finish_reason: choice.finish_reason,
    })),
    usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
  };
}

function chatChoice({ content, reasoning, top_logprobs }: SimulatedChoice) {
  const listed = top_logprobs?.map((entry) => ({ ...entry, bytes: bytesOf(entry.token) }));
  const taken = { token: content ?? "", logprob: logprobOf(content, top_logprobs) };
  return {
    message: { role: "assistant", content, ...(reasoning === undefined ? {} : { reasoning }) },
    logprobs: listed === undefined ? null : {
      content: [{ ...taken, bytes: bytesOf(taken.token), top_logprobs: listed }],
      refusal: null,
    },
  };
}

function textChoice({ content, top_logprobs }: SimulatedChoice) {
  return {
    text: content ?? "",
    logprobs: top_logprobs === undefined ? null : {
      tokens: [content ?? ""],
      token_logprobs: [logprobOf(content, top_logprobs)],
      top_logprobs: [
        Object.fromEntries(top_logprobs.map(({ token, logprob }) => [token, logprob])),
      ],
      text_offset: [0],
    },
  };
}

/** As OpenAI gives a token that is not among the likeliest. */
const HARDLY = -9999;

function logprobOf(
  content: string | null,
  listed: SimulatedChoice["top_logprobs"] = [],
): number {
  return listed.find(({ token }) => token === content)?.logprob ?? HARDLY;
}

function bytesOf(token: string): number[] {
  return [...new TextEncoder().encode(token)];
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
