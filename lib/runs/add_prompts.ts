import { createHash } from "node:crypto";
import { UserError } from "../base/user_error.ts";
import { type Prompt, PROMPT_COLUMNS } from "../prompts/prompt.ts";
import { SHARD_IS_OUT } from "./batch/is_out.ts";
import { hashOfInput } from "./hash_of_input.ts";
import { writeManifest } from "./manifest.ts";
import { countRunPrompts, iterateRunPrompts } from "./read_run_prompts.ts";
import type { RunFile } from "./run_file.ts";

/** What {@linkcode addPrompts} did. */
export interface AddedPrompts {
  /** Prompts that the run did not have. */
  added: number;
  /** Prompts that it had, of which a column was still empty and is now filled. */
  completed: number;
  /** Prompts that it had. */
  unchanged: number;
  /** Prompts that it had otherwise, without a response; with `replaceUnanswered` alone. */
  changed: number;
  /** Prompts that it had and that are not among these; with `replaceUnanswered` alone. */
  removed: number;
}

/** Options of {@linkcode addPrompts}. */
export interface AddPromptsOptions {
  /**
   * Whether these prompts take the place of those that have no response yet: those that differ are
   * changed, those that are not among these are removed, and where the run has no response at all
   * they stand in the order given. Default: false, nothing is taken away.
   */
  replaceUnanswered?: boolean;
}

const SELECT = `SELECT ${PROMPT_COLUMNS.join(", ")} FROM prompts WHERE prompt_id = ?`;
const NEXT_POSITION = "SELECT coalesce(max(position) + 1, 0) AS next FROM prompts";
const INSERT = `INSERT INTO prompts (${PROMPT_COLUMNS.join(", ")}, input_hash, position)
  VALUES (${PROMPT_COLUMNS.map((column) => `$${column}`).join(", ")}, $input_hash, $position)`;
// A prompt that is out in a batch will have a response: the text that was sent must stay.
const OUT = `FROM batch_requests JOIN batch_shards USING (shard) WHERE ${SHARD_IS_OUT}`;
const HAS_RESPONSE = `SELECT 1 FROM responses WHERE prompt_id = ?1
  UNION ALL SELECT 1 ${OUT} AND prompt_id = ?1`;
const UNANSWERED = `SELECT prompt_id FROM prompts
  WHERE prompt_id NOT IN (SELECT prompt_id FROM responses UNION ALL SELECT prompt_id ${OUT})`;
const ANY_RESPONSE = `SELECT 1 FROM responses UNION ALL SELECT 1 ${OUT} LIMIT 1`;
// Positions are unique: new ones are first taken below zero, where none is in the way.
const MOVE = "UPDATE prompts SET position = -1 - $position WHERE prompt_id = $prompt_id";
const MOVED = "UPDATE prompts SET position = -1 - position";
const UPDATE = `UPDATE prompts SET
  ${PROMPT_COLUMNS.map((column) => `${column} = $${column}`).join(", ")}, input_hash = $input_hash
  WHERE prompt_id = $prompt_id`;

/**
 * Adds prompts to a run, all or none; new ones come after those already there.
 *
 * A prompt that the run has is left as it is; columns that were null take a value given now.
 *
 * @throws {UserError} where a prompt of that id differs from the one in the run: answers to the
 * one would be counted as answers to the other.
 */
