import type { Prompt } from "./prompt.ts";
import { streamPrompts } from "./stream_prompts.ts";

/** Reads all prompts of a file; see {@linkcode streamPrompts}. */
export async function readPrompts(path: string): Promise<Prompt[]> {
  return await Array.fromAsync(streamPrompts(path));
}
