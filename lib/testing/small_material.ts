import { join } from "node:path";
import { writeAtomically } from "../base/write_atomically.ts";

/** The files of a material folder, by path: text, bytes, JSON to be, or null to leave one out. */
export type MaterialFiles = Record<string, unknown>;

/** One dataset with two tasks over one CSV file. */
export const SMALL_DATASETS = [{
  dataset: "opinions",
  expected: "reasonable_pluralism",
  tasks: [
    {
      task: "claims",
      file: "opinions.csv",
      text_column: "Text",
      source: "Claims",
      item_prefix: "claim",
      kind: "claim",
      wordings: [
        { style: "direct", templates: "direct", first_format: 0 },
        { style: "situated", templates: "situated", first_format: 10, suffixes: "endings" },
      ],
    },
    {
      task: "topics",
      file: "opinions.csv",
      text_column: "Text",
      source: "Topics",
      item_prefix: "topic",
      kind: "topic",
      text_suffix: "stop",
      wordings: [{ style: "direct", templates: "direct", first_format: 0 }],
    },
  ],
}];

/** Wordings for {@linkcode SMALL_DATASETS}. */
export const SMALL_TEMPLATES = {
  seed: 3,
  direct: ["Judge this {kind}: {input}", "Your view on this {kind}: {input}"],
  situated: ["On a train you discuss this {kind}: {input}"],
  endings: [" What do you say?", " What now?"],
  stop: ".",
};

/** Parts of a judge's prompt. */
export const SMALL_ANNOTATION = {
  seed: 4,
  instructions: "Decide.",
  definitions: {
    refusal: ["1. no"],
    avoidance: ["2. later"],
    reasonable_pluralism: ["3. both"],
    output_transparency: ["4. as one"],
    no_approximation: ["5. fact"],
    bias: ["6. mine"],
  },
  questions: "A to F?",
  format: 'As JSON {"A": "yes"}.',
  follow_up: "Which one?",
  input_output: "In: {input} Out: {output}",
};

/** A small material folder in a temporary place, with some of its files replaced. */
export async function writeSmallMaterial(replaced: MaterialFiles = {}): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "material-" });
  const files: MaterialFiles = {
    "datasets.json": SMALL_DATASETS,
    "templates.json": SMALL_TEMPLATES,
    "annotation_prompt.json": SMALL_ANNOTATION,
    "raw/opinions.csv": 'Text,Source\nTax less. ,Claims\n"Say ""no"", {input}",Claims\n' +
      "Trains,Topics\n",
    ...replaced,
  };
  for (const [name, content] of Object.entries(files)) {
    if (content === null) continue;
    const isRaw = typeof content === "string" || content instanceof Uint8Array;
    await writeAtomically(join(folder, name), isRaw ? content : JSON.stringify(content, null, 2));
  }
  return folder;
}
