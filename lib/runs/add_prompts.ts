import type { Prompt } from "../prompts/prompt.ts";
import { type AddedPrompts, promptAdder } from "./_prompt_adder.ts";
import type { RunFile } from "./run_file.ts";
import { tryLockRun } from "./run_lock.ts";

export type { AddedPrompts } from "./_prompt_adder.ts";

/** Options of {@linkcode addPrompts}. */
export interface AddPromptsOptions {
  /**
   * Whether these prompts take the place of those that have no response yet: those that differ are
   * changed, those that are not among these are removed, and where the run has no response at all
   * they stand in the order given. Default: false, nothing is taken away.
   */
  replaceUnanswered?: boolean;
  /** The run's lock, where the caller holds it. Default: it is taken. */
  lock?: Disposable;
}

/**
 * Adds prompts to a run, all or none; new ones come after those already there. However many come,
 * one by one, they are not held in memory.
 *
 * A prompt that the run has is left as it is; columns that were null take a value given now.
 *
 * @throws {UserError} where a prompt of that id differs from the one in the run: answers to the
 * one would be counted as answers to the other; and where there is something to change while another
 * task is writing to the run.
 */
export function addPrompts(
  run: RunFile,
  prompts: Iterable<Prompt>,
  options?: AddPromptsOptions,
): AddedPrompts;
export function addPrompts(
  run: RunFile,
  prompts: AsyncIterable<Prompt>,
  options?: AddPromptsOptions,
): Promise<AddedPrompts>;
export function addPrompts(
  run: RunFile,
  prompts: Iterable<Prompt> | AsyncIterable<Prompt>,
  options: AddPromptsOptions = {},
): AddedPrompts | Promise<AddedPrompts> {
  return Symbol.asyncIterator in prompts
    ? addStream(run, prompts, options)
    : addAll(run, prompts, options);
}

function addAll(
  run: RunFile,
  prompts: Iterable<Prompt>,
  { replaceUnanswered = false, lock }: AddPromptsOptions,
): AddedPrompts {
  using taken = lock === undefined ? tryLockRun(run, "add prompts") : null;
  const isLocked = lock !== undefined || taken !== null;
  const work = () => {
    using adder = promptAdder(run, { replaceUnanswered, isLocked });
    for (const prompt of prompts) adder.add(prompt);
    return adder.finish();
  };
  // Who holds the run is not made to wait for others who only compare.
  const added = isLocked ? run.transaction(work) : work();
  run.checkpoint();
  return added;
}

async function addStream(
  run: RunFile,
  prompts: AsyncIterable<Prompt>,
  { replaceUnanswered = false, lock }: AddPromptsOptions,
): Promise<AddedPrompts> {
  using taken = lock === undefined ? tryLockRun(run, "add prompts") : null;
  const isLocked = lock !== undefined || taken !== null;
  const work = async () => {
    using adder = promptAdder(run, { replaceUnanswered, isLocked });
    for await (const prompt of prompts) adder.add(prompt);
    return adder.finish();
  };
  const added = isLocked ? await run.longTransaction(work) : await work();
  run.checkpoint();
  return added;
}
