import { pathToFileURL } from "node:url";
import { UserError } from "../../base/user_error.ts";
import type { AskRequest } from "../answer.ts";
import { chatRequest, textRequest } from "../chat_request.ts";
import type { ModelSpec } from "../model_spec.ts";
import type { Reply } from "../_send_request.ts";
import { ENGINE_VERSION, engineEntry, engineFolder, isEngineInstalled } from "./engine.ts";
import { findWeights, type FindWeightsOptions } from "./find_weights.ts";
import { LocalEngine } from "./local_engine.ts";
import { checkLocalParams } from "./settings.ts";

/** Options of {@linkcode connectLocal}. */
export interface ConnectLocalOptions extends FindWeightsOptions {
  /** How long one request may take, in ms. */
  timeoutMs: number;
  /** Where the engine is installed. Default: `data/cache/local-engine`. */
  folder?: string;
  /** After so long without a request the model leaves memory, in ms. Default: 2 minutes. */
  idleMs?: number;
  /** The program that holds the model. Default: our worker. */
  worker?: string;
}

/** A local model ready to be asked; disposing of it frees its memory. */
export interface LocalConnection extends AsyncDisposable {
  /** Answers one request after the other, however many are sent at once. */
  send(request: AskRequest): Promise<Reply>;
}

const DEFAULT_CONTEXT = 4096;

/**
 * Connects a model whose weights lie on this machine. They are loaded with the first request.
 *
 * @throws {UserError} where the weights or the engine are not here, or a parameter is unknown.
 */
export function connectLocal(spec: ModelSpec, options: ConnectLocalOptions): LocalConnection {
  const { timeoutMs, folder = engineFolder(), idleMs = 120_000, worker } = options;
  checkLocalParams(spec);
  const weights = findWeights(spec, options);
  if (!isEngineInstalled(folder)) {
    throw new UserError(
      `Cannot ask ${spec.name}: what runs local models (node-llama-cpp ${ENGINE_VERSION}, 90 MB) is ` +
        `not installed. Install it: deno task local.`,
    );
  }
  const { contextTokens = DEFAULT_CONTEXT, threads = null, sha256 } = spec.local ?? {};
  const engine = new LocalEngine({
    job: {
      module: pathToFileURL(engineEntry(folder)).href,
      version: ENGINE_VERSION,
      sha256: sha256 ?? null,
      ...{ weights, contextTokens, threads, idleMs },
    },
    ...{ folder, timeoutMs },
    ...(worker === undefined ? {} : { worker }),
  });
  return {
    async send(request) {
      const asked = spec.endpoint === "completions"
        ? { endpoint: "completions", body: textRequest(spec, request) } as const
        : { endpoint: "chat", body: chatRequest(spec, request) } as const;
      return { body: await engine.ask(asked, request.signal), headers: new Headers() };
    },
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
  };
}
