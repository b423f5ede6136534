import type { CsvRow, CsvTable } from "../base/read_csv.ts";
import { UserError } from "../base/user_error.ts";
import type { DatasetDefinition, RawItem, TaskDefinition } from "./material.ts";

/** Options of {@linkcode readItems}. */
export interface ReadItemsOptions {
  /** The raw tables, by file name. */
  tables: ReadonlyMap<string, CsvTable>;
  /** The file of the definitions, for the errors' sake. */
  datasetsPath: string;
}

/**
 * Takes each task's raw texts out of the tables, in file order and numbered from 0.
 *
 * @returns The items by task name. A source without rows gives a task without items.
 * @throws {UserError} for a missing column, a file without rows, an empty text, the same text
 * twice in a task, a row whose source no task takes, and item ids that are not unique.
 */
export function readItems(
  datasets: readonly DatasetDefinition[],
  { tables, datasetsPath }: ReadItemsOptions,
): Map<string, RawItem[]> {
  const tasks = datasets.flatMap((dataset) => dataset.tasks);
  for (const [file, table] of tables) {
    checkSources(table, tasks.filter((task) => task.file === file));
  }
  const items = new Map<string, RawItem[]>();
  for (const task of tasks) {
    const table = tables.get(task.file);
    if (table === undefined) throw new Error(`The table ${task.file} was not read`);
    items.set(task.task, itemsOf(task, table));
  }
  checkItemIds(tasks, { items, datasetsPath });
  return items;
}

function checkSources(table: CsvTable, tasks: readonly TaskDefinition[]): void {
  if (table.rows.length === 0) {
    throw new UserError(
      `Cannot use ${table.path}: it has a header but no rows. Add at least one row, or leave the ` +
        `file's tasks out of the material's datasets.json.`,
    );
  }
  const known = tasks.map((task) => task.source);
  if (known.includes(undefined)) return;
  requireColumn(table, "Source");
  for (const { line, fields } of table.rows) {
    if (known.includes(fields["Source"])) continue;
    const names = [...new Set(known)].map((name) => `'${name}'`).join(", ");
    throw new UserError(
      `Cannot use ${table.path}, line ${line}, column 'Source': no task takes the source ` +
        `'${fields["Source"]}'. Known: ${names}. Correct the row or add a task to datasets.json.`,
    );
  }
}

function requireColumn(table: CsvTable, column: string): void {
  if (table.columns.includes(column)) return;
  throw new UserError(
    `Cannot use ${table.path}, line 1: expected column '${column}' but found ` +
      `${table.columns.map((name) => `'${name}'`).join(", ")}. Rename or add the column.`,
  );
}

function itemsOf(task: TaskDefinition, table: CsvTable): RawItem[] {
  requireColumn(table, task.text_column);
  if (task.source !== undefined) requireColumn(table, "Source");
  const rows = table.rows.filter(({ fields }) =>
    task.source === undefined || fields["Source"] === task.source
  );
  const lines = new Map<string, number>();
  return rows.map((row, number) => {
    const text = textOf(row, { task, table });
    const earlier = lines.get(text);
    if (earlier !== undefined) {
      throw new UserError(
        `Cannot use ${table.path}, line ${row.line}, column '${task.text_column}': the same text ` +
          `as in line ${earlier}. It would count twice; remove one of the rows.`,
      );
    }
    lines.set(text, row.line);
    const item = `${task.item_prefix}_${number}`;
    return { item, number, text, source: row.fields["Source"] ?? "", line: row.line };
  });
}

function textOf(row: CsvRow, { task, table }: { task: TaskDefinition; table: CsvTable }): string {
  const text = row.fields[task.text_column] ?? "";
  if (text.trim() !== "") return text;
  throw new UserError(
    `Cannot use ${table.path}, line ${row.line}, column '${task.text_column}': the text is ` +
      `empty. Fill it in or remove the row.`,
  );
}

interface ItemIdContext {
  items: ReadonlyMap<string, readonly RawItem[]>;
  datasetsPath: string;
}

/** Items are what prompts cluster by: one id for one text of one row, whichever task takes it. */
function checkItemIds(tasks: readonly TaskDefinition[], context: ItemIdContext): void {
  const ids = new Map<string, { id: string; task: string }>();
  const places = new Map<string, { place: string; task: string }>();
  for (const { task, file, text_column } of tasks) {
    for (const { item: id, line } of context.items.get(task) ?? []) {
      const place = JSON.stringify([file, text_column, line]);
      const other = ids.get(place) ?? { id, task };
      if (other.id !== id) {
        throw new UserError(
          `Cannot use ${context.datasetsPath}, task '${task}': line ${line} of ${file} is item ` +
            `'${other.id}' in task '${other.task}' and '${id}' here. Give tasks over the same ` +
            `rows the same 'item_prefix'.`,
        );
      }
      const owner = places.get(id) ?? { place, task };
      if (owner.place !== place) {
        throw new UserError(
          `Cannot use ${context.datasetsPath}, task '${task}': the item '${id}' is another text ` +
            `in task '${owner.task}'. Give tasks over different rows different 'item_prefix'es.`,
        );
      }
      ids.set(place, other);
      places.set(id, owner);
    }
  }
}
