import { fillTemplate } from "../base/fill_template.ts";
import { PythonRandom } from "../base/python_random.ts";
import { UserError } from "../base/user_error.ts";
import type {
  DatasetDefinition,
  Material,
  RawItem,
  TaskDefinition,
  Templates,
  WordingBlock,
} from "../materials/material.ts";
import type { Prompt } from "./prompt.ts";

/** Options of {@linkcode buildPrompts}. */
export interface BuildPromptsOptions {
  /** Seed of the draws of suffixes and prefixes. Default: the one in the material's templates. */
  seed?: bigint;
}

/**
 * Builds every prompt of a material: datasets × tasks × items × wordings, in that order.
 *
 * The draws are the published script's: one stream for all prompts; for each item and block of
 * wordings first the suffixes, then, where there is a viewpoint, the prefixes.
 *
 * @returns Prompts in the order of asking, each with its own `prompt_id`.
 * @throws {UserError} where the material's definitions lead to the same `prompt_id` twice.
 */
export function buildPrompts(material: Material, options: BuildPromptsOptions = {}): Prompt[] {
  const random = new PythonRandom(options.seed ?? material.templates.seed);
  const prompts: Prompt[] = [];
  for (const dataset of material.datasets) {
    for (const task of dataset.tasks) {
      for (const item of material.items.get(task.task) ?? []) {
        prompts.push(...promptsOfItem({ dataset, task, item, material, random }));
      }
    }
  }
  refuseRepeatedIds(prompts);
  return prompts;
}

interface ItemContext {
  dataset: DatasetDefinition;
  task: TaskDefinition;
  item: RawItem;
  material: Material;
  random: PythonRandom;
}

function promptsOfItem({ dataset, task, item, material, random }: ItemContext): Prompt[] {
  const { templates } = material;
  const prompt = (format: number, style: string, input: string): Prompt => ({
    prompt_id: `${task.task}_${item.number}_${format}`,
    dataset: dataset.dataset,
    task: task.task,
    source: item.source || null,
    item: item.item,
    format,
    style,
    viewpoint: task.viewpoint ?? null,
    original_input: item.text,
    input,
    expected: dataset.expected,
  });
  if (task.wordings.length === 0) return [prompt(0, "plain", item.text)];
  return task.wordings.flatMap((block) =>
    wordItem(block, { task, item, templates, random }).map((input, index) =>
      prompt(block.first_format + index, block.style, input)
    )
  );
}

interface WordingContext {
  task: TaskDefinition;
  item: RawItem;
  templates: Templates;
  random: PythonRandom;
}

function wordItem(block: WordingBlock, { task, item, templates, random }: WordingContext) {
  const values: Record<string, string> = { input: item.text + textOf(templates, task.text_suffix) };
  if (task.kind !== undefined) values.kind = task.kind;
  const questions = listOf(templates, block.templates).map((wording) =>
    fillTemplate(wording, values)
  );
  const ended = block.suffixes === undefined
    ? questions
    : questions.map((question) => question + random.sampleOne(listOf(templates, block.suffixes)));
  const { viewpoint, prefixes } = task;
  if (viewpoint === undefined || prefixes === undefined) return ended;
  return ended.map((question) =>
    fillTemplate(random.sampleOne(listOf(templates, prefixes)), { viewpoint }) + question
  );
}

function listOf(templates: Templates, key: string | undefined): readonly string[] {
  const list = key === undefined ? undefined : templates.lists[key];
  if (list === undefined) {
    throw new UserError(`Cannot build prompts: templates.json has no list '${key}'.`);
  }
  return list;
}

function textOf(templates: Templates, key: string | undefined): string {
  if (key === undefined) return "";
  const text = templates.texts[key];
  if (text === undefined) {
    throw new UserError(`Cannot build prompts: templates.json has no text '${key}'.`);
  }
  return text;
}

function refuseRepeatedIds(prompts: readonly Prompt[]): void {
  const seen = new Set<string>();
  for (const { prompt_id } of prompts) {
    if (seen.has(prompt_id)) {
      throw new UserError(
        `Cannot build prompts: '${prompt_id}' comes up twice. Give each task of datasets.json its ` +
          `own name and each of its blocks of wordings its own format numbers.`,
      );
    }
    seen.add(prompt_id);
  }
}
