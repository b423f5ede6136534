import { UserError } from "../base/user_error.ts";

/** A piece of Python source, and where it begins. */
export type PythonToken =
  & Place
  & (
    | { type: "name" | "number" | "mark"; text: string }
    | { type: "string"; parts: readonly StringPart[] }
    | { type: "newline" | "end" }
  );

/** A place in a text. */
interface Place {
  /** Line, counted from 1. */
  line: number;
  /** Column, counted from 1. */
  column: number;
}

/** Literal text, or the name in the braces of an f-string. */
export type StringPart = { text: string } | { placeholder: string };

/** Options of {@linkcode tokenizePython}. */
export interface TokenizePythonOptions {
  /** Where the source came from, for the errors' sake. */
  path: string;
}

/**
 * Splits Python source into tokens, without running any of it: names, numbers, strings with their
 * escapes undone, single marks, and an end of line wherever a statement can end (never inside
 * brackets). Comments and blanks are left out; the last token is `end`.
 *
 * It reads the strings of Python 3 with the prefixes r, u and f, in which braces may hold
 * nothing but a name. Bytes and named characters (`\N{…}`) are refused.
 *
 * @throws {UserError} naming file, line and column.
 */
export function tokenizePython(source: string, { path }: TokenizePythonOptions): PythonToken[] {
  const scanner = new Scanner(source.replace(/\r\n?/g, "\n"), path);
  const tokens: PythonToken[] = [];
  for (;;) {
    const token = scanner.next();
    tokens.push(token);
    if (token.type === "end") return tokens;
  }
}

const BLANK = /[ \t\f]+|\\\n|#[^\n]*/y;
const STRING_START = /([A-Za-z]{0,2})('''|"""|'|")/y;
const NAME = /[\p{L}_][\p{L}\p{N}_]*/uy;
const NUMBER =
  /0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?/y;
const PLACEHOLDER = /\{([\p{L}_][\p{L}\p{N}_]*)\}/uy;
const ESCAPE = /\\(?:\n|[0-7]{1,3}|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[^])/y;
const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  "\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

class Scanner {
  #position = 0;
  #line = 1;
  #lineStart = 0;
  #depth = 0;

  constructor(readonly source: string, readonly path: string) {}

  next(): PythonToken {
    this.#skipBlanks();
    const place = { line: this.#line, column: this.#position - this.#lineStart + 1 };
    if (this.#position >= this.source.length) return { ...place, type: "end" };
    if (this.#take(/\n/y)) return { ...place, type: "newline" };
    const start = this.#take(STRING_START);
    if (start) return { ...place, type: "string", parts: this.#string(start, place) };
    const name = this.#take(NAME);
    if (name) return { ...place, type: "name", text: name[0] };
    const number = this.#take(NUMBER);
    if (number) return { ...place, type: "number", text: number[0] };
    const mark = this.#take(/[^]/y)?.[0] ?? "";
    if ("([{".includes(mark)) this.#depth++;
    if (")]}".includes(mark)) this.#depth--;
    return { ...place, type: "mark", text: mark };
  }

  #skipBlanks(): void {
    while (this.#take(BLANK) || (this.#depth > 0 && this.#take(/\n/y)));
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#position;
    const match = pattern.exec(this.source);
    if (match === null) return null;
    for (let i = 0; i < match[0].length; i++) {
      if (match[0][i] !== "\n") continue;
      this.#line++;
      this.#lineStart = this.#position + i + 1;
    }
    this.#position += match[0].length;
    return match;
  }

  #string([, prefix = "", quote = ""]: RegExpExecArray, place: Place): StringPart[] {
    const flags = prefix.toLowerCase();
    if (!["", "r", "u", "f", "rf", "fr"].includes(flags)) {
      throw this.#error(`strings with the prefix '${prefix}' are not read here`, place);
    }
    const parts: StringPart[] = [];
    let text = "";
    while (!this.source.startsWith(quote, this.#position)) {
      const character = this.source[this.#position];
      if (character === undefined || (character === "\n" && quote.length === 1)) {
        throw this.#error("the string is not closed", place);
      }
      if (flags.includes("f") && (character === "{" || character === "}")) {
        const placeholder = this.#brace();
        if (placeholder === null) text += character;
        else {
          parts.push({ text }, { placeholder });
          text = "";
        }
      } else if (character === "\\") text += this.#escape(flags.includes("r"));
      else text += this.#take(/[^]/y)?.[0] ?? "";
    }
    this.#position += quote.length;
    parts.push({ text });
    return parts;
  }

  /** The name in an f-string's braces, or null for a doubled brace, which stands for itself. */
  #brace(): string | null {
    if (this.#take(/\{\{|\}\}/y)) return null;
    const match = this.#take(PLACEHOLDER);
    if (match) return match[1] ?? "";
    throw this.#error("expected a name in the braces of the f-string, as in {input}");
  }

  #escape(raw: boolean): string {
    if (raw) return this.#take(/\\[^]/y)?.[0] ?? this.#unclosed();
    const escape = this.#take(ESCAPE)?.[0] ?? this.#unclosed();
    const code = escape.slice(1);
    if (code === "N") throw this.#error("named characters (\\N{...}) are not read here");
    const simple = SIMPLE_ESCAPES[code];
    if (simple !== undefined) return simple;
    if (/^[0-7]/.test(code)) return String.fromCharCode(parseInt(code, 8));
    if (!/^[xuU]./.test(code)) {
      if (/^[xuU]$/.test(code)) throw this.#error(`the escape '${escape}' lacks digits`);
      return escape;
    }
    const point = parseInt(code.slice(1), 16);
    if (point > 0x10ffff) throw this.#error(`'${escape}' is no character`);
    return String.fromCodePoint(point);
  }

  #unclosed(): never {
    throw this.#error("the string is not closed");
  }

  #error(reason: string, place?: Place): UserError {
    const { line, column } = place ??
      { line: this.#line, column: this.#position - this.#lineStart + 1 };
    return new UserError(`Cannot read ${this.path}, line ${line}, column ${column}: ${reason}.`);
  }
}

/** A token as an error names it. */
export function showPythonToken(token: PythonToken): string {
  switch (token.type) {
    case "end":
      return "the end of the text";
    case "newline":
      return "the end of the line";
    case "string":
      return "a string";
    default:
      return `'${token.text}'`;
  }
}
