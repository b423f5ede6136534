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
] as const;
/** The values of a row, in the order in which the statements below number them. */
const ROW = [
  "prompt_id",
  "model",
  "sample",
  "origin",
  "origin_ref",
  "created_at",
  ...ANSWER_COLUMNS,
];
const KEY = "prompt_id = ?1 AND model = ?2 AND sample = ?3";
// Numbered, since values bound by name take twice the time, thousands of times a second.
const INSERT = `INSERT INTO responses (${ROW.join(", ")})
  VALUES (${ROW.map((_, index) => `?${index + 1}`).join(", ")}) ON CONFLICT DO NOTHING`;
const REPLACE = `UPDATE responses
  SET ${ROW.map((column, index) => `${column} = ?${index + 1}`).join(", ")}
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
  const key = [prompt_id, model, sample];
  const values = ANSWER_COLUMNS.map((column) => storable(answer[column]));
  const row = [...key, origin, originRef, new Date().toISOString(), ...values];
  if (run.statement(INSERT).run(...row).changes === 1) return true;
  return run.transaction(() => {
    if (run.statement(REPLACE).run(...row).changes === 0) return false;
    run.statement(FORGET_ANNOTATIONS).run(...key);
    return true;
  });
}

/** SQLite's readers take a NUL for a text's end: what follows it would be lost in silence. */
export function storable<T>(value: T): T | string {
  return typeof value === "string" ? value.replaceAll("\0", "\uFFFD") : value;
}
