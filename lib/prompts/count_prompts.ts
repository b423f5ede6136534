import type { Prompt } from "./prompt.ts";

/** How many prompts a dataset has, and from how many items. */
export interface PromptCount {
  dataset: string;
  items: number;
  prompts: number;
  expected: string;
}

/** Counts prompts and items by dataset, in order of appearance. */
export function countPrompts(prompts: readonly Prompt[]): PromptCount[] {
  const groups = Map.groupBy(prompts, (prompt) => prompt.dataset ?? "(none)");
  return [...groups].map(([dataset, group]) => ({
    dataset,
    items: new Set(group.map((prompt) => prompt.item ?? prompt.prompt_id)).size,
    prompts: group.length,
    expected: group[0]?.expected ?? "",
  }));
}
