import type { SpentSoFar } from "./cost_meter.ts";

/** What a generation did, model by model. */
export interface GenerationSummary {
  models: readonly ModelSummary[];
  /** Wall time of the whole. */
  seconds: number;
  /** What it has cost, where someone counted. */
  spent?: SpentSoFar | undefined;
  /** Whether it was stopped from outside before it was done. */
  aborted: boolean;
  /** Prompts × samples × models that still have no row. */
  left: number;
}

/** What a generation did for one model. Counts are of this session, but for `alreadyThere`. */
export interface ModelSummary {
  /** The series that the answers are in: the model's name, or one that says how it was asked. */
  model: string;
  /** The model's name where the series has one of its own; otherwise null. */
  seriesOf: string | null;
  /** Whether the run has this series, under a name of its own, since this session. */
  isNewSeries: boolean;
  simulated: boolean;
  /** Answers wanted: prompts × samples. */
  total: number;
  /** Those that had a row before, and are not asked again. */
  alreadyThere: number;
  /** Of those: failures, which only `retryErrors` asks again. */
  alreadyFailed: number;
  /** Rows copied from a prompt with the same text; nothing was sent for them. */
  reused: number;
  /** Rows of answers asked for: the sum of the five that follow. */
  asked: number;
  answered: number;
  truncated: number;
  empty: number;
  filtered: number;
  failed: number;
  /** The failures by their kind: `http_429`, `connection`, … */
  failedByKind: Record<string, number>;
  /** Wanted, and still without a row. */
  left: number;
  /** Of those: out in a batch when the asking began, and so not asked. Default: 0. */
  inBatch?: number;
  /** Why prompts are left: the model's own fault, or null (done, or stopped from outside). */
  stopped: string | null;
  /** From the model's first request to its last answer. */
  seconds: number;
  /** Tokens as the provider counted them; 0 where it does not say. */
  inputTokens: number;
  outputTokens: number;
  /** Requests sent beyond the first, over all rows. */
  retries: number;
}
