import { UserError } from "../base/user_error.ts";
import { parsePythonNumber } from "./_python_number.ts";
import { showPythonToken, tokenizePython } from "./python_tokens.ts";
import type { PythonToken, StringPart } from "./python_tokens.ts";

/**
 * A Python literal as data. Lists and tuples are arrays, dicts are Maps in their order (a key that
 * comes again overwrites, as in Python), None is null; integers beyond 2^53 are bigints.
 */
export type PythonValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly PythonValue[]
  | ReadonlyMap<PythonValue, PythonValue>;

/** Options of {@linkcode parsePythonLiteral}. */
export interface ParsePythonOptions {
  /** Where the text came from, for the errors' sake. */
  path: string;
  /**
   * What to write for a name in an f-string's braces. Default: f-strings with names are refused.
   */
  placeholder?: (name: string) => string;
  /** Numbers as the text that stands there (`1.0`, `-2`), to be shown. Default: as values. */
  numbersAsText?: boolean;
}

/**
 * Reads the text of one Python literal: strings (implicitly joined ones too), numbers, None, True,
 * False, lists, tuples, dicts, and what `repr` prints of a `defaultdict`. Nothing is executed;
 * whatever is not a literal is refused.
 *
 * @throws {UserError} naming file, line and column.
 */
export function parsePythonLiteral(text: string, options: ParsePythonOptions): PythonValue {
  const reader = new LiteralReader(tokenizePython(text, options), { ...options, start: 0 });
  const value = reader.value();
  reader.expectEnd();
  return value;
}

/** Options of {@linkcode readLiteralAt}. */
export interface ReadLiteralOptions extends ParsePythonOptions {
  /** The index of the literal's first token. */
  start: number;
}

/** Reads the literal that fills the rest of a statement, from the token at `start` on. */
export function readLiteralAt(
  tokens: readonly PythonToken[],
  options: ReadLiteralOptions,
): PythonValue {
  const reader = new LiteralReader(tokens, options);
  const value = reader.value();
  reader.expectEndOfLine();
  return value;
}

const CONSTANTS: ReadonlyMap<string, PythonValue> = new Map<string, PythonValue>([
  ["None", null],
  ["True", true],
  ["False", false],
  ["nan", NaN],
  ["inf", Infinity],
]);

const DEEPEST = 100;

class LiteralReader {
  #index: number;
  #depth = 0;

  constructor(
    readonly tokens: readonly PythonToken[],
    readonly options: ReadLiteralOptions,
  ) {
    this.#index = options.start;
  }

  value(): PythonValue {
    const token = this.#peek();
    switch (token.type) {
      case "string":
        return this.#joinedStrings();
      case "number":
        this.#index++;
        return this.#number(token.text, token);
      case "name":
        return this.#named(token.text);
      case "mark":
        return this.#marked(token.text);
      default:
        throw this.#unexpected("a literal");
    }
  }

