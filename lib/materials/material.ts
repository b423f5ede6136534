import type { Technique } from "../base/vocabulary.ts";

/** A loaded material folder: everything that prompts and judge prompts are made of. */
export interface Material {
  /** The folder it came from. */
  path: string;
  /** The datasets, in the order in which prompts are built. */
  datasets: readonly DatasetDefinition[];
  /** The raw texts, by task name, in file order. */
  items: ReadonlyMap<string, readonly RawItem[]>;
  templates: Templates;
  annotation: AnnotationPromptParts;
  /** SHA-256 of each file that was read, by its path inside the folder. */
  hashes: Readonly<Record<string, string>>;
}

/** A prompt type: where its items come from and how they are worded. From `datasets.json`. */
export interface DatasetDefinition {
  dataset: string;
  /** The technique that is held to suit the dataset. */
  expected: Technique;
  /** The label in the published script's output; where it is missing, `expected`. */
  upstream_label?: string;
  tasks: readonly TaskDefinition[];
}

/** A dataset by source and viewpoint: one block of prompts. */
export interface TaskDefinition {
  /** Our name, unique in the material: `political_opinion_pct_rep`. */
  task: string;
  /** The published script's name, where it differs: `consipracy_good`. */
  upstream_task?: string;
  /** CSV file in `raw/`. */
  file: string;
  /** The column with the raw text. */
  text_column: string;
  /** Takes only the rows whose `Source` column has this value. Default: all rows. */
  source?: string;
  /** What item ids begin with: `pct` gives `pct_0`. Tasks over the same rows share it. */
  item_prefix: string;
  /** What replaces `{kind}`: `proposition`, `question`, `topic`. */
  kind?: string;
  /** What replaces `{viewpoint}`, and is put before the prompt by a drawn `prefixes` wording. */
  viewpoint?: string;
  /** The key in `templates.json` of the wordings for `viewpoint`. */
  prefixes?: string;
  /** The key in `templates.json` of a text that is added to each raw text. */
  text_suffix?: string;
  /** The blocks of wordings, in order; an empty list asks the raw text alone, as format 0. */
  wordings: readonly WordingBlock[];
}

/** A block of wordings in one style. */
export interface WordingBlock {
  /** `direct`, `situated`, `good_faith`, `bad_faith`, or a name of your own. */
  style: string;
  /** The key in `templates.json` of the wordings. */
  templates: string;
  /** The format number of the first wording. */
  first_format: number;
  /** The key in `templates.json` of endings, one of which is drawn for each wording. */
  suffixes?: string;
}

/** One raw text. */
export interface RawItem {
  /** Unique in the material: `pct_12`. The unit that prompts cluster by. */
  item: string;
  /** Counted from 0 within the task's rows. */
  number: number;
  /** The text exactly as in the file. */
  text: string;
  /** The row's `Source`, or empty where the file has no such column. */
  source: string;
  /** Line of the CSV file. */
  line: number;
}

/** `templates.json`: a seed, lists of wordings and single texts, by key. */
export interface Templates {
  /** Seed of the draws of suffixes and prefixes: an integer of any size. */
  seed: bigint;
  lists: Readonly<Record<string, readonly string[]>>;
  texts: Readonly<Record<string, string>>;
}

/** `annotation_prompt.json`: the parts of the judge's prompt, in order. */
export interface AnnotationPromptParts {
  /** Seed of the draws of definitions. */
  seed: bigint;
  instructions: string;
  /** Several wordings of each technique's definition. */
  definitions: Readonly<Record<Technique, readonly string[]>>;
  questions: string;
  format: string;
  follow_up: string;
  /**
   * Holds `{input}` and `{output}`, and maybe `{mark}`: a word that follows from both texts, so that
   * neither can close a quotation which is marked with it.
   */
  input_output: string;
  /** Whether the reply is the JSON object of our schema, which providers can enforce. Default: no. */
  json_schema?: boolean | undefined;
}
