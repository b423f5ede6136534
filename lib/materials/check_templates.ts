import { UserError } from "../base/user_error.ts";
import type { DatasetDefinition, TaskDefinition, Templates, WordingBlock } from "./material.ts";

/** Options of {@linkcode checkTemplates}. */
export interface CheckTemplatesOptions {
  /** The definitions that use the templates. */
  datasets: readonly DatasetDefinition[];
  /** The file of the templates, for the errors' sake. */
  templatesPath: string;
  /** The file of the definitions, for the errors' sake. */
  datasetsPath: string;
}

/**
 * Checks that the wordings which the datasets use are there and can be filled: `{input}` in each
 * wording, `{kind}` only for tasks that have a kind, `{viewpoint}` in the prefixes and nowhere
 * else, no other placeholder, and no two wordings of a task with the same format number.
 *
 * Braces that don't look like a placeholder (`{"answer": 1}`) are ordinary text.
 *
 * @throws {UserError} naming file, key and the index of the wording (counted from 0).
 */
export function checkTemplates(templates: Templates, options: CheckTemplatesOptions): void {
  for (const [key, list] of Object.entries(templates.lists)) {
    list.forEach((wording, index) =>
      checkPlaceholders(wording, ["input", "kind", "viewpoint"], {
        where: `Cannot use ${options.templatesPath}, key '${key}', index ${index}`,
      })
    );
  }
  const tasks = options.datasets.flatMap((dataset) => dataset.tasks);
  for (const task of tasks) checkTask(task, { ...options, templates, tasks });
}

interface TaskContext extends CheckTemplatesOptions {
  templates: Templates;
  tasks: readonly TaskDefinition[];
}

function checkTask(task: TaskDefinition, context: TaskContext): void {
  for (const block of task.wordings) {
    const allowed = task.kind === undefined ? ["input"] : ["input", "kind"];
    checkList(block.templates, { task, context, allowed, required: "input" });
    checkList(block.suffixes, { task, context, allowed: [] });
  }
  const viewpoints = new Set(
    context.tasks.filter((other) => other.prefixes === task.prefixes).map((t) => t.viewpoint),
  );
  checkList(task.prefixes, {
    task,
    context,
    allowed: ["viewpoint"],
    // A prefix for one viewpoint only may spell it out; shared ones would lose the difference.
    ...(viewpoints.size > 1 ? { required: "viewpoint" } : {}),
  });
  checkTextSuffix(task, context);
  refuseOverlap(task, context);
}

interface ListRules {
  task: TaskDefinition;
  context: TaskContext;
  allowed: readonly string[];
  required?: string;
}

function checkList(key: string | undefined, { task, context, allowed, required }: ListRules) {
  if (key === undefined) return;
  const { lists } = context.templates;
  const list = Object.hasOwn(lists, key) ? lists[key] : undefined;
  if (list === undefined) {
    throw new UserError(missingKey(key, "list of wordings", { task, context, known: lists }));
  }
  if (list.length === 0) {
    throw new UserError(
      `Cannot use ${context.templatesPath}, key '${key}': the list is empty, but task ` +
        `'${task.task}' takes its wordings from it.`,
    );
  }
  list.forEach((wording, index) =>
    checkPlaceholders(wording, allowed, {
      where: `Cannot use ${context.templatesPath}, key '${key}', index ${index}`,
      required,
      task: task.task,
    })
  );
}

function checkTextSuffix(task: TaskDefinition, context: TaskContext): void {
  const key = task.text_suffix;
  if (key === undefined) return;
  const { texts } = context.templates;
  const text = Object.hasOwn(texts, key) ? texts[key] : undefined;
  if (text === undefined) {
    throw new UserError(missingKey(key, "text", { task, context, known: texts }));
  }
  checkPlaceholders(text, [], {
    where: `Cannot use ${context.templatesPath}, key '${key}'`,
    task: task.task,
  });
}

interface MissingKeyContext {
  task: TaskDefinition;
  context: TaskContext;
  known: Readonly<Record<string, unknown>>;
}

function missingKey(key: string, what: string, { task, context, known }: MissingKeyContext) {
  const names = Object.keys(known).join(", ") || "none";
  return `Cannot use ${context.datasetsPath}, task '${task.task}': ${context.templatesPath} has ` +
    `no ${what} '${key}'. It has: ${names}.`;
}

interface PlaceholderRules {
  where: string;
  required?: string | undefined;
  task?: string;
}

function checkPlaceholders(
  wording: string,
  allowed: readonly string[],
  { where, required, task }: PlaceholderRules,
): void {
  const may = allowed.length === 0
    ? "No placeholder may stand here"
    : `Allowed here: ${allowed.map((name) => `{${name}}`).join(", ")}`;
  const whose = task === undefined ? "" : ` (used by task '${task}')`;
  for (const [found, inside = ""] of wording.matchAll(/\{([^{}]*)\}/g)) {
    // What holds quotes, colons or other marks is text in braces, not a mistyped placeholder.
    if (allowed.includes(inside) || !/^[\p{L}\p{N}\s_.-]*$/u.test(inside)) continue;
    throw new UserError(`${where}: unknown placeholder ${found}${whose}. ${may}.`);
  }
  if (required !== undefined && !wording.includes(`{${required}}`)) {
    throw new UserError(`${where}: the placeholder {${required}} is missing${whose}. Add it.`);
  }
  refuseLoneBrace(wording, where);
}

function refuseLoneBrace(wording: string, where: string): void {
  let depth = 0;
  for (const character of wording) {
    if (character === "{") depth++;
    if (character === "}") depth--;
    if (depth < 0) break;
  }
  if (depth === 0) return;
  const lone = depth < 0 ? "'}' without '{'" : "'{' without '}'";
  throw new UserError(`${where}: ${lone}. Close the brace or remove it.`);
}

function refuseOverlap(task: TaskDefinition, context: TaskContext): void {
  const taken = new Map<number, WordingBlock>();
  for (const block of task.wordings) {
    const count = context.templates.lists[block.templates]?.length ?? 0;
    for (let format = block.first_format; format < block.first_format + count; format++) {
      const other = taken.get(format);
      if (other !== undefined) {
        throw new UserError(
          `Cannot use ${context.datasetsPath}, task '${task.task}': format ${format} is taken ` +
            `by '${other.templates}' and by '${block.templates}'. Raise 'first_format' of one of ` +
            `them, or remove wordings.`,
        );
      }
      taken.set(format, block);
    }
  }
}
