/** As much of a notebook's file as is read here. */
export interface NotebookSource {
  cells: readonly { cell_type: string; source: string | readonly string[] }[];
}

/** A code cell, so that a reader finds it. */
export interface DefiningCell {
  /** Its number among the code cells, from 1: what Jupyter writes beside it after `Run All`. */
  number: number;
  /** The last heading above it; empty where there is none. */
  heading: string;
  /** The first line of the statement that makes the name. */
  line: string;
}

/** The first code cell that declares or imports a name at its top level; null where none does. */
export function findDefinition(notebook: NotebookSource, name: string): DefiningCell | null {
  let heading = "";
  let number = 0;
  for (const { cell_type, source } of notebook.cells) {
    const text = textOf(source);
    if (cell_type === "markdown") heading = headingsOf(text).at(-1) ?? heading;
    if (cell_type !== "code" || text.trim() === "") continue;
    number++;
    const made = definitionsOf(text).find(({ names }) => names.includes(name));
    if (made !== undefined) return { number, heading, line: made.line };
  }
  return null;
}

/** Every name that a code cell of the notebook declares or imports at its top level. */
export function definedNames({ cells }: NotebookSource): string[] {
  const code = cells.filter(({ cell_type }) => cell_type === "code");
  return code.flatMap(({ source }) => definitionsOf(textOf(source)).flatMap(({ names }) => names));
}

function textOf(source: string | readonly string[]): string {
  return [source].flat().join("");
}

function headingsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ +(.+)$/gm)].map(([, words = ""]) => words.trim());
}

const DEFINITION =
  /^(?:(?:const|let|var)\s+([\w$]+|[{[][^=]*?[}\]])\s*(?::[^=]*)?=|(?:async\s+)?(?:function\s*\*?|class|enum)\s+([\w$]+)|import\s+(?!type\b)([^"';]*?)\s*from\b)/gm;

/** What stands at the beginning of a line is at the top level: notebooks are formatted. */
function definitionsOf(code: string): { names: string[]; line: string }[] {
  return [...code.matchAll(DEFINITION)].map((match) => {
    const line = code.slice(match.index).split("\n", 1)[0] ?? "";
    return { names: namesIn(match.slice(1).find((part) => part !== undefined) ?? ""), line };
  });
}

/** The names that a pattern binds: of `{ a, b: c, d as e, ...f }` these are a, c, e and f. */
function namesIn(pattern: string): string[] {
  return pattern.split(/[{}[\],\s]+(?!\s*(?:as|:)\b)/)
    .join(" ")
    .replace(/[\w$]+\s*(?:\bas\b|:)\s*/g, "")
    .match(/[\w$]+/g) ?? [];
}
