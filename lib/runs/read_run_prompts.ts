import { type Prompt, PROMPT_COLUMNS } from "../prompts/prompt.ts";
import type { RunFile } from "./run_file.ts";

const COUNT = "SELECT count(*) AS count FROM prompts";
const SELECT = `SELECT ${PROMPT_COLUMNS.join(", ")} FROM prompts ORDER BY position`;

/** How many prompts a run has. */
export function countRunPrompts(run: RunFile): number {
  return Number(run.statement(COUNT).get()?.count ?? 0);
}

/** The prompts of a run, in the order of asking. */
export function readRunPrompts(run: RunFile): Prompt[] {
  return [...iterateRunPrompts(run)];
}

/** The same one by one. Read to the end, or write nothing to the run meanwhile. */
export function* iterateRunPrompts(run: RunFile): Generator<Prompt> {
  // A statement of its own: two iterations over one statement would disturb each other.
  for (const row of run.db.prepare(SELECT).iterate()) yield toPrompt(row);
}

function toPrompt(row: Readonly<Record<string, unknown>>): Prompt {
  return {
    prompt_id: String(row.prompt_id),
    dataset: textOrNull(row.dataset),
    task: textOrNull(row.task),
    source: textOrNull(row.source),
    item: textOrNull(row.item),
    format: row.format === null ? null : Number(row.format),
    style: textOrNull(row.style),
    viewpoint: textOrNull(row.viewpoint),
    original_input: textOrNull(row.original_input),
    input: String(row.input),
    expected: textOrNull(row.expected),
  };
}

function textOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}
