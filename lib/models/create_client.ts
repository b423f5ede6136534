import { setTimeout as delay } from "node:timers/promises";
import type OpenAI from "openai";
import type { Answer, AskRequest, ModelClient } from "./answer.ts";
import { chatRequest } from "./chat_request.ts";
import { checkModelSpec } from "./check_model_spec.ts";
import { connectOpenAI, type ConnectOptions } from "./connect_openai.ts";
import { describeFailure } from "./describe_failure.ts";
import type { Failure } from "./failure.ts";
import type { ModelSpec } from "./model_spec.ts";
import { FILTERED, NO_ANSWER } from "./no_answer.ts";
import { type Completion, isFailure, readCompletion } from "./read_completion.ts";
import { retryDelay, type RetryRule } from "./retry_policy.ts";

/** Options of {@linkcode createClient}; those after `retry` are for tests. */
export interface CreateClientOptions extends ConnectOptions {
  /** What is retried. Default: `RETRY_RULES`. */
  retry?: readonly RetryRule[];
  /** Waits; rejects when the signal aborts. Default: a timer. */
  sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** A number in [0, 1), for the jitter of waits. Default: `Math.random`. */
  random?: () => number;
  /** The present, in ms since 1970. Default: `Date.now`. */
  now?: () => number;
}

/**
 * A client that asks one model, whoever provides it, through the `openai` package.
 *
 * @throws {UserError} where the description is wrong or the key's variable is not set.
 */
export function createClient(spec: ModelSpec, options: CreateClientOptions = {}): ModelClient {
  const checked = checkModelSpec(spec, `the model '${spec.name}'`);
  const { client, clean } = connectOpenAI(checked, options);
  const loop: Loop = {
    send: (request) => sendOnce(client, checked, request),
    clean,
    sleep: options.sleep ?? sleepForReal,
    random: options.random ?? Math.random,
    now: options.now ?? Date.now,
    rules: options.retry,
  };
  return { ask: (request) => askWithRetries(loop, request) };
}

interface Loop {
  send(request: AskRequest): Promise<unknown>;
  clean(text: string): string;
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  random(): number;
  now(): number;
  rules: readonly RetryRule[] | undefined;
}

async function askWithRetries(loop: Loop, request: AskRequest): Promise<Answer> {
  const { signal } = request;
  const start = loop.now();
  for (let attempt = 1;; attempt++) {
    signal?.throwIfAborted();
    const outcome = await attemptOnce(loop, request);
    const tally = { attempts: attempt, seconds: (loop.now() - start) / 1000 };
    if (!isFailure(outcome)) return { ...outcome, error: null, error_kind: null, ...tally };
    const wait = retryDelay(outcome, { attempt, random: loop.random, rules: loop.rules });
    if (wait === null) return { ...failedAnswer(outcome, loop), ...tally };
    await waitFor(loop, wait, signal);
  }
}

async function attemptOnce(loop: Loop, request: AskRequest): Promise<Completion | Failure> {
  try {
    return readCompletion(await loop.send(request));
  } catch (error) {
    request.signal?.throwIfAborted();
    const described = describeFailure(error, loop.now());
    return described === "filtered" ? FILTERED : described;
  }
}

async function waitFor(loop: Loop, wait: number, signal?: AbortSignal): Promise<void> {
  try {
    await loop.sleep(wait, signal);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

function failedAnswer(failure: Failure, loop: Loop): Omit<Answer, "attempts" | "seconds"> {
  const error = loop.clean(failure.message) + tooLong(failure);
  return { ...NO_ANSWER, status: "failed", error, error_kind: failure.kind };
}

function tooLong({ retryAfterMs }: Failure): string {
  return retryAfterMs === null ? "" : ` (asked to wait ${Math.ceil(retryAfterMs / 1000)} s)`;
}

function sendOnce(client: OpenAI, spec: ModelSpec, request: AskRequest): Promise<unknown> {
  return client.chat.completions.create(
    { ...chatRequest(spec, request), stream: false },
    { signal: request.signal },
  );
}

async function sleepForReal(milliseconds: number, signal?: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal });
}
