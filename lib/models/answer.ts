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
  /** Reasoning included. */
  output_tokens: number | null;
  /** Of `input_tokens`: those that the provider read from its cache. */
  cached_input_tokens: number | null;
  /** Of `output_tokens`: those that were thinking. */
  reasoning_tokens: number | null;
  /** The model version that the provider said it used. */
  reported_model: string | null;
  /** The provider's mark of the configuration that answered (`system_fingerprint`). */
  system_fingerprint: string | null;
  /** How many choices the provider sent: the first is the answer. Null where it failed. */
  choices: number | null;
  /** The tools that the model asked for, as JSON text; null where it asked for none. */
  tool_calls: string | null;
  /**
   * The likeliest tokens at the answer's first place, as the JSON text of
   * `[[token, natural log-probability], …]`; null where the provider gave none.
   */
  top_logprobs: string | null;
}

/** Someone who answers. */
export interface ModelClient {
  /** Asks once, retrying what is worth it. Never throws for what went wrong with the request. */
  ask(request: AskRequest): Promise<Answer>;
  /** How fast it may ask at present; absent where nothing slows it. */
  pace?(): Pace;
}

/** How fast a client may ask at present. */
export interface Pace {
  /** Whose limits these are: clients of the same provider say the same. */
  provider: string;
  /** Requests of this client that are under way. */
  underWay: number;
  /** Requests that the provider bears at once at present, those of its other clients included. */
  limit: number;
  /** How long the provider asks to wait before the next request, in ms; 0 where it does not. */
  waitMs: number;
}

/** What to ask. */
export interface AskRequest {
  /** The user message. */
  prompt: string;
  /** Which sample of the same prompt: 0 for the first. Sent as part of the seed where one is set. */
  sample?: number;
  /** Drops the request. A dropped request rejects with the signal's reason. */
  signal?: AbortSignal;
  /**
   * No attempt begins any more once it is aborted: waits end, and the call rejects with its reason;
   * an attempt under way goes on until it ends by itself or `signal` drops it.
   */
  stop?: AbortSignal;
}
