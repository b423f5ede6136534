import type pl from "nodejs-polars";
import { distinctTexts } from "./_decode_field.ts";
import type { Problem } from "./_problems.ts";
import {
  type DataPrompt,
  promptFields,
  readPrompt,
  type ReadPromptOptions,
} from "./_read_prompts.ts";

/** The prompts of a file. */
export interface PromptIndex {
  prompts: readonly DataPrompt[];
  /** What a raw answer's joined fields stand for: the place of a prompt, or a problem. */
  find(key: string): { value: number } | { problem: Problem };
}

const UNREADABLE: Problem = { reason: "a control character in the row", field: "item" };
const AMBIGUOUS: Problem = {
  reason: "one prompt_id for different prompts",
  field: "prompt_id",
};
const INDISTINCT: Problem = {
  reason: "prompts that item and format do not tell apart: map prompt_id",
  field: "item",
};

/**
 * Reads the prompts of raw answers, each once however it is spelled. Where one id stands for prompts
 * that differ in anything, none of them is taken.
 */
export function promptIndex(frame: pl.DataFrame, options: ReadPromptOptions): PromptIndex {
  const prompts: DataPrompt[] = [];
  const problems = new Map<string, Problem>();
  const places = new Map<string, number>();
  const byId = new Map<string, number>();
  const ambiguous = new Set<number>();
  const isNamed = new Map<number, boolean>();
  for (const { text: key } of distinctTexts(frame, "prompt")) {
    const fields = promptFields(key);
    const prompt = fields === null ? UNREADABLE : readPrompt(fields, options);
    if ("reason" in prompt) {
      problems.set(key, prompt);
      continue;
    }
    const known = prompt.prompt_id === null ? undefined : byId.get(prompt.prompt_id);
    const place = known ?? prompts.push(prompt) - 1;
    if (known === undefined && prompt.prompt_id !== null) byId.set(prompt.prompt_id, place);
    if (known !== undefined && !isSame(prompt, prompts[known])) ambiguous.add(known);
    isNamed.set(place, fields?.prompt_id.trim() !== "");
    places.set(key, place);
  }
  return {
    prompts,
    find(key) {
      const value = places.get(key);
      if (value === undefined) return { problem: problems.get(key) ?? UNREADABLE };
      if (!ambiguous.has(value)) return { value };
      return { problem: isNamed.get(value) ? AMBIGUOUS : INDISTINCT };
    },
  };
}

function isSame(a: DataPrompt, b: DataPrompt | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
