import type { Answer, AskRequest } from "./answer.ts";
import { describeFailure } from "./describe_failure.ts";
import type { Failure } from "./failure.ts";
import { FILTERED, NO_ANSWER } from "./no_answer.ts";
import { type Completion, isFailure, readCompletion } from "./read_completion.ts";
import type { RequestLimiter, Slot, SlotOutcome } from "./request_limiter.ts";
import { retryAfterMs } from "./retry_after.ts";
import { limitEffect, retryDelay, type RetryRule } from "./retry_policy.ts";
import { eitherSignal } from "./_either_signal.ts";
import type { Reply } from "./_send_request.ts";
import type { Sleep } from "../base/sleep.ts";

/** What {@linkcode askWithRetries} needs. */
export interface AskLoop {
  /** Sends a request once. */
  send(request: AskRequest): Promise<Reply>;
  /** Takes secrets out of foreign text. */
  clean(text: string): string;
  sleep: Sleep;
  random(): number;
  now(): number;
  rules: readonly RetryRule[] | undefined;
  /** Who gives leave to send; undefined where nobody has to. */
  limiter: RequestLimiter | undefined;
  /** The limiter's lane. */
  lane: string;
}

/** Sends a request until an answer comes or a failure is final: the one place that retries. */
export async function askWithRetries(loop: AskLoop, request: AskRequest): Promise<Answer> {
  let start: number | null = null;
  for (let attempt = 1;; attempt++) {
    throwIfEnded(request);
    // A slot is held only while a request is under way, never while it waits to be sent again.
    const slot = await loop.limiter?.acquire({
      lane: loop.lane,
      signals: [request.signal, request.stop],
    });
    start ??= loop.now();
    const outcome = await attemptOnce(loop, { request, slot });
    const tally = { attempts: attempt, seconds: (loop.now() - start) / 1000 };
    if (!isFailure(outcome)) return { ...outcome, error: null, error_kind: null, ...tally };
    const wait = retryDelay(outcome, { attempt, random: loop.random, rules: loop.rules });
    if (wait === null) return { ...failedAnswer(outcome, loop), ...tally };
    await waitFor(loop, { wait, request });
  }
}

async function attemptOnce(
  loop: AskLoop,
  { request, slot }: { request: AskRequest; slot: Slot | undefined },
): Promise<Completion | Failure> {
  // What is dropped says nothing of the provider.
  let seen: SlotOutcome = { effect: "keep" };
  try {
    // The leave may have come in the same moment as the end.
    throwIfEnded(request);
    const { outcome, headers } = await sendOnce(loop, request);
    seen = isFailure(outcome)
      ? {
        effect: limitEffect(outcome.kind, loop.rules),
        retryAfterMs: outcome.retryAfterMs,
        headers,
      }
      : { effect: "grow", headers, tokens: tokensOf(outcome) };
    return outcome;
  } finally {
    slot?.release(seen);
  }
}

interface Sent {
  outcome: Completion | Failure;
  headers: Headers | undefined;
}

async function sendOnce(loop: AskLoop, request: AskRequest): Promise<Sent> {
  try {
    const { body, headers } = await loop.send(request);
    const outcome = readCompletion(body);
    if (!isFailure(outcome)) return { outcome, headers };
    return { outcome: { ...outcome, retryAfterMs: retryAfterMs(headers, loop.now()) }, headers };
  } catch (error) {
    request.signal?.throwIfAborted();
    const described = describeFailure(error, loop.now());
    return { outcome: described === "filtered" ? FILTERED : described, headers: headersOf(error) };
  }
}

function headersOf(error: unknown): Headers | undefined {
  const headers = error instanceof Error && "headers" in error ? error.headers : undefined;
  return headers instanceof Headers ? headers : undefined;
}

function tokensOf({ input_tokens, output_tokens }: Completion): number | null {
  return input_tokens === null && output_tokens === null
    ? null
    : (input_tokens ?? 0) + (output_tokens ?? 0);
}

async function waitFor(
  loop: AskLoop,
  { wait, request }: { wait: number; request: AskRequest },
): Promise<void> {
  using either = eitherSignal([request.signal, request.stop]);
  try {
    await loop.sleep(wait, either.signal);
  } catch (error) {
    throwIfEnded(request);
    throw error;
  }
}

function throwIfEnded({ signal, stop }: AskRequest): void {
  signal?.throwIfAborted();
  stop?.throwIfAborted();
}

function failedAnswer(failure: Failure, loop: AskLoop): Omit<Answer, "attempts" | "seconds"> {
  const error = loop.clean(failure.message) + tooLong(failure);
  return { ...NO_ANSWER, status: "failed", error, error_kind: failure.kind };
}

function tooLong({ retryAfterMs }: Failure): string {
  return retryAfterMs === null ? "" : ` (asked to wait ${Math.ceil(retryAfterMs / 1000)} s)`;
}
