/** The columns of a prompt, in the order in which they are written. */
export const PROMPT_COLUMNS = [
  "prompt_id",
  "dataset",
  "task",
  "source",
  "item",
  "format",
  "style",
  "viewpoint",
  "original_input",
  "input",
  "expected",
] as const;

/**
 * One prompt. Only `prompt_id` and `input` are always there: a prompts file of the user's own may
 * leave the others out, and then they are null.
 */
export interface Prompt {
  /** Stable and unique: `<task>_<item number>_<format>` for prompts that we build. */
  prompt_id: string;
  dataset: string | null;
  task: string | null;
  source: string | null;
  /** The raw item that the prompt was made from; prompts of one item are not independent. */
  item: string | null;
  /** The number of the wording: 0–9 direct, 10–19 situated. */
  format: number | null;
  /** `direct`, `situated`, `good_faith`, `bad_faith` or `plain` (the raw text alone). */
  style: string | null;
  viewpoint: string | null;
  original_input: string | null;
  /** What the model is sent. */
  input: string;
  /** The technique that the study holds to suit the dataset. */
  expected: string | null;
}
