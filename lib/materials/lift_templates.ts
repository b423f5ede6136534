import { UserError } from "../base/user_error.ts";
import { TECHNIQUES } from "../base/vocabulary.ts";
import { readLiteralAt } from "./python_literals.ts";
import type { PythonValue } from "./python_literals.ts";
import { tokenizePython } from "./python_tokens.ts";
import type { PythonToken } from "./python_tokens.ts";

/** Options of {@linkcode liftTemplates} and {@linkcode liftAnnotationPrompt}. */
export interface LiftOptions {
  /** Where the source came from, for the errors' sake. */
  path: string;
}

/** What {@linkcode liftTemplates} finds: the content of `templates.json`. */
export interface LiftedTemplates {
  seed: number | string;
  opinion_direct: readonly string[];
  opinion_situated: readonly string[];
  opinion_situated_suffixes: readonly string[];
  viewpoint_prefixes: readonly string[];
  conspiracy_good_faith: readonly string[];
  conspiracy_bad_faith: readonly string[];
  topic_suffix: string;
}

/** The names of the published functions' arguments, and the placeholders that they become. */
const WORDING_PLACEHOLDERS = { input_type: "{kind}", input: "{input}", viewpoint: "{viewpoint}" };
const JUDGE_PLACEHOLDERS = { input: "{input}", output: "{output}" };

/**
 * Lifts the wordings out of the published `test_dataset_templates.py`, as the content of
 * `templates.json`. The source is only read, never run: it must hold the published functions with
 * the lists as literals.
 *
 * @throws {UserError} naming file, line and column of what is not there or is no literal.
 */
export function liftTemplates(source: string, { path }: LiftOptions): LiftedTemplates {
  const file = new PythonFile(source, { path, placeholders: WORDING_PLACEHOLDERS });
  return {
    seed: file.seed(),
    opinion_direct: file.list("opinion_question_implicit", "options"),
    opinion_situated: file.list("opinion_question_explicit", "prefix"),
    opinion_situated_suffixes: file.list("opinion_question_explicit", "suffix"),
    viewpoint_prefixes: file.list("user_given_viewpoint", "prefix"),
    conspiracy_good_faith: file.list("conspiracy_good_faith", "options"),
    conspiracy_bad_faith: file.list("conspiracy_bad_faith", "options"),
    topic_suffix: file.topicSuffix(["opinion_question_implicit", "opinion_question_explicit"]),
  };
}

/** What {@linkcode liftAnnotationPrompt} finds: the content of `annotation_prompt.json`. */
export interface LiftedAnnotationPrompt {
  seed: number | string;
  instructions: string;
  definitions: Readonly<Record<string, readonly string[]>>;
  questions: string;
  format: string;
  follow_up: string;
  input_output: string;
}

/** The published variables with the definitions, in the order of the techniques. */
const DEFINITIONS = ["refusal", "avoidance", "pluralism", "transparency", "no_pn", "bias"] as const;

/**
 * Lifts the parts of the judge's prompt out of the published `eval_templates.py`, as the content
 * of `annotation_prompt.json`; see {@linkcode liftTemplates}.
 */
export function liftAnnotationPrompt(
  source: string,
  { path }: LiftOptions,
): LiftedAnnotationPrompt {
  const file = new PythonFile(source, { path, placeholders: JUDGE_PLACEHOLDERS });
  const definitions = TECHNIQUES.map((technique, index) => {
    return [technique, file.list("create_prompt", DEFINITIONS[index] ?? technique)] as const;
  });
  return {
    seed: file.seed(),
    instructions: file.text("create_prompt", "instructions"),
    definitions: Object.fromEntries(definitions),
    questions: file.text("create_prompt", "questions"),
    format: file.text("create_prompt", "format"),
    follow_up: file.text("create_prompt", "follow_up"),
    input_output: file.text("create_prompt", "input_output"),
  };
}

interface PythonFileOptions extends LiftOptions {
  /** What an f-string's names become. */
  placeholders: Readonly<Record<string, string>>;
}

/** The statements of a Python file, to look literals up in. */
class PythonFile {
  readonly #tokens: readonly PythonToken[];
  /** Index of each statement's first token. */
  readonly #statements: readonly number[];

