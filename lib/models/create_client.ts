import type { AskRequest, ModelClient, Pace } from "./answer.ts";
import { askWithRetries } from "./_ask_with_retries.ts";
import { fetchWithSameHeaders } from "./_fetch_with_same_headers.ts";
import { checkModelSpec } from "./check_model_spec.ts";
import { connectOpenAI, type ConnectOptions, DEFAULT_TIMEOUT_MS } from "./connect_openai.ts";
import type { ModelSpec } from "./model_spec.ts";
import { providerOf } from "./provider_limiters.ts";
import type { RequestLimiter } from "./request_limiter.ts";
import type { RetryRule } from "./retry_policy.ts";
import { sendRequest } from "./_send_request.ts";
import { type Sleep, sleepForReal } from "../base/sleep.ts";

/** Options of {@linkcode createClient}; those after `limiter` are for tests. */
export interface CreateClientOptions extends ConnectOptions {
  /** What is retried. Default: `RETRY_RULES`. */
  retry?: readonly RetryRule[];
  /** Who gives leave to send, shared by all clients of one provider. Default: nobody has to. */
  limiter?: RequestLimiter;
  /** Waits; rejects when the signal aborts. Default: a timer. */
  sleep?: Sleep;
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
  const { timeoutMs = DEFAULT_TIMEOUT_MS, limiter, now = Date.now } = options;
  const { client, clean, hide } = connectOpenAI(checked, {
    fetch: fetchWithSameHeaders(),
    ...options,
    timeoutMs,
  });
  const lane = checked.model;
  const loop = {
    send: (request: AskRequest) => sendRequest(request, { client, hide, spec: checked, timeoutMs }),
    clean,
    sleep: options.sleep ?? sleepForReal,
    random: options.random ?? Math.random,
    now,
    rules: options.retry,
    limiter,
    lane,
  };
  const ask = (request: AskRequest) => askWithRetries(loop, request);
  if (limiter === undefined) return { ask };
  return { ask, pace: () => paceOf(limiter, { provider: providerOf(checked), lane, now: now() }) };
}

function paceOf(
  limiter: RequestLimiter,
  { provider, lane, now }: { provider: string; lane: string; now: number },
): Pace {
  const { inFlight, limit, pausedUntil } = limiter.state(lane);
  return { provider, underWay: inFlight, limit, waitMs: Math.max(0, (pausedUntil ?? now) - now) };
}
