import { writeTable } from "../base/write_table.ts";
import type { Prompt, PROMPT_COLUMNS } from "./prompt.ts";

/** The columns of prompts, in order, each with what its values are. */
export const PROMPT_COLUMN_TYPES: Record<typeof PROMPT_COLUMNS[number], "text" | "integer"> = {
  prompt_id: "text",
  dataset: "text",
  task: "text",
  source: "text",
  item: "text",
  format: "integer",
  style: "text",
  viewpoint: "text",
  original_input: "text",
  input: "text",
  expected: "text",
};

/** Writes prompts with our columns, as CSV, Parquet or JSONL by the file's ending. */
export async function writePrompts(path: string, prompts: readonly Prompt[]): Promise<void> {
  await writeTable(path, { columns: PROMPT_COLUMN_TYPES, rows: prompts });
}
