import type { CellValue, TableColumns } from "../../base/table_columns.ts";
import { publishedTask } from "../../materials/published_tasks.ts";
import type { ExportSource } from "./_export_source.ts";
import { judgementReader } from "./_judgements.ts";

/** One prompt and sample, with the answers of all models. */
export interface WideRow {
  cells: Readonly<Record<string, CellValue>>;
  /** Of the models: how many have a text here, a row without text (a failure, say), and no row. */
  withText: number;
  withoutText: number;
  missing: number;
  /** Of the models: how many have a code here. */
  annotated: number;
  /** Whether the prompt's number within its task is known. */
  isNumbered: boolean;
}

/** The columns of the published annotated data set, for the source's models. */
export function wideColumns({ models }: ExportSource): TableColumns {
  const ofModels = models.flatMap(({ model }) => [
    [generationColumn(model), "text" as const],
    [annotationColumn(model), "integer" as const],
  ]);
  return {
    "ID": "text",
    "Task": "text",
    "Input Number": "integer",
    "Format": "integer",
    "Input": "text",
    ...Object.fromEntries(ofModels),
  };
}

function generationColumn(model: string): string {
  return `${model}_Generation`;
}

function annotationColumn(model: string): string {
  return `${model}_Annotation`;
}

const SELECT = `SELECT p.prompt_id, p.task, p.format, p.input, r.model, r.sample, r.response
  FROM prompts AS p LEFT JOIN responses AS r ON r.prompt_id = p.prompt_id
    AND r.model IN (SELECT value FROM json_each(?))
  ORDER BY p.position, r.sample`;

interface SourceRow {
  prompt_id: string;
  task: string | null;
  format: number | null;
  input: string;
  /** Null where no model has answered. */
  model: string | null;
  sample: number;
  response: string | null;
}

/** A row per prompt and sample, in the run's order; prompts that nobody has answered have one. */
export function* wideRows(source: ExportSource): Generator<WideRow> {
  const toWide = wideRowMaker(source);
  const models = JSON.stringify(source.models.map(({ model }) => model));
  let group: SourceRow[] = [];
  for (const values of source.run.db.prepare(SELECT).iterate(models)) {
    const row = toSourceRow(values);
    const [first] = group;
    if (first && (first.prompt_id !== row.prompt_id || first.sample !== row.sample)) {
      yield toWide(first, group);
      group = [];
    }
    group.push(row);
  }
  const [first] = group;
  if (first) yield toWide(first, group);
}

function wideRowMaker(
  source: ExportSource,
): (first: SourceRow, answers: readonly SourceRow[]) => WideRow {
  const read = judgementReader(source);
  return (first, answers) => {
    const { prompt_id, task, sample, format, input } = first;
    const number = inputNumber(first);
    const cells: Record<string, CellValue> = {
      "ID": idOf(first, number),
      "Task": task === null ? null : publishedTask(task),
      "Input Number": number,
      "Format": format,
      "Input": input,
    };
    const counts = { withText: 0, withoutText: 0, missing: 0, annotated: 0 };
    for (const { model } of source.models) {
      const answer = answers.find((row) => row.model === model);
      const code = answer ? read({ prompt_id, model, sample })?.code ?? null : null;
      cells[generationColumn(model)] = answer?.response ?? null;
      cells[annotationColumn(model)] = code;
      if (answer === undefined) counts.missing++;
      else if (!answer.response) counts.withoutText++;
      else counts.withText++;
      if (code !== null) counts.annotated++;
    }
    return { cells, ...counts, isNumbered: number !== null };
  };
}

function toSourceRow(row: Readonly<Record<string, unknown>>): SourceRow {
  return {
    prompt_id: String(row.prompt_id),
    task: textOrNull(row.task),
    format: row.format === null ? null : Number(row.format),
    input: String(row.input),
    model: textOrNull(row.model),
    sample: Number(row.sample ?? 0),
    response: textOrNull(row.response),
  };
}

function textOrNull(value: unknown): string | null {
  return value === null ? null : String(value);
}

/**
 * The prompt's number within its task, which prompts that we build carry in their ids
 * (`<task>_<number>_<format>`); null for others.
 */
function inputNumber({ prompt_id, task, format }: SourceRow): number | null {
  const ending = `_${format}`;
  if (task === null || !prompt_id.startsWith(`${task}_`) || !prompt_id.endsWith(ending)) {
    return null;
  }
  const digits = prompt_id.slice(task.length + 1, -ending.length);
  return /^\d+$/.test(digits) ? Number(digits) : null;
}

/**
 * The published `task_input-num_format-num_model_eval-num`. A row holds all models, so that the last
 * part is read as the number of the evaluation: our sample, from 0. Where the input's number is not
 * known, the prompt's id takes the place of what stands before. Unique, as the ids are.
 */
function idOf({ prompt_id, task, format, sample }: SourceRow, number: number | null): string {
  const isKnown = task !== null && number !== null;
  const prompt = isKnown ? `${publishedTask(task)}_${number}_${format}` : prompt_id;
  return `${prompt}_${sample}`;
}
