import { extname } from "node:path";
import { UserError } from "../base/user_error.ts";
import {
  type AnswerLine,
  FIRST_ITEM_COLUMN,
  MISSING,
  type ReadAnswers,
  readFixedWidth,
  readLastFields,
  UNREADABLE,
} from "./_answer_layouts.ts";
import { wholeLines } from "./_whole_lines.ts";
import type { PersonalityStatement } from "./read_personality_statements.ts";

/** What people answered to one statement. */
export interface StatementCounts {
  statement: PersonalityStatement;
  /** How many answered 1 ('Very Inaccurate') to 5 ('Very Accurate'), as they gave it. */
  counts: readonly number[];
  /** How many gave no answer. */
  missing: number;
  /** How many answers are none of 0 to 5. */
  unreadable: number;
}

/** What people answered to all statements. */
export interface PersonalityAnswers {
  /** Lines that were read: one person each. */
  people: number;
  /** One for each statement, in their order. */
  items: StatementCounts[];
  /** Lines that are too short to hold an answer for each statement: how many, and the first few. */
  leftOut: { lines: number; first: number[] };
}

/** Options of {@linkcode readPersonalityAnswers}. */
export interface ReadPersonalityAnswersOptions {
  /**
   * `fixed_width`: IPIP-NEO-120, one digit each from column 32 on, no header. `csv`: a header, then the
   * answers in the last columns. Default: by the file's ending, `csv` for `.csv`.
   */
  layout?: "fixed_width" | "csv";
  /**
   * Whether answers to statements keyed −1 stand reversed in the file, as in Johnson's; they are then
   * turned back (1 ↔ 5, 2 ↔ 4). Default: true.
   */
  reversed?: boolean;
}

/** Lines left out that are named. */
const NAMED_LINES = 5;

/**
 * Counts what people answered to each statement, one person a line, the statements in their order: the
 * layout of IPIP-NEO-120 (Johnson 2014, https://osf.io/tbmh5/), 1 to 5 and 0 for no answer. The file is
 * read a piece at a time: memory does not grow with it.
 *
 * @throws {UserError} where the file cannot be read, or no line of it holds so many answers.
 */
export async function readPersonalityAnswers(
  path: string,
  statements: readonly PersonalityStatement[],
  options: ReadPersonalityAnswersOptions = {},
): Promise<PersonalityAnswers> {
  const { layout = extname(path).toLowerCase() === ".csv" ? "csv" : "fixed_width" } = options;
  const tally = new Tally(statements.length, layout === "csv" ? readLastFields : readFixedWidth);
  if (layout === "csv") tally.skipHeader();
  for await (const { bytes, end } of wholeLines(path)) tally.add(bytes, end);
  const { people, leftOut } = tally;
  if (people === 0) {
    const place = layout === "csv" ? "in its last columns" : `from column ${FIRST_ITEM_COLUMN} on`;
    throw new UserError(
      `Cannot read ${path}: expected lines with ${statements.length} answers ${place} but found ` +
        `none (${leftOut.lines} lines are too short).`,
    );
  }
  const { reversed = true } = options;
  const items = statements.map((statement, item) => {
    const { counts, ...rest } = tally.of(item);
    return {
      statement,
      counts: reversed && statement.key === -1 ? counts.reverse() : counts,
      ...rest,
    };
  });
  return { people, items, leftOut };
}

/** Kinds of answers: missing, 1 to 5, unreadable. */
const KINDS = UNREADABLE + 1;

class Tally {
  people = 0;
  readonly leftOut: PersonalityAnswers["leftOut"] = { lines: 0, first: [] };
  readonly #answers: Uint8Array;
  readonly #counts: Float64Array;
  #line = 0;
  #header = 0;

  constructor(items: number, readonly read: ReadAnswers) {
    this.#answers = new Uint8Array(items);
    this.#counts = new Float64Array(items * KINDS);
  }

  skipHeader(): void {
    this.#header = 1;
  }

  add(bytes: Uint8Array, end: number): void {
    for (let start = 0; start < end;) {
      const newline = bytes.indexOf(10, start);
      const next = newline === -1 || newline >= end ? end : newline + 1;
      let last = next;
      while (last > start && (bytes[last - 1] === 10 || bytes[last - 1] === 13)) last--;
      this.#line++;
      if (last > start && this.#line > this.#header) {
        this.#addLine(bytes, { start, end: last, answers: this.#answers });
      }
      start = next;
    }
  }

  of(item: number): { counts: number[]; missing: number; unreadable: number } {
    const all = [...this.#counts.subarray(item * KINDS, (item + 1) * KINDS)];
    const [missing, unreadable] = [all[MISSING] ?? 0, all[UNREADABLE] ?? 0];
    return { counts: all.slice(1, UNREADABLE), missing, unreadable };
  }

  #addLine(bytes: Uint8Array, line: AnswerLine): void {
    const { answers } = line;
    if (!this.read(bytes, line)) {
      this.leftOut.lines++;
      if (this.leftOut.first.length < NAMED_LINES) this.leftOut.first.push(this.#line);
      return;
    }
    this.people++;
    const counts = this.#counts;
    for (let item = 0; item < answers.length; item++) {
      const at = item * KINDS + (answers[item] ?? 0);
      counts[at] = (counts[at] ?? 0) + 1;
    }
  }
}
