import type { TableRow } from "../base/read_table.ts";
import { sha256 } from "../base/sha256.ts";
import { UserError } from "../base/user_error.ts";
import { isTechnique, TECHNIQUES } from "../base/vocabulary.ts";
import { studyExpectation } from "../materials/study_expectation.ts";
import { type Answer, ANSWER_STATUSES, type AnswerStatus } from "../models/answer.ts";
import { splitThinking } from "../models/split_thinking.ts";
import type { Prompt } from "../prompts/prompt.ts";
import type { ByImportColumn, ImportColumn } from "./import_columns.ts";
import { readFormat } from "./read_format.ts";

/** One answer of a file, with what it answers. */
export interface ImportedRow {
  /** File and line. */
  where: string;
  prompt_id: string;
  /** Null where the file gives only the id of a prompt that the run should have. */
  prompt: Prompt | null;
  model: string;
  /** Whether the simulator made it up; null where the file does not say. */
  simulated: boolean | null;
  /** Null where the file does not say. */
  sample: number | null;
  answer: Answer;
  /** What the format was read from, where it was more than a number. */
  formatText: string | null;
}

/** Options of {@linkcode importRow}. */
export interface ImportRowOptions {
  /** The file. */
  path: string;
  map: ByImportColumn;
  set: ByImportColumn;
  /**
   * Whether the file is an export of a run: its texts are taken as they are (in CSV an empty one is
   * none). Otherwise line breaks of Windows become `\n`, thinking is split off answers, and answers
   * of white space are none.
   */
  isExport: boolean;
}

/** Turns a row of a file into an answer. @throws {UserError} naming file, line and column. */
export function importRow(
  row: TableRow,
  { path, map, set, isExport }: ImportRowOptions,
): ImportedRow {
  const where = `${path}, ${row.where}`;
  const keepsEmpty = isExport && !/\.csv$/i.test(path);
  const text = (column: ImportColumn): string | null => {
    const theirs = map[column];
    const value = theirs === undefined ? set[column] : row.fields[theirs];
    if (value === null || value === undefined || (value === "" && !keepsEmpty)) return null;
    const text = typeof value === "object" ? JSON.stringify(value) : String(value);
    // A table saved on Windows must not turn one prompt into two.
    return isExport ? text : text.replaceAll("\r\n", "\n");
  };
  const filled = (column: ImportColumn): string | null => text(column) || null;
  const number = (column: ImportColumn): number | null =>
    readNumber(filled(column), { where, column });
  const needed = (column: ImportColumn): string => {
    const value = text(column);
    if (value !== null && value.trim() !== "") return value;
    throw new UserError(
      `Cannot import ${where}: '${column}' is empty. Fill it, or leave the row out.`,
    );
  };
  const reader: FieldReader = { text, filled, number, needed, where };
  const { prompt, prompt_id, formatText } = toPrompt(reader, {
    isById: map.prompt_id !== undefined || set.prompt_id !== undefined,
    isExport,
  });
  return {
    where,
    prompt_id,
    prompt,
    model: needed("model"),
    simulated: readBoolean(filled("simulated"), where),
    sample: readSample(number("sample"), where),
    formatText,
    answer: toAnswer(reader, { isExport }),
  };
}

/** The values of a row by our columns. */
interface FieldReader {
  where: string;
  /** Null where there is none; an empty text only from an export that can tell the two. */
  text(column: ImportColumn): string | null;
  /** The same; an empty text is null. */
  filled(column: ImportColumn): string | null;
  number(column: ImportColumn): number | null;
  /** @throws {UserError} where there is nothing but white space. */
  needed(column: ImportColumn): string;
}

function toPrompt(
  { where, text, filled, needed }: FieldReader,
  { isById, isExport }: { isById: boolean; isExport: boolean },
): Pick<ImportedRow, "prompt" | "prompt_id" | "formatText"> {
  const formatText = filled("format");
  const format = formatOf(formatText, where);
  const input = isById && filled("prompt") === null ? null : needed("prompt");
  const item = filled("item");
  const prompt_id = isById ? needed("prompt_id") : idOf({ item, format, input: input ?? "" });
  const expected = readExpected(filled("expected"), where);
  return {
    prompt_id,
    formatText: formatText === String(format) ? null : formatText,
    prompt: input === null ? null : {
      prompt_id,
      input,
      item,
      format,
      dataset: filled("dataset"),
      task: filled("task"),
      source: filled("source"),
      style: filled("style"),
      viewpoint: filled("viewpoint"),
      original_input: text("original_input"),
      expected: isExport ? expected : expected ?? studyExpectation(filled("dataset")),
    },
  };
}

function toAnswer(
  { text, filled, number, where }: FieldReader,
  { isExport }: { isExport: boolean },
): Answer {
  const { response, thinking } = isExport
    ? { response: text("response"), thinking: null }
    : splitResponse(text("response") ?? "");
  const finish_reason = filled("finish_reason");
  const status = readStatus(filled("status"), where) ?? statusOf(finish_reason, response);
  const failed = status === "failed";
  return {
    status,
    response,
    thinking: text("thinking") ?? thinking,
    finish_reason,
    error: filled("error") ?? (failed ? "It failed where it was generated." : null),
    error_kind: filled("error_kind") ?? (failed ? "imported" : null),
    attempts: number("attempts") ?? 1,
    seconds: number("seconds") ?? 0,
    input_tokens: number("input_tokens"),
    output_tokens: number("output_tokens"),
    cached_input_tokens: number("cached_input_tokens"),
    reasoning_tokens: number("reasoning_tokens"),
    system_fingerprint: filled("system_fingerprint"),
    choices: number("choices"),
    tool_calls: filled("tool_calls"),
    top_logprobs: filled("top_logprobs"),
    reported_model: filled("reported_model"),
  };
}

function splitResponse(whole: string): Pick<Answer, "response" | "thinking"> {
  const { text, thinking } = splitThinking(whole);
  return { response: text.trim() === "" ? null : text, thinking };
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

function formatOf(text: string | null, where: string): number | null {
  if (text === null) return null;
  const value = readFormat(text);
  if (value !== null) return value;
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

function readBoolean(text: string | null, where: string): boolean | null {
  if (text === null) return null;
  if (/^(true|1)$/i.test(text)) return true;
  if (/^(false|0)$/i.test(text)) return false;
  throw new UserError(
    `Cannot import ${where}: expected true or false as 'simulated' but found '${text}'.`,
  );
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
