import { createHash } from "node:crypto";
import type { SQLInputValue } from "node:sqlite";
import { UserError } from "../base/user_error.ts";
import { type Prompt, PROMPT_COLUMNS } from "../prompts/prompt.ts";
import { hashOfInput } from "./hash_of_input.ts";
import { writeManifest } from "./manifest.ts";
import { countRunPrompts } from "./read_run_prompts.ts";
import type { RunFile } from "./run_file.ts";
import { refusalOf } from "./run_lock.ts";
import { type UnansweredPrompts, unansweredPrompts } from "./_unanswered_prompts.ts";

/** What `addPrompts` did. */
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

/** Takes prompts into a run one by one, inside the caller's transaction. */
export interface PromptAdder extends Disposable {
  add(prompt: Prompt): void;
  /** To be called after the last one. */
  finish(): AddedPrompts;
}

/** Options of {@linkcode promptAdder}. */
export interface PromptAdderOptions {
  replaceUnanswered: boolean;
  /** Whether the run's lock is held; otherwise the first change is refused. */
  isLocked: boolean;
}

const SELECT = `SELECT ${PROMPT_COLUMNS.join(", ")} FROM prompts WHERE prompt_id = ?`;
const NEXT_POSITION = "SELECT coalesce(max(position) + 1, 0) AS next FROM prompts";
const HAS_PROMPT = "SELECT 1 FROM prompts WHERE prompt_id = ?";
const INSERT = `INSERT INTO prompts (${PROMPT_COLUMNS.join(", ")}, input_hash, position)
  VALUES (${PROMPT_COLUMNS.map(() => "?").join(", ")}, ?, ?) ON CONFLICT DO NOTHING`;
const IN_ORDER = "SELECT prompt_id, input FROM prompts ORDER BY position";
const UPDATE = `UPDATE prompts SET
  ${PROMPT_COLUMNS.map((column) => `${column} = ?`).join(", ")}, input_hash = ?
  WHERE prompt_id = ?`;

/** Begins to add prompts. */
export function promptAdder(run: RunFile, options: PromptAdderOptions): PromptAdder {
  const { replaceUnanswered, isLocked } = options;
  const counts: AddedPrompts = { added: 0, completed: 0, unchanged: 0, changed: 0, removed: 0 };
  const first = Number(run.statement(NEXT_POSITION).get()?.next ?? 0);
  const unanswered = replaceUnanswered ? unansweredPrompts(run) : null;
  const insert = run.statement(INSERT);
  // In a run without prompts, what is added in this order is what there is to describe.
  const hash = first === 0 ? createHash("sha256") : null;

  function refuseUnlocked(): void {
    if (!isLocked) throw refusalOf(run);
  }

  return {
    add(prompt) {
      refuseNul(run, prompt);
      unanswered?.keep(prompt.prompt_id);
      if (isLocked) {
        const values = [...valuesOf(prompt), hashOfInput(prompt.input), first + counts.added];
        if (insert.run(...values).changes === 1) {
          counts.added++;
          hash?.update(lineOf(prompt));
          return;
        }
      } else if (run.statement(HAS_PROMPT).get(prompt.prompt_id) === undefined) {
        throw refusalOf(run);
      }
      const outcome = compare(run, prompt, unanswered);
      if (outcome.values !== undefined) {
        refuseUnlocked();
        const { prompt_id, input } = prompt;
        run.statement(UPDATE).run(...outcome.values, hashOfInput(input), prompt_id);
      }
      counts[outcome.kind]++;
    },
    finish() {
      if (unanswered !== null) {
        if (unanswered.isChange()) refuseUnlocked();
        counts.removed = unanswered.removeOthers(first);
      }
      const isReordered = unanswered?.putInOrder() ?? false;
      const { added, changed, removed } = counts;
      const isSame = !isReordered && changed + removed === 0;
      if (isSame && hash !== null && isLocked) {
        writeManifest(run, { prompts: { count: added, sha256: hash.digest("hex") } });
      } else if (!isSame || added > 0) {
        writeManifest(run, { prompts: describePrompts(run) });
      }
      return counts;
    },
    [Symbol.dispose]: () => unanswered?.[Symbol.dispose](),
  };
}

interface Outcome {
  kind: "completed" | "unchanged" | "changed";
  /** What the prompt's columns are to be; none where it stays as it is. */
  values?: SQLInputValue[];
}

/** Compares a prompt with the one that the run has. @throws {UserError} where they contradict. */
function compare(run: RunFile, prompt: Prompt, unanswered: UnansweredPrompts | null): Outcome {
  const stored = run.statement(SELECT).get(prompt.prompt_id) ?? {};
  const isOther = PROMPT_COLUMNS.some((column) => prompt[column] !== stored[column]);
  if (!isOther) return { kind: "unchanged" };
  if (unanswered?.isFree(prompt.prompt_id)) return { kind: "changed", values: valuesOf(prompt) };
  const gaps = PROMPT_COLUMNS.filter((column) => differs(run, { prompt, stored, column }));
  if (gaps.length === 0) return { kind: "unchanged" };
  const values = PROMPT_COLUMNS.map((column) => prompt[column] ?? stored[column] ?? null);
  return { kind: "completed", values };
}

function valuesOf(prompt: Prompt): SQLInputValue[] {
  return PROMPT_COLUMNS.map((column) => prompt[column]);
}

function refuseNul(run: RunFile, prompt: Prompt): void {
  const column = PROMPT_COLUMNS.find((name) => {
    const value = prompt[name];
    return typeof value === "string" && value.includes("\0");
  });
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

function describePrompts(run: RunFile): { count: number; sha256: string } {
  const hash = createHash("sha256");
  for (const { prompt_id, input } of run.db.prepare(IN_ORDER).iterate()) {
    hash.update(lineOf({ prompt_id: String(prompt_id), input: String(input) }));
  }
  return { count: countRunPrompts(run), sha256: hash.digest("hex") };
}

function lineOf({ prompt_id, input }: Pick<Prompt, "prompt_id" | "input">): string {
  return JSON.stringify([prompt_id, input]) + "\n";
}
