import definitions from "../../data/study_datasets.json" with { type: "json" };
import { labelOf } from "../base/vocabulary.ts";

/** One of the study's fourteen tasks, without its texts. */
export interface StudyTask {
  /** Our name. */
  task: string;
  /** The dataset that it is a part of. */
  dataset: string;
  /** Where its items come from, where the dataset has several sources. */
  source: string | null;
  viewpoint: string | null;
  /** What item ids begin with; tasks over the same texts share it. */
  item_prefix: string;
  /** The styles of its wordings, in order; empty where the raw text alone is asked. */
  styles: readonly { style: string; first_format: number }[];
}

/** The study asks each item in ten wordings of a style. */
const WORDINGS = 10;

const TASKS = new Map<string, StudyTask>();
const DATASET_NAMES = new Map<string, string>();
for (const { dataset, tasks } of definitions) {
  DATASET_NAMES.set(plainName(dataset), dataset);
  DATASET_NAMES.set(plainName(labelOf(dataset)), dataset);
  for (const definition of tasks) {
    const { task, item_prefix, wordings } = definition;
    const studyTask: StudyTask = {
      ...{ task, dataset, item_prefix },
      source: "source" in definition ? definition.source : null,
      viewpoint: "viewpoint" in definition ? definition.viewpoint : null,
      styles: wordings.map(({ style, first_format }) => ({ style, first_format })),
    };
    TASKS.set(plainName(task), studyTask);
    if ("upstream_task" in definition) TASKS.set(plainName(definition.upstream_task), studyTask);
  }
}

/** The task of this name, ours or as the study's files spell it, whatever its case; or null. */
export function studyTask(name: string): StudyTask | null {
  return TASKS.get(plainName(name)) ?? null;
}

/** The dataset of this name or label (`Conspiracy, good faith`), whatever its case; or null. */
export function studyDataset(name: string): string | null {
  return DATASET_NAMES.get(plainName(name)) ?? null;
}

/** The tasks that a dataset of the study consists of; none for any other. */
export function tasksOfDataset(dataset: string): StudyTask[] {
  return [...new Set(TASKS.values())].filter((task) => task.dataset === dataset);
}

/**
 * The style of a task's wording by its number: 0–9 direct, 10–19 situated, where the task has both;
 * `plain` where the raw text alone is asked. Null where the task has no wording of that number.
 */
export function styleOfFormat({ styles }: StudyTask, format: number | null): string | null {
  if (styles.length === 0) return "plain";
  if (format === null) return null;
  const block = styles.find(({ first_format }) =>
    format >= first_format && format < first_format + WORDINGS
  );
  return block?.style ?? null;
}

/** Names are told apart by their letters and digits alone. */
function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "_").replaceAll(/^_|_$/g, "");
}
