/**
 * What became of one request.
 *
 * - `answered`: text came back and the model had finished.
 * - `truncated`: text came back, cut off by the token limit.
 * - `empty`: the model finished without text (only reasoning, tool calls, or nothing).
 * - `filtered`: the provider's content filter withheld the answer.
 * - `failed`: no answer could be had; `error` says why.
 */
export const ANSWER_STATUSES = ["answered", "truncated", "empty", "filtered", "failed"] as const;

/** One of {@linkcode ANSWER_STATUSES}. */
export type AnswerStatus = typeof ANSWER_STATUSES[number];

/** The outcome of asking a model once, failures included. */
export interface Answer {
  status: AnswerStatus;
  /** The answer's text without its thinking; null where there is none. */
  response: string | null;
  /** Text between `<think>` and `</think>`, or the provider's reasoning field. */
  thinking: string | null;
  finish_reason: string | null;
  /** Why it failed, in one line without secrets; null where it did not. */
  error: string | null;
  /** `http_429`, `http_401`, `connection`, `timeout`, `malformed`, …; null where it did not fail. */
  error_kind: string | null;
  /** How often the request was sent. */
  attempts: number;
  /** Wall time from the first attempt's start to the end. */
  seconds: number;
  input_tokens: number | null;
  output_tokens: number | null;
  /** The model version that the provider said it used. */
  reported_model: string | null;
}

/** Someone who answers. */
export interface ModelClient {
  /** Asks once, retrying what is worth it. Never throws for what went wrong with the request. */
  ask(request: AskRequest): Promise<Answer>;
}

/** What to ask. */
export interface AskRequest {
  /** The user message. */
  prompt: string;
  /** Which sample of the same prompt: 0 for the first. Sent as part of the seed where one is set. */
  sample?: number;
  /** Stops the request. An aborted request rejects with the signal's reason. */
  signal?: AbortSignal;
}