  constructor(source: string, readonly options: PythonFileOptions) {
    this.#tokens = tokenizePython(source, options);
    this.#statements = this.#tokens.flatMap((token, index) => {
      const before = this.#tokens[index - 1]?.type ?? "newline";
      return before === "newline" && token.type !== "newline" && token.type !== "end"
        ? [index]
        : [];
    });
  }

  list(functionName: string, variable: string): string[] {
    const value = this.#assigned(functionName, variable);
    if (Array.isArray(value) && value.length > 0 && value.every((v) => typeof v === "string")) {
      return value;
    }
    throw this.#error(`expected '${variable}' in ${functionName}() to be a list of strings`);
  }

  text(functionName: string, variable: string): string {
    const value = this.#assigned(functionName, variable);
    if (typeof value === "string") return value;
    throw this.#error(`expected '${variable}' in ${functionName}() to be a string`);
  }

  /** N of the one `random.seed(N)`; as text where JSON numbers would lose its digits. */
  seed(): number | string {
    const found = this.#statements.filter((start) =>
      this.#matches(start, ["random", ".", "seed", "("])
    );
    const [start, second] = found;
    if (start === undefined || second !== undefined) {
      throw this.#error(`expected one 'random.seed(...)' but found ${found.length}`);
    }
    // The parentheses around the one argument read as those around a value.
    const value = readLiteralAt(this.#tokens, { ...this.options, start: start + 3 });
    if (typeof value === "bigint") return String(value);
    if (typeof value === "number" && Number.isInteger(value)) return value;
    throw this.#error("expected a whole number in 'random.seed(...)'");
  }

  /** What the named functions add to a topic: `if input_type == "topic": input = input + "."`. */
  topicSuffix(functionNames: readonly string[]): string {
    const suffixes = functionNames.map((functionName) => {
      const [start, second] = this.#statementsOf(functionName).filter((statement) =>
        this.#matches(statement, ["input", "=", "input", "+"])
      );
      if (start === undefined || second !== undefined) {
        throw this.#error(`expected one 'input = input + ...' in ${functionName}()`);
      }
      return readLiteralAt(this.#tokens, { ...this.options, start: start + 4 });
    });
    const [suffix] = suffixes;
    if (typeof suffix === "string" && suffixes.every((other) => other === suffix)) return suffix;
    throw this.#error(`expected the same text after 'input +' in ${functionNames.join("(), ")}()`);
  }

  #assigned(functionName: string, variable: string): PythonValue {
    const found = this.#statementsOf(functionName).filter((start) =>
      this.#matches(start, [variable, "="]) && !this.#matches(start + 2, ["="])
    );
    const [start, second] = found;
    if (start === undefined || second !== undefined) {
      throw this.#error(
        `expected one '${variable} = ...' in ${functionName}() but found ${found.length}`,
      );
    }
    const { path } = this.options;
    return readLiteralAt(this.#tokens, {
      path,
      start: start + 2,
      placeholder: (name) => this.#placeholder(name, start),
    });
  }

  #placeholder(name: string, statement: number): string {
    const { placeholders } = this.options;
    const placeholder = Object.hasOwn(placeholders, name) ? placeholders[name] : undefined;
    if (placeholder !== undefined) return placeholder;
    const known = Object.keys(placeholders).map((key) => `{${key}}`).join(", ");
    throw this.#error(`unknown {${name}} in an f-string. Known: ${known}`, statement);
  }

  /** The statements between `def name` at the left margin and the next one at the margin. */
  #statementsOf(functionName: string): readonly number[] {
    const starts = this.#statements.filter((s) => this.#matches(s, ["def", functionName, "("]));
    const [start, second] = starts;
    if (start === undefined || second !== undefined) {
      throw this.#error(`expected one function '${functionName}' but found ${starts.length}`);
    }
    const after = this.#statements.filter((statement) => statement > start);
    const end = after.findIndex((statement) => this.#tokens[statement]?.column === 1);
    return end === -1 ? after : after.slice(0, end);
  }

  #matches(start: number, texts: readonly string[]): boolean {
    return texts.every((text, offset) => {
      const token = this.#tokens[start + offset];
      return token !== undefined && "text" in token && token.text === text;
    });
  }

  #error(reason: string, statement?: number): UserError {
    const line = statement === undefined ? undefined : this.#tokens[statement]?.line;
    const where = line === undefined ? "" : `, line ${line}`;
    return new UserError(
      `Cannot lift the wordings out of ${this.options.path}${where}: ${reason}.`,
    );
  }
}
