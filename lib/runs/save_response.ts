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
}

/** `asked` here, taken from a provider's `batch`, from a file (`import`) or another run (`reuse`). */
export type ResponseOrigin = "asked" | "batch" | "import" | "reuse";

const COLUMNS = [
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
] as const;
const KEY = "prompt_id = $prompt_id AND model = $model AND sample = $sample";
const INSERT = `INSERT INTO responses
  (prompt_id, model, sample, ${COLUMNS.join(", ")}, origin, origin_ref, created_at)
  VALUES ($prompt_id, $model, $sample, ${COLUMNS.map((column) => `$${column}`).join(", ")},
    $origin, $origin_ref, $created_at)
  ON CONFLICT DO NOTHING`;
const REPLACE = `UPDATE responses SET
  ${COLUMNS.map((column) => `${column} = $${column}`).join(", ")}, origin = $origin,
  origin_ref = $origin_ref, created_at = $created_at
  WHERE ${KEY} AND status = 'failed'`;
const FORGET_ANNOTATIONS = `DELETE FROM annotations WHERE ${KEY}`;

/**
 * Commits one answer; a NUL character in it is stored as U+FFFD. An answer never takes the place of
 * another: only a failure is replaced, and with it goes what judges said of the failure.
 *
 * @returns Whether it was saved; false where there is an answer with this key already.
 */
export function saveResponse(run: RunFile, record: ResponseRecord): boolean {
  run.checkPlace();
  const { prompt_id, model, sample, answer, origin = "asked", originRef = null } = record;
  const values = Object.fromEntries(COLUMNS.map((column) => [column, storable(answer[column])]));
  const key = { prompt_id, model, sample };
  const created_at = new Date().toISOString();
  const row = { ...values, ...key, origin, origin_ref: originRef, created_at };
  if (run.statement(INSERT).run(row).changes === 1) return true;
  return run.transaction(() => {
    if (run.statement(REPLACE).run(row).changes === 0) return false;
    run.statement(FORGET_ANNOTATIONS).run(key);
    return true;
  });
}

/** SQLite's readers take a NUL for a text's end: what follows it would be lost in silence. */
export function storable<T>(value: T): T | string {
  return typeof value === "string" ? value.replaceAll("\0", "\uFFFD") : value;
}
