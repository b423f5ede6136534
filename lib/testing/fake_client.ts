import type { Answer, AskRequest, ModelClient } from "../models/answer.ts";

/** An answer with the given fields; the others as a plain answered request has them. */
export function fakeAnswer(fields: Partial<Answer> = {}): Answer {
  return {
    status: "answered",
    response: "An answer.",
    thinking: null,
    finish_reason: "stop",
    error: null,
    error_kind: null,
    attempts: 1,
    seconds: 0.01,
    input_tokens: 3,
    output_tokens: 2,
    cached_input_tokens: null,
    reasoning_tokens: null,
    reported_model: "fake-1",
    system_fingerprint: null,
    choices: 1,
    tool_calls: null,
    top_logprobs: null,
    ...fields,
  };
}

/** A failure of the given kind, as a client reports it. */
export function fakeFailure(kind: string): Answer {
  return fakeAnswer({
    status: "failed",
    response: null,
    finish_reason: null,
    error: `Cannot get an answer (${kind}).`,
    error_kind: kind,
    reported_model: null,
  });
}

/** A client that notes what it was asked, in order, and answers by `reply`. */
export interface FakeClient extends ModelClient {
  readonly asked: AskRequest[];
  /** Most requests that were under way at once. */
  readonly peak: number;
}

/** Makes a {@linkcode FakeClient}. `reply` gets the request and its number, from 0. */
export function fakeClient(
  reply: (request: AskRequest, number: number) => Answer | Promise<Answer> = ({ prompt }) =>
    fakeAnswer({ response: `To ${prompt}` }),
): FakeClient {
  const asked: AskRequest[] = [];
  let inFlight = 0;
  let peak = 0;
  return {
    asked,
    get peak() {
      return peak;
    },
    async ask(request) {
      peak = Math.max(peak, ++inFlight);
      try {
        return await reply(request, asked.push(request) - 1);
      } finally {
        inFlight--;
      }
    },
  };
}
