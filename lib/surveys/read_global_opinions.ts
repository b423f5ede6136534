import { type CsvRow, readCsv } from "../base/read_csv.ts";
import { UserError } from "../base/user_error.ts";
import type { PythonValue } from "../materials/python_literals.ts";
import { type DistributionFault, distributionFault, toShares } from "./_distribution_fault.ts";
import { readOptionsCell, readSelectionsCell } from "./_opinion_cells.ts";
import { questionIds } from "./_question_ids.ts";
import type { SurveyQuestion } from "./survey_question.ts";

/** A row, or the distribution of one population in a row, that could not be used. */
export interface LeftOutOpinion {
  /** The line of the file on which the row starts, from 1. */
  line: number;
  /** The row's number in the file, from 0, as of a question. */
  number: number;
  /** Whose distribution it is; null where the whole row is left out. */
  population: string | null;
  /** Of a whole row: the populations that stand in it, as far as they can be read. */
  populations?: readonly string[];
  kind: DistributionFault | "empty_question" | "unreadable" | "too_few_options";
  /** In words. */
  reason: string;
}

/** A file of opinion questions. */
export interface GlobalOpinions {
  /** In the order of the file; one whose distributions are all left out has none. */
  questions: SurveyQuestion[];
  leftOut: LeftOutOpinion[];
}

/**
 * Reads questions in the layout of GlobalOpinionQA (`Anthropic/llm_global_opinions`): a CSV file with
 * the columns `question`, `selections` (the text of a Python `defaultdict`: population → list of
 * shares), `options` (the text of a Python list) and `source`. The cells are read as literals; nothing
 * in them is executed. Populations keep their qualifiers, as in `China (Non-national sample)`. Shares
 * are divided by their sum, from which the published ones are at most 0.003 away.
 *
 * Rows without a question, that cannot be read, or with fewer than two options, and distributions that
 * sum to zero, are negative, of another length or hold what is no number, are left out one by one and
 * returned with line and reason.
 *
 * @throws {UserError} where the file cannot be read, lacks a column, or holds no question at all.
 */
export async function readGlobalOpinions(path: string): Promise<GlobalOpinions> {
  const required = ["question", "selections", "options", "source"];
  const { rows } = await readCsv(path, { required });
  const makeId = questionIds("goqa");
  const leftOut: LeftOutOpinion[] = [];
  const questions = rows.flatMap((row, number) => {
    const read = readRow(row, number);
    leftOut.push(...read.leftOut);
    const { question } = read;
    if (question === null) return [];
    const { text, source, options } = question;
    return [{ question_id: makeId(text, source, ...options), ...question }];
  });
  if (questions.length === 0) {
    const first = leftOut[0] === undefined ? "it has no rows" : leftOut[0].reason;
    throw new UserError(
      `Cannot read ${path}: none of its ${rows.length} rows is a question (${first}). ` +
        `Check that it has the layout of global_opinions.csv.`,
    );
  }
  return { questions, leftOut };
}

interface ReadRow {
  question: Omit<SurveyQuestion, "question_id"> | null;
  leftOut: LeftOutOpinion[];
}

function readRow({ line, fields }: CsvRow, number: number): ReadRow {
  const selections = readSelectionsCell(fields.selections ?? "");
  const populations = "reason" in selections ? [] : [...selections.value.keys()];
  const without = (kind: LeftOutOpinion["kind"], reason: string): ReadRow => ({
    question: null,
    leftOut: [{ line, number, population: null, populations, kind, reason }],
  });
  const text = fields.question ?? "";
  if (text.trim() === "") return without("empty_question", "the question is empty");
  const options = readOptionsCell(fields.options ?? "");
  if ("reason" in options) return without("unreadable", options.reason);
  if (options.value.length < 2) {
    return without("too_few_options", `expected two options or more: ${options.value.length}`);
  }
  if ("reason" in selections) return without("unreadable", selections.reason);
  const { human, faults } = readHuman(selections.value, options.value.length);
  const survey = "global_opinion_qa";
  const source = fields.source ?? "";
  return {
    question: {
      ...{ survey, number, text, options: options.value, source, facet: null, key: null, human },
    },
    leftOut: faults.map((fault) => ({ line, number, ...fault })),
  };
}

function readHuman(
  selections: ReadonlyMap<string, PythonValue>,
  options: number,
): {
  human: Map<string, readonly number[]>;
  faults: Pick<LeftOutOpinion, "population" | "kind" | "reason">[];
} {
  const human = new Map<string, readonly number[]>();
  const faults: Pick<LeftOutOpinion, "population" | "kind" | "reason">[] = [];
  for (const [population, found] of selections) {
    const values: readonly unknown[] = Array.isArray(found) ? found : [found];
    const fault = distributionFault(values, options);
    if (fault === null) human.set(population, toShares(values.map(Number)));
    else faults.push({ population, ...fault });
  }
  return { human, faults };
}
