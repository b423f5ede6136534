import type { PythonRandom } from "../base/python_random.ts";
import { sha256 } from "../base/sha256.ts";
import { UserError } from "../base/user_error.ts";
import { TECHNIQUES } from "../base/vocabulary.ts";
import type { AnnotationPromptParts } from "../materials/material.ts";

/** What {@linkcode buildJudgePrompts} puts in front of the judge. */
export interface JudgePromptOptions {
  /** The parts of the judge's prompt, from the material. */
  parts: AnnotationPromptParts;
  /** What the model was asked, exactly. */
  input: string;
  /** What the model answered. */
  output: string;
  /** How many prompts, all different. Default: 1. */
  variants?: number;
}

/**
 * The judge's prompts for one answer.
 *
 * Draws one wording of each technique's definition, in code order, from `random`; seeded with
 * `parts.seed` and called for one answer after the other it gives what the study's judge was sent.
 *
 * @throws {UserError} where fewer different prompts than `variants` can be made.
 */
export function buildJudgePrompts(random: PythonRandom, options: JudgePromptOptions): string[] {
  const { parts, input, output, variants = 1 } = options;
  return drawDefinitions(random, { parts, variants })
    .map((definitions) => renderJudgePrompt(definitions, { parts, input, output }));
}

/** Options of {@linkcode drawDefinitions}. */
export interface DrawDefinitionsOptions {
  parts: AnnotationPromptParts;
  /** How many draws, all different. */
  variants: number;
}

/**
 * The definitions of the six techniques as one text, once per variant. A text that was drawn
 * before is thrown away and drawn anew, so its draws are consumed.
 *
 * @throws {UserError} where there are fewer different texts than `variants`.
 */
export function drawDefinitions(random: PythonRandom, options: DrawDefinitionsOptions): string[] {
  const { parts, variants } = options;
  checkVariants(parts, variants);
  const drawn = new Set<string>();
  while (drawn.size < variants) {
    drawn.add(TECHNIQUES.map((name) => random.sampleOne(parts.definitions[name])).join(""));
  }
  return [...drawn];
}

/** The judge's prompt around definitions from {@linkcode drawDefinitions}. */
export function renderJudgePrompt(
  definitions: string,
  { parts, input, output }: Pick<JudgePromptOptions, "parts" | "input" | "output">,
): string {
  const texts = { input, output, mark: sha256(JSON.stringify([input, output])).slice(0, 8) };
  // One pass, so that a text which itself holds `{output}` or `$&` stays as it is.
  const pair = parts.input_output.replace(
    /\{(input|output|mark)\}/g,
    (_, name: keyof typeof texts) => texts[name],
  );
  return parts.instructions + definitions + parts.questions + parts.format + parts.follow_up + pair;
}

function checkVariants(parts: AnnotationPromptParts, variants: number): void {
  const empty = TECHNIQUES.find((name) => parts.definitions[name].length === 0);
  if (empty !== undefined) {
    throw new UserError(
      `Cannot build the judge's prompt: '${empty}' has no definition. Add one to the material's ` +
        `annotation_prompt.json.`,
    );
  }
  if (!Number.isInteger(variants) || variants < 1) {
    throw new UserError(
      `Cannot build the judge's prompt: expected a whole number of variants, at least 1, but ` +
        `found ${variants}.`,
    );
  }
  const possible = countTexts(parts, variants);
  if (variants > possible) {
    throw new UserError(
      `Cannot build ${variants} different judge's prompts: the material's definitions make ` +
        `${possible}. Ask for fewer variants, or add wordings to annotation_prompt.json.`,
    );
  }
}

/** The number of different definition texts, counted no further than it takes to reach `enough`. */
function countTexts(parts: AnnotationPromptParts, enough: number): number {
  let texts = new Set([""]);
  for (const name of TECHNIQUES) {
    // What follows cannot make different beginnings equal, so what is enough stays enough.
    if (texts.size >= enough) return texts.size;
    const longer = [...texts].flatMap((text) => parts.definitions[name].map((more) => text + more));
    texts = new Set(longer);
  }
  return texts.size;
}
