import { UserError } from "../base/user_error.ts";
import type { DatasetDefinition, TaskDefinition } from "./material.ts";

/**
 * Checks what dataset definitions say about themselves: names that are unique, and no option
 * that would be without effect. `path` is the file they came from.
 *
 * @throws {UserError} naming the file, the dataset or task, and the key.
 */
export function checkDatasets(datasets: readonly DatasetDefinition[], path: string): void {
  refuseRepeated(datasets.map(({ dataset }) => dataset), "dataset", path);
  const tasks = datasets.flatMap((dataset) => dataset.tasks);
  refuseRepeated(tasks.map(({ task }) => task), "task", path);
  for (const task of tasks) refuseIdleOptions(task, path);
}

function refuseRepeated(names: readonly string[], what: string, path: string): void {
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated === undefined) return;
  throw new UserError(
    `Cannot use ${path}: the ${what} '${repeated}' is there twice. Give each ${what} its own name.`,
  );
}

function refuseIdleOptions(task: TaskDefinition, path: string): void {
  const where = `Cannot use ${path}, task '${task.task}'`;
  if ((task.viewpoint === undefined) !== (task.prefixes === undefined)) {
    const [there, missing] = task.prefixes === undefined
      ? ["viewpoint", "prefixes"]
      : ["prefixes", "viewpoint"];
    throw new UserError(`${where}: '${there}' has no effect without '${missing}'. Give both.`);
  }
  if (task.wordings.length > 0) return;
  const idle = (["viewpoint", "text_suffix", "kind"] as const).find((key) =>
    task[key] !== undefined
  );
  if (idle !== undefined) {
    throw new UserError(
      `${where}: '${idle}' has no effect where 'wordings' is empty and the raw text is asked as ` +
        `it is. Remove it or add a block of wordings.`,
    );
  }
}
