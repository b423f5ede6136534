import { setTimeout as delay } from "node:timers/promises";
import OpenAI from "openai";
import { UserError } from "../base/user_error.ts";
import type { Answer, AskRequest, ModelClient } from "./answer.ts";
import { checkModelSpec } from "./check_model_spec.ts";
import { describeFailure } from "./describe_failure.ts";
import type { Failure } from "./failure.ts";
import type { ModelSpec } from "./model_spec.ts";
import { type Completion, isFailure, readCompletion } from "./read_completion.ts";
import { redactSecrets, type Secret } from "./redact_secrets.ts";
import { retryDelay, type RetryRule } from "./retry_policy.ts";

/** Options of {@linkcode createClient}; those after `timeoutMs` are for tests. */
export interface CreateClientOptions {
  /** Where keys are looked up. Default: the process's environment. */
  env?: (name: string) => string | undefined;
  /** What is retried. Default: `RETRY_RULES`. */
  retry?: readonly RetryRule[];
  /** How long one attempt may take, in ms. Default: 10 minutes. */
  timeoutMs?: number;
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
  const secrets = readSecrets(checked, options.env ?? ((name) => Deno.env.get(name)));
  const client = connect(checked, secrets, options.timeoutMs ?? 600_000);
  const loop: Loop = {
    send: (request) => sendOnce(client, checked, request),
    clean: (text) => redactSecrets(text, secrets),
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

const NO_ANSWER = {
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
};

const FILTERED: Completion = {
  ...NO_ANSWER,
  status: "filtered",
  finish_reason: "content_filter",
};

function failedAnswer(failure: Failure, loop: Loop): Omit<Answer, "attempts" | "seconds"> {
  const error = loop.clean(failure.message) + tooLong(failure);
  return { ...NO_ANSWER, status: "failed", error, error_kind: failure.kind };
}

function tooLong({ retryAfterMs }: Failure): string {
  return retryAfterMs === null ? "" : ` (asked to wait ${Math.ceil(retryAfterMs / 1000)} s)`;
}

function sendOnce(client: OpenAI, spec: ModelSpec, request: AskRequest): Promise<unknown> {
  const { model, params = {}, system } = spec;
  const messages: OpenAI.ChatCompletionMessageParam[] = [];
  if (system !== undefined) messages.push({ role: "system", content: system });
  messages.push({ role: "user", content: request.prompt });
  const seed = typeof params.seed === "number" ? { seed: params.seed + (request.sample ?? 0) } : {};
  return client.chat.completions.create(
    { ...params, ...seed, model, messages, stream: false },
    { signal: request.signal },
  );
}

function readSecrets(spec: ModelSpec, env: (name: string) => string | undefined): Secret[] {
  if (spec.apiKeyEnv === undefined) return [];
  const value = env(spec.apiKeyEnv)?.trim() ?? "";
  if (value === "") {
    throw new UserError(
      `Cannot ask ${spec.name}: the environment variable ${spec.apiKeyEnv} is not set. Put the ` +
        `provider's key into it and start again.`,
    );
  }
  if (!/^[\x21-\x7e]+$/.test(value)) {
    throw new UserError(
      `Cannot ask ${spec.name}: the key in ${spec.apiKeyEnv} holds characters that no key has ` +
        `(blanks, line breaks or non-ASCII ones). Copy it again.`,
    );
  }
  return [{ name: spec.apiKeyEnv, value }];
}

function connect(spec: ModelSpec, secrets: readonly Secret[], timeout: number): OpenAI {
  return withoutEnv("OPENAI_CUSTOM_HEADERS", () =>
    new OpenAI({
      // The package asks for a key even where the server does not.
      apiKey: secrets[0]?.value ?? "none-needed",
      baseURL: spec.baseURL,
      timeout,
      // All retrying is ours: see retry_policy.ts.
      maxRetries: 0,
      // Without these the package would send what it finds in OPENAI_… to every provider.
      adminAPIKey: null,
      organization: null,
      project: null,
      webhookSecret: null,
      logLevel: "off",
    }));
}

/** The package sends the headers named there, keys perhaps, to every provider, with no way out. */
function withoutEnv<T>(name: string, make: () => T): T {
  const value = Deno.env.get(name);
  if (value === undefined) return make();
  Deno.env.delete(name);
  try {
    return make();
  } finally {
    Deno.env.set(name, value);
  }
}

async function sleepForReal(milliseconds: number, signal?: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal });
}
