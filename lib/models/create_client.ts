import type { AskRequest, ModelClient, Pace } from "./answer.ts";
import { askWithRetries } from "./_ask_with_retries.ts";
import { fetchWithSameHeaders } from "./_fetch_with_same_headers.ts";
import { checkModelSpec } from "./check_model_spec.ts";
import { connectOpenAI, type ConnectOptions, DEFAULT_TIMEOUT_MS } from "./connect_openai.ts";
import { connectLocal } from "./local/connect_local.ts";
import { isLocal } from "./local/local_model.ts";
import type { ModelSpec } from "./model_spec.ts";
import { providerOf } from "./provider_limiters.ts";
import { redactSecrets } from "./redact_secrets.ts";
import type { RequestLimiter } from "./request_limiter.ts";
import type { RetryRule } from "./retry_policy.ts";
import { type Reply, sendRequest } from "./_send_request.ts";
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
 * A client that asks one model, whoever provides it: through the `openai` package, or, where its
 * `baseURL` is `local:`, by running its weights.
 *
 * @throws {UserError} where the description is wrong or the key's variable is not set; of a local model,
 * where its weights or what runs them are not here.
 */
export function createClient(spec: ModelSpec, options: CreateClientOptions = {}): ModelClient {
  const checked = checkModelSpec(spec, `the model '${spec.name}'`);
  const { timeoutMs = DEFAULT_TIMEOUT_MS, limiter, now = Date.now } = options;
  const lane = checked.model;
  const loop = {
    ...connect(checked, { ...options, timeoutMs }),
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

/** How requests are sent. */
interface Connection {
  send(request: AskRequest): Promise<Reply>;
  /** Makes foreign text fit for an error line. */
  clean(text: string): string;
}

function connect(
  spec: ModelSpec,
  options: CreateClientOptions & { timeoutMs: number },
): Connection {
  const { timeoutMs } = options;
  if (isLocal(spec)) {
    const { send } = connectLocal(spec, { timeoutMs });
    return { send, clean: (text) => redactSecrets(text, []) };
  }
  const { client, clean, hide } = connectOpenAI(spec, {
    fetch: fetchWithSameHeaders(),
    ...options,
  });
  return { send: (request) => sendRequest(request, { client, hide, spec, timeoutMs }), clean };
}

function paceOf(
  limiter: RequestLimiter,
  { provider, lane, now }: { provider: string; lane: string; now: number },
): Pace {
  const { inFlight, limit, pausedUntil } = limiter.state(lane);
  return { provider, underWay: inFlight, limit, waitMs: Math.max(0, (pausedUntil ?? now) - now) };
}
