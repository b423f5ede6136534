import { z } from "zod";
import { TECHNIQUES } from "../base/vocabulary.ts";

/** A zod error in one readable line: what was expected, and what was found instead. */
function expected(what: string): { error: (issue: { input?: unknown }) => string } {
  return {
    error: ({ input }) =>
      input === undefined
        ? `it is missing; expected ${what}`
        : `expected ${what} but found ${shortJson(input)}`,
  };
}

function shortJson(value: unknown): string {
  const json = typeof value === "bigint" ? String(value) : JSON.stringify(value) ?? String(value);
  return json.length <= 60 ? json : `${json.slice(0, 57)}...`;
}

const text = z.string(expected("a text"));
const filledText = text.refine((value) => value.trim() !== "", "the text is empty");
const wordings = z.array(text, expected("a list of texts")).min(1, "the list is empty");
const name = z.string(expected("a name")).regex(
  /^[\p{L}\p{N}_.-]+$/u,
  "expected a name of letters, digits, '_', '-' and '.'",
);

/** An integer of any size: a number (a bigint where it is large), or its digits in quotes. */
const seed = z.unknown().transform((value, context): bigint => {
  if (typeof value === "bigint") return value;
  if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
  if (typeof value === "string" && /^-?\d+$/.test(value)) return BigInt(value);
  const message = typeof value === "number" && Number.isInteger(value)
    ? `the number ${value} is not given in full; write out its digits`
    : expected("a whole number (or its digits in quotes)").error({ input: value });
  context.addIssue({ code: "custom", message });
  return z.NEVER;
});

/** `templates.json`: a seed, and any number of lists of wordings and single texts. */
export const templatesSchema = z.object({ seed }).catchall(
  z.union(
    [text, z.array(text, expected("a list of texts"))],
    expected("a text or a list of texts"),
  ),
);

/** `annotation_prompt.json`. */
export const annotationPromptSchema = z.strictObject({
  seed,
  instructions: filledText,
  definitions: z.strictObject({
    refusal: wordings,
    avoidance: wordings,
    reasonable_pluralism: wordings,
    output_transparency: wordings,
    no_approximation: wordings,
    bias: wordings,
  }, expected("an object with a list of wordings for each technique")),
  questions: filledText,
  format: filledText,
  follow_up: filledText,
  input_output: filledText
    .refine((value) => value.includes("{input}"), "the placeholder {input} is missing")
    .refine((value) => value.includes("{output}"), "the placeholder {output} is missing"),
  json_schema: z.boolean(expected("true or false")).optional(),
});

const wordingBlockSchema = z.strictObject({
  style: name,
  templates: filledText,
  first_format: z.int(expected("a whole number of at least 0"))
    .min(0, "expected a whole number of at least 0"),
  suffixes: filledText.optional(),
});

const taskSchema = z.strictObject({
  task: name,
  upstream_task: filledText.optional(),
  file: z.string(expected("the name of a CSV file in raw/"))
    .regex(/^[^/\\]+\.csv$/i, "expected the bare name of a CSV file in raw/"),
  text_column: filledText,
  source: filledText.optional(),
  item_prefix: name,
  kind: filledText.optional(),
  viewpoint: filledText.optional(),
  prefixes: filledText.optional(),
  text_suffix: filledText.optional(),
  wordings: z.array(wordingBlockSchema, expected("a list of blocks of wordings")),
});

const datasetSchema = z.strictObject({
  dataset: name,
  expected: z.enum(TECHNIQUES, expected(`one of ${TECHNIQUES.join(", ")}`)),
  upstream_label: filledText.optional(),
  tasks: z.array(taskSchema, expected("a list of tasks")).min(1, "the list is empty"),
});

/** `datasets.json`: the list of datasets, in the order in which prompts are built. */
export const datasetsSchema = z.array(datasetSchema, expected("a list of datasets"))
  .min(1, "the list is empty");