  expectEnd(): void {
    while (this.#peek().type === "newline") this.#index++;
    if (this.#peek().type !== "end") throw this.#unexpected("the end of the text");
  }

  expectEndOfLine(): void {
    const { type } = this.#peek();
    if (type !== "newline" && type !== "end") throw this.#unexpected("the end of the line");
  }

  #marked(mark: string): PythonValue {
    if (mark === "-" || mark === "+") return this.#signed(mark);
    if (!["[", "(", "{"].includes(mark)) throw this.#unexpected("a literal");
    if (++this.#depth > DEEPEST) throw this.#error(`more than ${DEEPEST} brackets are open`);
    this.#index++;
    const value = mark === "[" ? this.#list() : mark === "(" ? this.#tuple() : this.#dict();
    this.#depth--;
    return value;
  }

  #signed(sign: string): PythonValue {
    this.#index++;
    const token = this.#peek();
    const isNumber = token.type === "number" ||
      (token.type === "name" && (token.text === "inf" || token.text === "nan"));
    const value = isNumber ? this.value() : null;
    if (typeof value === "number" || typeof value === "bigint") {
      return sign === "-" ? -value : value;
    }
    if (typeof value === "string") return sign === "-" ? `-${value}` : value;
    throw this.#unexpected("a number");
  }

  #list(): PythonValue {
    const values: PythonValue[] = [];
    while (!this.#take("]")) {
      values.push(this.value());
      if (!this.#take(",") && !this.#isAt("]")) throw this.#unexpected("',' or ']'");
    }
    return values;
  }

  /** A tuple, or the one value that parentheses hold together. */
  #tuple(): PythonValue {
    const values: PythonValue[] = [];
    let commas = 0;
    while (!this.#take(")")) {
      values.push(this.value());
      if (this.#take(",")) commas++;
      else if (!this.#isAt(")")) throw this.#unexpected("',' or ')'");
    }
    const [first] = values;
    return first !== undefined && commas === 0 ? first : values;
  }

  #dict(): PythonValue {
    const entries = new Map<PythonValue, PythonValue>();
    while (!this.#take("}")) {
      const key = this.value();
      if (typeof key === "object" && key !== null) throw this.#error("a dict's key is no text");
      if (!this.#take(":")) throw this.#unexpected("':'");
      entries.set(key, this.value());
      if (!this.#take(",") && !this.#isAt("}")) throw this.#unexpected("',' or '}'");
    }
    return entries;
  }

  #named(name: string): PythonValue {
    const constant = CONSTANTS.get(name);
    if (constant !== undefined) {
      this.#index++;
      return constant;
    }
    if (name === "defaultdict") return this.#defaultdict();
    throw this.#unexpected("a literal");
  }

  /** `defaultdict(<class 'list'>, {...})`, as `repr` prints it: its dict. */
  #defaultdict(): PythonValue {
    this.#index++;
    this.#require("(");
    if (this.#take("<")) {
      while (!this.#take(">")) {
        if (this.#peek().type === "end") throw this.#unexpected("'>'");
        this.#index++;
      }
    } else if (this.#peek().type === "name") this.value();
    this.#require(",");
    if (!this.#isAt("{")) throw this.#unexpected("'{'");
    const value = this.value();
    this.#require(")");
    return value;
  }

  #joinedStrings(): string {
    let joined = "";
    for (let token = this.#peek(); token.type === "string"; token = this.#peek()) {
      for (const part of token.parts) joined += this.#textOf(part);
      this.#index++;
    }
    return joined;
  }

  #textOf(part: StringPart): string {
    const { placeholder } = this.options;
    if ("placeholder" in part) {
      if (placeholder === undefined) throw this.#error("an f-string is no literal");
      return placeholder(part.placeholder);
    }
    const [lookalike] = placeholder === undefined ? [] : part.text.match(/\{\w+\}/) ?? [];
    if (lookalike === undefined) return part.text;
    throw this.#error(`the text '${lookalike}' could not be told from a placeholder`);
  }

  #number(text: string, token: PythonToken): number | bigint | string {
    const next = this.#peek();
    const isGlued = next.type === "name" && next.line === token.line &&
      next.column === token.column + text.length;
    const value = isGlued ? null : parsePythonNumber(text);
    if (value === null) throw this.#error(`'${text}' is no number`, token);
    return this.options.numbersAsText ? text : value;
  }

  #peek(): PythonToken {
    return this.tokens[this.#index] ?? { type: "end", line: 1, column: 1 };
  }

  #isAt(mark: string): boolean {
    const token = this.#peek();
    return token.type === "mark" && token.text === mark;
  }

  #take(mark: string): boolean {
    const found = this.#isAt(mark);
    if (found) this.#index++;
    return found;
  }

  #require(mark: string): void {
    if (!this.#take(mark)) throw this.#unexpected(`'${mark}'`);
  }

  #unexpected(wanted: string): UserError {
    return this.#error(`expected ${wanted} but found ${showPythonToken(this.#peek())}`);
  }

  #error(reason: string, { line, column }: PythonToken = this.#peek()): UserError {
    const { path } = this.options;
    return new UserError(`Cannot read ${path}, line ${line}, column ${column}: ${reason}.`);
  }
}
