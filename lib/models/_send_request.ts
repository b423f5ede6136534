import type OpenAI from "openai";
import { APIConnectionTimeoutError } from "openai";
import type { AskRequest } from "./answer.ts";
import { chatRequest, textRequest } from "./chat_request.ts";
import type { ModelSpec } from "./model_spec.ts";

/** What came back with a status of success. */
export interface Reply {
  body: unknown;
  headers: Headers;
}

/** Options of {@linkcode sendRequest}. */
export interface SendRequestOptions {
  client: OpenAI;
  /** Takes the key out of a body that echoes it: what is an answer will be kept. */
  hide(body: string): string;
  spec: ModelSpec;
  /** How long it may take until the last byte of the answer is there, in ms. */
  timeoutMs: number;
}

/**
 * Sends a request once.
 *
 * @throws what the `openai` package throws, `SyntaxError` for a body that is not JSON, and
 * `APIConnectionTimeoutError` for a body that does not end in time: the package's own limit is for
 * the head alone.
 */
export async function sendRequest(
  request: AskRequest,
  { client, hide, spec, timeoutMs }: SendRequestOptions,
): Promise<Reply> {
  // One controller per attempt: nothing of it stays with a signal that outlives the request.
  const attempt = new AbortController();
  const { signal } = request;
  let isLate = false;
  const drop = () => attempt.abort(signal?.reason);
  const giveUp = () => {
    isLate = true;
    attempt.abort();
  };
  signal?.addEventListener("abort", drop);
  const timer = setTimeout(giveUp, timeoutMs);
  try {
    const response = await post(request, { client, spec, signal: attempt.signal });
    return { body: JSON.parse(hide(await response.text())), headers: response.headers };
  } catch (error) {
    throw isLate ? new APIConnectionTimeoutError() : error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", drop);
  }
}

function post(
  request: AskRequest,
  { client, spec, signal }: Pick<SendRequestOptions, "client" | "spec"> & { signal: AbortSignal },
): Promise<Response> {
  const sent = spec.endpoint === "completions"
    ? client.completions.create({ ...textRequest(spec, request), stream: false }, { signal })
    : client.chat.completions.create({ ...chatRequest(spec, request), stream: false }, { signal });
  return sent.asResponse();
}
