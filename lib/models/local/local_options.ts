import { z } from "zod";

/** How a model is run from its weights on this machine. */
export const LOCAL_OPTIONS = z.strictObject({
  /** The weights, a GGUF file. Default: the one in `data/cache/<model>/`. */
  file: z.string("expected a path").min(1, "expected a path but found an empty one").optional(),
  /** The SHA-256 that the weights must have. Default: any; the run keeps the one found. */
  sha256: z.string().regex(/^[\da-f]{64}$/, "expected 64 lower-case hex digits").optional(),
  /** Most tokens of prompt and answer together. Default: 4096, or what the model was made for. */
  contextTokens: z.int("expected a whole number").min(64, "expected at least 64").optional(),
  /** CPU threads. Default: as many cores as other programs leave, 1 to 4. */
  threads: z.int("expected a whole number").min(1, "expected at least 1")
    .max(64, "expected at most 64").optional(),
}, "expected { file, sha256, contextTokens, threads }, each optional");

/** See {@linkcode LOCAL_OPTIONS}. */
export type LocalOptions = Readonly<z.output<typeof LOCAL_OPTIONS>>;
