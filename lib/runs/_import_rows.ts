import type { Table, TableRow } from "../base/read_table.ts";
import { sha256 } from "../base/sha256.ts";
import { UserError } from "../base/user_error.ts";
import { isTechnique, TECHNIQUES } from "../base/vocabulary.ts";
import { studyExpectation } from "../materials/study_expectation.ts";
import { type Answer, ANSWER_STATUSES, type AnswerStatus } from "../models/answer.ts";
import { splitThinking } from "../models/split_thinking.ts";
import type { Prompt } from "../prompts/prompt.ts";
import type { ByImportColumn, ImportColumn } from "./import_columns.ts";

/** One answer of a file, with what it answers. */
export interface ImportedRow {
  /** File and line. */
  where: string;
  prompt_id: string;
  /** Null where the file gives only the id of a prompt that the run should have. */
  prompt: Prompt | null;
  model: string;
  /** Null where the file does not say. */
  sample: number | null;
  answer: Answer;
  /** What the format was read from, where it was more than a number. */
  formatText: string | null;
}

/** Options of {@linkcode importRows}. */
export interface ImportRowsOptions {
  map: ByImportColumn;
  set: ByImportColumn;
}

/** Turns a file's rows into answers. @throws {UserError} naming file, line and column. */
export function importRows(table: Table, { map, set }: ImportRowsOptions): ImportedRow[] {
  for (const [ours, theirs] of Object.entries(map)) {
    if (table.columns.includes(theirs)) continue;
    throw new UserError(
      `Cannot import ${table.path}: --map takes '${ours}' from column '${theirs}', but its ` +
        `columns are ${table.columns.map((name) => name || "(unnamed)").join(", ")}.`,
    );
  }
  return table.rows.map((row) => toRow(row, { path: table.path, map, set }));
}

interface RowContext extends ImportRowsOptions {
  path: string;
}

function toRow(row: TableRow, { path, map, set }: RowContext): ImportedRow {
  const where = `${path}, ${row.where}`;
  const text = (column: ImportColumn): string | null => {
    const theirs = map[column];
    const value = theirs === undefined ? set[column] : row.fields[theirs];
    if (value === null || value === undefined || value === "") return null;
    // A table saved on Windows must not turn one prompt into two.
    return (typeof value === "object" ? JSON.stringify(value) : String(value))
      .replaceAll("\r\n", "\n");
  };
  const number = (column: ImportColumn): number | null =>
    readNumber(text(column), { where, column });
  const needed = (column: ImportColumn): string => {
    const value = text(column);
    if (value !== null && value.trim() !== "") return value;
    throw new UserError(
      `Cannot import ${where}: '${column}' is empty. Fill it, or leave the row out.`,
    );
  };

  const formatText = text("format");
  const format = readFormat(formatText, where);
  const isById = map.prompt_id !== undefined || set.prompt_id !== undefined;
  const input = isById && text("prompt") === null ? null : needed("prompt");
  const item = text("item");
  const prompt_id = isById ? needed("prompt_id") : idOf({ item, format, input: input ?? "" });
  return {
    where,
    prompt_id,
    prompt: input === null ? null : {
      prompt_id,
      input,
      item,
      format,
      dataset: text("dataset"),
      task: text("task"),
      source: text("source"),
      style: text("style"),
      viewpoint: text("viewpoint"),
      original_input: text("original_input"),
      expected: readExpected(text("expected"), where) ?? studyExpectation(text("dataset")),
    },
    model: needed("model"),
    sample: readSample(number("sample"), where),
    formatText: formatText === String(format) ? null : formatText,
    answer: toAnswer({ text, number, where }),
  };
}

interface AnswerFields {
  text(column: ImportColumn): string | null;
  number(column: ImportColumn): number | null;
  where: string;
}

function toAnswer({ text, number, where }: AnswerFields): Answer {
  const split = splitThinking(text("response") ?? "");
  const response = split.text.trim() === "" ? null : split.text;
  const finish_reason = text("finish_reason");
  const status = readStatus(text("status"), where) ?? statusOf(finish_reason, response);
  return {
    status,
    response,
    thinking: text("thinking") ?? split.thinking,
    finish_reason,
    error: status === "failed" ? "It failed where it was generated." : null,
    error_kind: status === "failed" ? "imported" : null,
    attempts: 1,
    seconds: number("seconds") ?? 0,
    input_tokens: number("input_tokens"),
    output_tokens: number("output_tokens"),
    cached_input_tokens: null,
    reasoning_tokens: null,
    system_fingerprint: null,
    choices: null,
    tool_calls: null,
    reported_model: text("reported_model"),
  };
}

function statusOf(finishReason: string | null, response: string | null): AnswerStatus {
  if (finishReason?.startsWith("content_filter")) return "filtered";
  if (response === null) return "empty";
  return finishReason === "length" ? "truncated" : "answered";
}

/** The same for the same text, item and format, in whichever file and order they come. */
function idOf({ item, format, input }: Pick<Prompt, "item" | "format" | "input">): string {
  const digest = sha256(input).slice(0, 12);
  return [item, format, digest].filter((part) => part !== null).join("_");
}

function readFormat(text: string | null, where: string): number | null {
  if (text === null) return null;
  // pandas writes whole numbers as 11.0 where the column has gaps.
  const whole = /^\s*(\d+)(?:\.0+)?\s*$/.exec(text)?.[1];
  const inText = /^[^\d]*[^\d.\s-][^\d]*?(\d+)[^\d]*$/.exec(text)?.[1];
  const value = Number(whole ?? inText);
  if (Number.isSafeInteger(value)) return value;
  throw new UserError(
    `Cannot import ${where}: expected a format with one whole number in it but found '${text}'. ` +
      `Leave format out of --map, or number the wordings.`,
  );
}

function readNumber(
  text: string | null,
  { where, column }: { where: string; column: ImportColumn },
): number | null {
  if (text === null) return null;
  const value = Number(text);
  const isCount = column !== "seconds";
  if (text.trim() !== "" && value >= 0 && (isCount ? Number.isSafeInteger(value) : value < 1e9)) {
    return value;
  }
  throw new UserError(
    `Cannot import ${where}: expected ${isCount ? "a whole number" : "a number"} of at least 0 ` +
      `as '${column}' but found '${text}'.`,
  );
}

function readSample(sample: number | null, where: string): number | null {
  if (sample === null || sample < 1e6) return sample;
  throw new UserError(`Cannot import ${where}: sample ${sample} is too large. Count from 0.`);
}

function readStatus(text: string | null, where: string): AnswerStatus | null {
  if (text === null) return null;
  const status = ANSWER_STATUSES.find((known) => known === text);
  if (status !== undefined) return status;
  throw new UserError(
    `Cannot import ${where}: expected a status of ${
      ANSWER_STATUSES.join(", ")
    } but found '${text}'.`,
  );
}

function readExpected(text: string | null, where: string): string | null {
  if (text === null || isTechnique(text)) return text;
  throw new UserError(
    `Cannot import ${where}: expected one of ${TECHNIQUES.join(", ")} as 'expected' but found ` +
      `'${text}'.`,
  );
}
