import OpenAI from "openai";
import { UserError } from "../base/user_error.ts";
import type { ModelSpec } from "./model_spec.ts";
import { redactSecrets, type Secret, withoutSecrets } from "./redact_secrets.ts";

/** How long one attempt may take where nothing else is said, in ms. */
export const DEFAULT_TIMEOUT_MS = 600_000;

/** Options of {@linkcode connectOpenAI}. */
export interface ConnectOptions {
  /** Where keys are looked up. Default: the process's environment. */
  env?: (name: string) => string | undefined;
  /** How long one attempt may take, to the last byte of its answer, in ms. Default: 10 minutes. */
  timeoutMs?: number;
  /** Sends requests. Default: the global one. */
  fetch?: typeof fetch;
}

/** An endpoint ready to be asked. */
export interface OpenAIConnection {
  client: OpenAI;
  /** What came from the endpoint, made fit for an error line: one line, and no key in it. */
  clean(text: string): string;
  /** What came from the endpoint as it came, but that no key is in it. */
  hide(body: string): string;
}

/**
 * Connects the `openai` package to a model's endpoint, without its retries and its environment.
 *
 * @throws {UserError} where the key's variable is not set, or holds what is no key.
 */
export function connectOpenAI(
  spec: Pick<ModelSpec, "name" | "baseURL" | "apiKeyEnv">,
  options: ConnectOptions = {},
): OpenAIConnection {
  const { env = (name) => Deno.env.get(name), timeoutMs = DEFAULT_TIMEOUT_MS, fetch } = options;
  const secrets = readSecrets(spec, env);
  return {
    client: connect(spec.baseURL, { secrets, timeout: timeoutMs, fetch }),
    clean: (text) => redactSecrets(text, secrets),
    hide: (body) => withoutSecrets(body, secrets),
  };
}

function readSecrets(
  { name, apiKeyEnv }: Pick<ModelSpec, "name" | "apiKeyEnv">,
  env: (name: string) => string | undefined,
): Secret[] {
  if (apiKeyEnv === undefined) return [];
  const value = env(apiKeyEnv)?.trim() ?? "";
  if (value === "") {
    throw new UserError(
      `Cannot ask ${name}: the environment variable ${apiKeyEnv} is not set. Put the ` +
        `provider's key into it and start again.`,
    );
  }
  if (!/^[\x21-\x7e]+$/.test(value)) {
    throw new UserError(
      `Cannot ask ${name}: the key in ${apiKeyEnv} holds characters that no key has ` +
        `(blanks, line breaks or non-ASCII ones). Copy it again.`,
    );
  }
  return [{ name: apiKeyEnv, value }];
}

function connect(
  baseURL: string,
  { secrets, timeout, fetch }: {
    secrets: readonly Secret[];
    timeout: number;
    fetch: ConnectOptions["fetch"];
  },
): OpenAI {
  return withoutEnv("OPENAI_CUSTOM_HEADERS", () =>
    new OpenAI({
      // The package asks for a key even where the server does not.
      apiKey: secrets[0]?.value ?? "none-needed",
      baseURL,
      timeout,
      fetch,
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
