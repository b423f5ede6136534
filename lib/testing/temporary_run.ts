import { join } from "node:path";
import type { Prompt } from "../prompts/prompt.ts";
import { openRun, type RunFile } from "../runs/run_file.ts";
import { temporaryFolder } from "./temporary_folder.ts";

/** Calls `use` with a folder that is gone afterwards. */
export async function withFolder(use: (folder: string) => void | Promise<void>): Promise<void> {
  await using folder = await temporaryFolder();
  await use(folder.path);
}

/** Calls `use` with a new, empty run that is gone afterwards. */
export async function withRun(use: (run: RunFile) => void | Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    using run = openRun(join(folder, "run"), { create: true });
    await use(run);
  });
}

/** A prompt with the given fields; the others are null, or made from the id. */
export function aPrompt(prompt_id: string, fields: Partial<Prompt> = {}): Prompt {
  return {
    prompt_id,
    dataset: null,
    task: null,
    source: null,
    item: null,
    format: null,
    style: null,
    viewpoint: null,
    original_input: null,
    input: `Question ${prompt_id}`,
    expected: null,
    ...fields,
  };
}

/** Prompts `p0`, `p1`, … */
export function somePrompts(count: number): Prompt[] {
  return Array.from({ length: count }, (_, number) => aPrompt(`p${number}`));
}

/** The rows of a query, as plain objects. */
export function rowsOf(run: RunFile, sql: string): Record<string, unknown>[] {
  return run.db.prepare(sql).all().map((row) => ({ ...row }));
}
