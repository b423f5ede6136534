import type { Completion } from "./read_completion.ts";

/** What a completion says where none came. */
export const NO_ANSWER: Readonly<Omit<Completion, "status">> = {
  response: null,
  thinking: null,
  finish_reason: null,
  input_tokens: null,
  output_tokens: null,
  cached_input_tokens: null,
  reasoning_tokens: null,
  reported_model: null,
  system_fingerprint: null,
  choices: null,
  tool_calls: null,
  top_logprobs: null,
};

/** What stands for a completion where the provider's filter refused the prompt itself. */
export const FILTERED: Readonly<Completion> = {
  ...NO_ANSWER,
  status: "filtered",
  finish_reason: "content_filter",
};
