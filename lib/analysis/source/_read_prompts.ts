import { studyExpectation } from "../../materials/study_expectation.ts";
import {
  studyDataset,
  type StudyTask,
  studyTask,
  styleOfFormat,
  tasksOfDataset,
} from "../../materials/study_tasks.ts";
import { techniqueOfLabel } from "../../materials/technique_of_label.ts";
import type { Prompt } from "../../prompts/prompt.ts";
import { readFormat } from "../../runs/read_format.ts";
import { PROMPT_FIELDS, type PromptField, UNIT_SEPARATOR } from "./_raw_answers.ts";

/** A prompt of a file, as a run would hold it. */
export interface DataPrompt
  extends Pick<Prompt, "task" | "source" | "item" | "format" | "style" | "viewpoint" | "expected"> {
  /** Null where neither id nor item is known: each row then is a prompt of its own. */
  prompt_id: string | null;
  dataset: string;
  /** A hash of the prompt's text; empty where it is not known. */
  text: string;
}

/** Why a prompt cannot be used, and the field that it lies in. */
export interface PromptFlaw {
  reason: string;
  field: PromptField;
}

/** Options of {@linkcode readPrompt}. */
export interface ReadPromptOptions {
  /** Whether it is the published layout, where each item is the number of one of the study's. */
  isPublished: boolean;
  /** Whether datasets that the study does not have are taken by the names they have. */
  ownDatasets: boolean;
}

/** The fields of a prompt, as the file has them. */
export function promptFields(key: string): Record<PromptField, string> | null {
  const parts = key.split(UNIT_SEPARATOR);
  if (parts.length !== PROMPT_FIELDS.length) return null;
  const [prompt_id = "", dataset = "", task = "", item = "", format = "", ...rest] = parts;
  const [viewpoint = "", style = "", expected = "", prompt = ""] = rest;
  return { prompt_id, dataset, task, item, format, viewpoint, style, expected, prompt };
}

/** Makes a prompt of its fields in a file, or says what is wrong with them. */
export function readPrompt(
  raw: Readonly<Record<PromptField, string>>,
  options: ReadPromptOptions,
): DataPrompt | PromptFlaw {
  const fields = trimmed(raw);
  const place = findDataset(fields, options.ownDatasets);
  if ("reason" in place) return place;
  const { dataset, task } = place;
  const study = studyTask(task ?? "");
  const format = fields.format === "" ? onlyFormat(study) : readFormat(fields.format);
  if (format === null && (fields.format !== "" || options.isPublished)) {
    return { reason: "the format is no whole number", field: "format" };
  }
  const named = itemOf(fields.item, { dataset, study });
  if (options.isPublished && (named?.number ?? null) === null) {
    return { reason: "the input's number is no whole number", field: "item" };
  }
  const expected = fields.expected === "" ? null : techniqueOfLabel(fields.expected);
  if (expected === null && fields.expected !== "") {
    return { reason: "the expected technique is none of the six", field: "expected" };
  }
  return {
    prompt_id: fields.prompt_id || promptId(fields, { dataset, task, named, format }),
    ...{ dataset, task, format, item: named?.item ?? null },
    source: study?.source ?? null,
    style: fields.style || styleOf(study ?? tasksOfDataset(dataset)[0] ?? null, format),
    viewpoint: fields.viewpoint || (study?.viewpoint ?? null),
    expected: expected ?? studyExpectation(dataset),
    text: fields.prompt,
  };
}

function trimmed(raw: Readonly<Record<PromptField, string>>): Record<PromptField, string> {
  const entries = Object.entries(raw).map(([field, text]) => [field, text.trim()]);
  return { ...raw, ...Object.fromEntries(entries) };
}

type Place = Pick<DataPrompt, "dataset" | "task">;

function findDataset(
  { dataset, task }: Readonly<Record<PromptField, string>>,
  ownDatasets: boolean,
): Place | PromptFlaw {
  if (dataset === "" && task === "") return { reason: "no dataset", field: "dataset" };
  const byTask = studyTask(task);
  if (dataset === "") {
    if (byTask !== null) return byTask;
    const known = studyDataset(task);
    if (known !== null) return { dataset: known, task: null };
    return ownDatasets
      ? { dataset: task, task }
      : { reason: "the task is none of the study's", field: "task" };
  }
  const asTask = studyTask(dataset);
  const known = studyDataset(dataset) ?? asTask?.dataset;
  if (known === undefined) {
    return ownDatasets
      ? { dataset, task: task || null }
      : { reason: "the dataset is none of the study's", field: "dataset" };
  }
  const isOther = byTask !== null && byTask.dataset !== known;
  if (isOther) return { reason: "the task belongs to another dataset", field: "task" };
  // A dataset such as voting_questions has the name of its only task.
  const [only, ...more] = tasksOfDataset(known);
  const single = more.length === 0 ? only?.task ?? null : null;
  return { dataset: known, task: byTask?.task ?? (task || (asTask?.task ?? single)) };
}

/** Where the study asks the raw text alone, there is one wording. */
function onlyFormat(task: StudyTask | null): number | null {
  return task?.styles.length === 0 ? 0 : null;
}

interface NamedItem {
  item: string;
  /** Its number within the task, where it is known by that. */
  number: number | null;
}

/**
 * An item that is but a number is counted within its task, or else within its dataset: the same
 * number stands for different items elsewhere. The study's neutral, Republican and Democrat tasks
 * are over the same items, and so are its good- and bad-faith conspiracies.
 */
function itemOf(
  text: string,
  { dataset, study }: { dataset: string; study: StudyTask | null },
): NamedItem | null {
  if (text === "") return null;
  const prefix = study?.item_prefix ?? commonPrefix(dataset) ?? dataset;
  const digits = /^(\d+)(?:\.0+)?$/.exec(text)?.[1] ??
    (text.startsWith(`${prefix}_`) ? /^\d+$/.exec(text.slice(prefix.length + 1))?.[0] : undefined);
  if (digits === undefined) return { item: text, number: null };
  const number = Number(digits);
  return Number.isSafeInteger(number)
    ? { item: `${prefix}_${number}`, number }
    : { item: text, number: null };
}

function commonPrefix(dataset: string): string | null {
  const prefixes = new Set(tasksOfDataset(dataset).map(({ item_prefix }) => item_prefix));
  const [only, ...more] = prefixes;
  return more.length === 0 ? only ?? null : null;
}

/** The style of a wording; a dataset's tasks all have the same. */
function styleOf(task: StudyTask | null, format: number | null): string | null {
  return task === null ? null : styleOfFormat(task, format);
}

/** As the prompts that we build are called: `<task>_<item's number>_<format>`. */
function promptId(
  { viewpoint, style }: Readonly<Record<PromptField, string>>,
  { dataset, task, named, format }: Place & { named: NamedItem | null; format: number | null },
): string | null {
  if (named === null) return null;
  const item = task === null ? named.item : named.number ?? named.item;
  return [task ?? dataset, item, format, viewpoint || null, style || null]
    .filter((part) => part !== null).join("_");
}
