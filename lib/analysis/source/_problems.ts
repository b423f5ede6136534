import pl from "nodejs-polars";
import type { LeftOutRow } from "./annotated_data.ts";
import type { OpenTable } from "./_open_table.ts";
import {
  type AnswerField,
  PROMPT_FIELDS,
  type PromptField,
  type RawAnswers,
} from "./_raw_answers.ts";
import { promptFields } from "./_read_prompts.ts";

/** Why answers are left out. */
export interface Problem {
  reason: string;
  /** The field that it lies in; null where it is the row as a whole. */
  field: PromptField | AnswerField | null;
}

/** Problems by number, each once. */
export interface ProblemList {
  /** In the order of their numbers. */
  readonly all: readonly Problem[];
  /** The number of a problem. */
  numberOf(problem: Problem): number;
}

/** An empty list of problems. */
export function listProblems(): ProblemList {
  const all: Problem[] = [];
  return {
    all,
    numberOf({ reason, field }) {
      const known = all.findIndex((each) => each.reason === reason && each.field === field);
      return known === -1 ? all.push({ reason, field }) - 1 : known;
    },
  };
}

/** How many examples of a problem are shown. */
const EXAMPLES = 3;

/** Options of {@linkcode leftOutRows}. */
export interface LeftOutOptions {
  problems: ProblemList;
  raw: RawAnswers;
  table: OpenTable;
}

/**
 * Counts what is left out, the most frequent reason first, each with the first few places.
 *
 * @param bad The raw answers that are left out, with the number of their `problem`.
 */
export async function leftOutRows(
  bad: pl.DataFrame,
  { problems, raw, table }: LeftOutOptions,
): Promise<LeftOutRow[]> {
  if (bad.height === 0) return [];
  const found = problems.all.map((problem, number) => {
    const rows = bad.filter(pl.col("problem").eq(pl.lit(number)));
    return { ...problem, count: rows.height, first: rows.head(EXAMPLES).toRecords() };
  }).filter(({ count }) => count > 0);
  const wanted = found.flatMap(({ first }) => first.map(({ row }) => Number(row)));
  const places = await table.where(new Set(wanted));
  return found.map(({ reason, field, count, first }): LeftOutRow => ({
    reason,
    column: field === null ? null : columnOf(field, raw) ?? field,
    count,
    examples: first.map((row) => {
      const place = places.get(Number(row.row)) ?? `row ${Number(row.row) + 1}`;
      const model = raw.layout === "wide" ? `, ${row.model}` : "";
      return `${place}${model}: ${shown(row, { field, table })}`;
    }),
  })).sort((a, b) => b.count - a.count);
}

function columnOf(
  field: PromptField | AnswerField,
  { layout, columns }: RawAnswers,
): string | undefined {
  if (layout === "long") return columns[field];
  return field === "technique" ? "…_Annotation" : columns[field];
}

/** What was found there, cut to a length that fits a line. */
function shown(
  row: Readonly<Record<string, unknown>>,
  { field, table }: { field: Problem["field"]; table: OpenTable },
): string {
  if (field === null) {
    const found = table.ragged.get(Number(row.row));
    return found === undefined
      ? `${row.model}`
      : `${found} fields where the header has ${table.columns.length}`;
  }
  const isOfPrompt = PROMPT_FIELDS.some((name) => name === field);
  const fields = isOfPrompt ? promptFields(String(row.prompt)) : null;
  const text = isOfPrompt ? valueIn(fields, field) : String(row[field] ?? "");
  const short = text.length > 60 ? `${text.slice(0, 59)}…` : text;
  return text.trim() === "" ? "nothing" : `'${short}'`;
}

function valueIn(fields: Readonly<Record<string, string>> | null, field: string): string {
  return fields?.[field] ?? "a control character";
}
