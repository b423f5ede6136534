import { compactMap } from "../base/compact_map.ts";
import type { TableRow } from "../base/read_table.ts";
import { streamTable } from "../base/stream_table.ts";
import { UserError } from "../base/user_error.ts";
import { isTechnique, TECHNIQUES } from "../base/vocabulary.ts";
import { type Prompt, PROMPT_COLUMNS } from "./prompt.ts";

/**
 * Reads prompts of any origin one by one: a CSV, Parquet or JSONL file with at least `prompt_id` and
 * `input`; our other columns are taken where they are there, further ones are left aside.
 *
 * @throws {UserError} naming file and line for a missing column, an empty or repeated
 * `prompt_id`, an empty `input`, a `format` that is no whole number, an `expected` that is none of
 * the six techniques, or a list or object where a text is expected.
 */
export async function* streamPrompts(path: string): AsyncGenerator<Prompt> {
  const seen = compactMap();
  for await (const row of rowsOf(path)) {
    const prompt = toPrompt(row, path);
    const [unit, number] = row.where.split(" "); // "line 7" or "row 7"
    const first = seen.add(prompt.prompt_id, Number(number));
    if (first !== undefined) {
      throw new UserError(
        `Cannot read prompts from ${path}, ${row.where}: prompt_id '${prompt.prompt_id}' is ` +
          `already in ${unit} ${first}. Give each prompt its own id.`,
      );
    }
    yield prompt;
  }
}

async function* rowsOf(path: string): AsyncGenerator<TableRow> {
  let isChecked = false;
  for await (const { columns, rows } of streamTable(path)) {
    if (!isChecked) checkColumns(columns, path);
    isChecked = true;
    yield* rows;
  }
}

function checkColumns(columns: readonly string[], path: string): void {
  if (columns.includes("prompt_id") && columns.includes("input")) return;
  throw new UserError(
    `Cannot read prompts from ${path}: expected columns 'prompt_id' and 'input' but found ` +
      `${columns.join(", ") || "none"}. Rename or add the column.`,
  );
}

function toPrompt({ where, fields }: TableRow, path: string): Prompt {
  const texts = Object.fromEntries(
    PROMPT_COLUMNS.map((name) => [name, textOf(fields[name], `${path}, ${where}, '${name}'`)]),
  );
  const { prompt_id, input } = texts;
  if (!prompt_id || !input || input.trim() === "") {
    const empty = prompt_id ? "input" : "prompt_id";
    throw new UserError(`Cannot read prompts from ${path}, ${where}: '${empty}' is empty.`);
  }
  return {
    prompt_id,
    dataset: texts.dataset ?? null,
    task: texts.task ?? null,
    source: texts.source ?? null,
    item: texts.item ?? null,
    format: formatOf(texts.format ?? null, `${path}, ${where}`),
    style: texts.style ?? null,
    viewpoint: texts.viewpoint ?? null,
    original_input: texts.original_input ?? null,
    input,
    expected: expectedOf(texts.expected ?? null, `${path}, ${where}`),
  };
}

function textOf(value: unknown, where: string): string | null {
  if (typeof value === "object" && value !== null) {
    const found = Array.isArray(value) ? "a list" : "an object";
    throw new UserError(`Cannot read prompts from ${where}: expected a text but found ${found}.`);
  }
  return value === null || value === undefined || value === "" ? null : String(value);
}

function expectedOf(text: string | null, where: string): string | null {
  if (text === null || isTechnique(text)) return text;
  throw new UserError(
    `Cannot read prompts from ${where}: expected one of ${TECHNIQUES.join(", ")} as 'expected' ` +
      `but found '${text}'. Correct it, or leave it empty.`,
  );
}

function formatOf(text: string | null, where: string): number | null {
  if (text === null) return null;
  const value = Number(text);
  if (!Number.isSafeInteger(value)) {
    throw new UserError(
      `Cannot read prompts from ${where}: expected a whole number as 'format' but found '${text}'.`,
    );
  }
  return value;
}
