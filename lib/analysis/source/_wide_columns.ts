import { UserError } from "../../base/user_error.ts";
import { listColumns } from "./data_columns.ts";

/** What the columns of the published annotated data set hold, as far as they are known by name. */
export interface WideColumns {
  task: string;
  /** The item's number within its task. */
  number: string;
  format: string;
  id: string | null;
  input: string | null;
  models: readonly WideModel[];
  /** Columns that are none of these. */
  unmatched: readonly string[];
}

/** The columns of one model. */
export interface WideModel {
  model: string;
  annotation: string;
  generation: string | null;
}

const KEYS = {
  id: ["id"],
  task: ["task"],
  number: ["inputnumber", "inputnum", "inputno"],
  format: ["format", "formatnumber", "formatnum"],
  input: ["input"],
} as const;

const ENDING = /^(.*\S)[\s_.-]+(generation|annotation)s?\s*$/i;

/**
 * Finds the published layout in a file's columns: `ID`, `Task`, `Input Number`, `Format`, `Input`,
 * and for each model `<Model>_Generation` and `<Model>_Annotation`, in any order. Case, blanks and
 * underscores do not count; models are known by the endings. A column of answers without one of
 * annotations is not matched.
 *
 * @returns Null where no column ends as annotations do: it is another layout.
 * @throws {UserError} where a needed column is missing, or two columns can be the same one.
 */
export function wideColumns(columns: readonly string[], path: string): WideColumns | null {
  const annotations = modelColumns(columns, { ending: "annotation", path });
  if (annotations.size === 0) return null;
  const generations = modelColumns(columns, { ending: "generation", path });
  const key = (name: keyof typeof KEYS) => keyColumn(columns, { name, path });
  const models = [...annotations].map(([key, { model, column }]): WideModel => ({
    ...{ model, annotation: column },
    generation: generations.get(key)?.column ?? null,
  }));
  const needed = (name: "task" | "number" | "format") => key(name) ?? missing(name);
  const missing = (name: "task" | "number" | "format"): never => {
    const label = { task: "Task", number: "Input Number", format: "Format" }[name];
    throw new UserError(
      `Cannot analyze ${path}: its column '${
        models[0]?.annotation
      }' is the published layout's, but ` +
        `there is no column '${label}'; its columns are ${listColumns(columns)}. Rename the ` +
        `column, or say with --map which is which in a file with a row per answer.`,
    );
  };
  const matched = {
    ...{ task: needed("task"), number: needed("number"), format: needed("format") },
    ...{ id: key("id"), input: key("input"), models },
  };
  const used = [matched.task, matched.number, matched.format, matched.id, matched.input];
  const ofModels = models.flatMap(({ annotation, generation }) => [annotation, generation]);
  const unmatched = columns.filter((name) => !used.includes(name) && !ofModels.includes(name));
  return { ...matched, unmatched };
}

interface LookUp {
  path: string;
}

function modelColumns(
  columns: readonly string[],
  { ending, path }: LookUp & { ending: string },
): Map<string, { model: string; column: string }> {
  const found = new Map<string, { model: string; column: string }>();
  for (const column of columns) {
    const [, model = "", word = ""] = ENDING.exec(column) ?? [];
    if (word.toLowerCase() !== ending) continue;
    const key = model.trim().toLowerCase();
    refuseSecond(found.get(key)?.column, { column, path });
    found.set(key, { model: model.trim(), column });
  }
  return found;
}

function keyColumn(
  columns: readonly string[],
  { name, path }: LookUp & { name: keyof typeof KEYS },
): string | null {
  const spellings: readonly string[] = KEYS[name];
  let found: string | undefined;
  for (const column of columns) {
    if (!spellings.includes(column.toLowerCase().replaceAll(/[\s_.-]/g, ""))) continue;
    refuseSecond(found, { column, path });
    found = column;
  }
  return found ?? null;
}

function refuseSecond(first: string | undefined, { column, path }: LookUp & { column: string }) {
  if (first === undefined) return;
  throw new UserError(
    `Cannot analyze ${path}: columns '${first}' and '${column}' would both be taken for the same ` +
      `one. Rename or remove one of them.`,
  );
}