export function addPrompts(
  run: RunFile,
  given: Iterable<Prompt>,
  { replaceUnanswered = false }: AddPromptsOptions = {},
): AddedPrompts {
  // Any number can be added from an iterator; only replacing goes over them several times.
  const prompts = replaceUnanswered ? [...given] : given;
  const counts: AddedPrompts = { added: 0, completed: 0, unchanged: 0, changed: 0, removed: 0 };
  run.transaction(() => {
    if (replaceUnanswered) counts.removed = removeUnanswered(run, prompts);
    let position = Number(run.statement(NEXT_POSITION).get()?.next ?? 0);
    for (const prompt of prompts) {
      refuseNul(run, prompt);
      const stored = run.statement(SELECT).get(prompt.prompt_id);
      if (stored === undefined) {
        run.statement(INSERT).run({ ...columnsOf(prompt), position });
        position++;
        counts.added++;
        continue;
      }
      const isFree = replaceUnanswered &&
        run.statement(HAS_RESPONSE).get(prompt.prompt_id) === undefined;
      if (isFree && PROMPT_COLUMNS.some((column) => prompt[column] !== stored[column])) {
        run.statement(UPDATE).run(columnsOf(prompt));
        counts.changed++;
        continue;
      }
      const gaps = PROMPT_COLUMNS.filter((column) => differs(run, { prompt, stored, column }));
      if (gaps.length === 0) {
        counts.unchanged++;
        continue;
      }
      const filled = gaps.map((column) => [column, prompt[column]]);
      run.statement(UPDATE).run({
        ...stored,
        ...Object.fromEntries(filled),
        input_hash: hashOfInput(prompt.input),
      });
      counts.completed++;
    }
    if (replaceUnanswered && run.statement(ANY_RESPONSE).get() === undefined) {
      putInOrder(run, prompts);
    }
    const { added, completed, changed, removed } = counts;
    if (replaceUnanswered || added + completed + changed + removed > 0) {
      writeManifest(run, { prompts: describePrompts(run) });
    }
  });
  run.checkpoint();
  return counts;
}

function removeUnanswered(run: RunFile, prompts: Iterable<Prompt>): number {
  const kept = new Set(Array.from(prompts, ({ prompt_id }) => prompt_id));
  const gone = run.statement(UNANSWERED).all().map(({ prompt_id }) => String(prompt_id))
    .filter((id) => !kept.has(id));
  for (const id of gone) run.statement("DELETE FROM prompts WHERE prompt_id = ?").run(id);
  return gone.length;
}

/** As in a run that was made afresh: the judge's wordings are drawn in the order of positions. */
function putInOrder(run: RunFile, prompts: Iterable<Prompt>): void {
  for (const [position, { prompt_id }] of [...prompts].entries()) {
    run.statement(MOVE).run({ position, prompt_id });
  }
  run.statement(MOVED).run();
}

function refuseNul(run: RunFile, prompt: Prompt): void {
  const column = PROMPT_COLUMNS.find((name) => String(prompt[name]).includes("\0"));
  if (column === undefined) return;
  throw new UserError(
    `Cannot add prompt '${prompt.prompt_id}' to ${run.path}: there is a NUL character in its ` +
      `'${column}', where SQLite's readers would cut the text. Take it out.`,
  );
}

interface Comparison {
  prompt: Prompt;
  stored: Record<string, unknown>;
  column: typeof PROMPT_COLUMNS[number];
}

/** Whether the run lacks what the prompt has in this column; two different values are an error. */
function differs(run: RunFile, { prompt, stored, column }: Comparison): boolean {
  const [given, found] = [prompt[column], stored[column]];
  if (given === null || given === found) return false;
  if (found === null) return true;
  throw new UserError(
    `Cannot add prompt '${prompt.prompt_id}' to ${run.path}: the run has it with another ` +
      `'${column}' (${quote(found)} there, ${quote(given)} here). Take another run folder, or ` +
      `give the changed prompt another prompt_id.`,
  );
}

function quote(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** The columns alone: SQLite refuses names that the statement does not know. */
function columnsOf(prompt: Prompt): Record<string, string | number | null> {
  const columns = Object.fromEntries(PROMPT_COLUMNS.map((column) => [column, prompt[column]]));
  return { ...columns, input_hash: hashOfInput(prompt.input) };
}

function describePrompts(run: RunFile): { count: number; sha256: string } {
  const hash = createHash("sha256");
  for (const { prompt_id, input } of iterateRunPrompts(run)) {
    hash.update(JSON.stringify([prompt_id, input]) + "\n");
  }
  return { count: countRunPrompts(run), sha256: hash.digest("hex") };
}
