import type { ChatRequestBody, TextRequestBody } from "../../chat_request.ts";

/** How the worker is started: JSON in its only argument. */
export interface WorkerJob {
  /** Address of node-llama-cpp's entry. */
  module: string;
  /** Its version, for what is said of who answered. */
  version: string;
  /** The GGUF file. */
  weights: string;
  /** Its SHA-256, where it is known. */
  sha256: string | null;
  contextTokens: number;
  /** Null follows what other programs leave. */
  threads: number | null;
  /** Ends itself after so long without a request, in ms: an idle model holds its memory for nobody. */
  idleMs: number;
}

/** A line to the worker. The requests are those that a server would be sent. */
export type ToWorker =
  | {
    ask: { endpoint: "chat"; body: ChatRequestBody } | {
      endpoint: "completions";
      body: TextRequestBody;
    };
  }
  | { drop: true };

/**
 * A line from the worker: whether it could load the model, and then one for each request, with a body
 * as a server would send it.
 */
export type FromWorker =
  | { ready: true }
  | { failed: string }
  | { body: unknown }
  | { dropped: true };
