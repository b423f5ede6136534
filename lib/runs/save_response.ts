import type { Answer } from "../models/answer.ts";
import type { RunFile } from "./run_file.ts";

/** One answer and what it answers. */
export interface ResponseRecord {
  prompt_id: string;
  /** The model's name in the run. */
  model: string;
  /** From 0. */
  sample: number;
  answer: Answer;
  /** How the answer came into the run. Default: `asked`. */
  origin?: ResponseOrigin;
  /** The provider's batch, or the run and prompt that the answer was taken from. Default: none. */
  originRef?: string | null;
  /** When it was answered; ISO 8601, UTC. Default: now. */
  createdAt?: string;
}

/** `asked` here, taken from a provider's `batch`, from a file (`import`) or another run (`reuse`). */
export type ResponseOrigin = "asked" | "batch" | "import" | "reuse";

/** The columns of an answer, as `Answer` has them. */
export const ANSWER_COLUMNS = [
  "status",
  "response",
  "thinking",
  "finish_reason",
  "error",
  "error_kind",
  "attempts",
  "seconds",
  "input_tokens",
  "output_tokens",
  "cached_input_tokens",
  "reasoning_tokens",
  "reported_model",
  "system_fingerprint",
  "choices",
  "tool_calls",
  "top_logprobs",
] as const;
const KEY = "prompt_id = ? AND model = ? AND sample = ?";
const VALUES = [...ANSWER_COLUMNS, "origin", "origin_ref", "created_at"];
// By position: with names, binding takes longer than writing.
const INSERT = `INSERT INTO responses (${VALUES.join(", ")}, prompt_id, model, sample)
  VALUES (${VALUES.map(() => "?").join(", ")}, ?, ?, ?) ON CONFLICT DO NOTHING`;
const REPLACE = `UPDATE responses SET ${VALUES.map((column) => `${column} = ?`).join(", ")}
  WHERE ${KEY} AND status = 'failed'`;
const FORGET_ANNOTATIONS = `DELETE FROM annotations WHERE ${KEY}`;

/**
 * Commits one answer; a NUL character in it is stored as U+FFFD. An answer never takes the place of
 * another: only a failure is replaced, and with it goes what judges said of the failure.
 *
 * @returns Whether it was saved; false where there is an answer with this key already.
 */
export function saveResponse(run: RunFile, record: ResponseRecord): boolean {
  const { prompt_id, model, sample, answer, origin = "asked", originRef = null } = record;
  const { createdAt = new Date().toISOString() } = record;
  const values = ANSWER_COLUMNS.map((column) => storable(answer[column]));
  const row = [...values, origin, originRef, createdAt, prompt_id, model, sample];
  if (run.statement(INSERT).run(...row).changes === 1) return true;
  return run.transaction(() => {
    if (run.statement(REPLACE).run(...row).changes === 0) return false;
    run.statement(FORGET_ANNOTATIONS).run(prompt_id, model, sample);
    return true;
  });
}

/** SQLite's readers take a NUL for a text's end: what follows it would be lost in silence. */
export function storable<T>(value: T): T | string {
  return typeof value === "string" ? value.replaceAll("\0", "\uFFFD") : value;
}
