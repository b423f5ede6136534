import definitions from "../../data/study_datasets.json" with { type: "json" };

const NAMES = new Map<string, string>();
for (const { tasks } of definitions) {
  for (const task of tasks) if ("upstream_task" in task) NAMES.set(task.task, task.upstream_task);
}

/** A task's name as the study's files spell it (`consipracy_good`); any other name as it is. */
export function publishedTask(task: string): string {
  return NAMES.get(task) ?? task;
}
