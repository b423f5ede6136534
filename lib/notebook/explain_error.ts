import { isAbsolute, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { nearestNames } from "../base/nearest_names.ts";
import { PROJECT_ROOT } from "../base/project_paths.ts";
import { UserError } from "../base/user_error.ts";
import { definedNames, findDefinition, type NotebookSource } from "./find_definition.ts";

/** Where an error passed through, as V8 tells. */
export interface ErrorPlace {
  /** The file's path or address; empty in a cell. */
  getFileName(): string | null | undefined;
  getFunctionName(): string | null;
  getLineNumber(): number | null;
}

/** Options of {@linkcode explainError}. */
export interface ExplainErrorOptions {
  /** Where the error passed through, the innermost place first. */
  places: readonly ErrorPlace[];
  /** Reads the notebook that is run; null where nobody knows which it is. */
  readNotebook: () => NotebookSource | null;
}

/**
 * What a cell says when it fails, for people: what users can mend in sentences, without a word about
 * the program's inside; a name that is missing with the cell that makes it; anything else with the
 * places of the project that it came through.
 */
export function explainError(error: Error, options: ExplainErrorOptions): string {
  const { places, readNotebook } = options;
  if (error instanceof UserError) {
    return `${inSentences(error.message)}\n\n${THEN}`;
  }
  if (error.name === "AbortError") {
    return "Interrupted. Run this cell again to go on, then those below it.";
  }
  if (CLOSED.test(error.message)) return inSentences(RUN_IS_CLOSED);
  const declared = /^Identifier '(\S+)' has already been declared$/.exec(error.message)?.[1];
  if (declared !== undefined) return inSentences(declaredOtherwise(declared));
  const missing = missingName(error);
  if (missing !== null && isCell(places[0])) return explainMissing(missing, readNotebook());
  return [`${error.name}: ${error.message}`, ...placesInProject(places), ...causeOf(error)]
    .join("\n");
}

/** The kernel goes on after a cell that failed, with the values that it made when it ran before. */
const THEN = "Then run this cell again, and those below it: until then\n" +
  "they lack what it makes, or have what it made before.";

/** What SQLite says of a run that `openRun` closed. */
const CLOSED = /^(database is not open|statement has been finalized)$/;
const RUN_IS_CLOSED = "This cell works on a run that is closed, because the cell that opens it " +
  "failed when it was run again. Run that one first, then this cell.";

/** The kernel lets a name be declared again, but by the same word only. */
function declaredOtherwise(name: string): string {
  return `This cell declares '${name}', which a cell has declared before with another word (let, ` +
    `const, class). Write the same word, take another name, or restart the kernel (Kernel, ` +
    `Restart Kernel).`;
}

const COLUMNS = 80;

/** What it is, then the way out; lines are broken between words, which front ends don't do. */
function inSentences(text: string): string {
  const [what = "", ...wayOut] = text.split(/(?<=[.!?]) (?=[A-Z])/);
  return [what, wayOut.join(" ")].filter((part) => part !== "").map(wrap).join("\n");
}

function wrap(text: string): string {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1) ?? "";
    if (line !== "" && line.length + 1 + word.length > COLUMNS) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines.join("\n");
}

function missingName(error: Error): string | null {
  if (error.name !== "ReferenceError") return null;
  const [, undefinedName, early] =
    /^(?:(\S+) is not defined|Cannot access '(\S+)' before initialization)$/.exec(error.message) ??
      [];
  return undefinedName ?? early ?? null;
}

function explainMissing(name: string, notebook: NotebookSource | null): string {
  const cell = notebook === null ? null : findDefinition(notebook, name);
  if (cell !== null) {
    const under = cell.heading === "" ? "" : ` under “${cell.heading}”`;
    return inSentences(
      `This cell waits for '${name}', which code cell [${cell.number}]${under} makes. ` +
        `That one has not run yet, or it failed. Run it first, then this cell.`,
    ) + `\n\n    [${cell.number}]  ${cell.line}`;
  }
  const near = nearestNames(name, notebook === null ? [] : definedNames(notebook));
  const meant = near.length === 0 ? "" : ` Did you mean ${near.join(" or ")}?`;
  return inSentences(
    `This cell waits for '${name}', which no cell has made so far.${meant} ` +
      `Run the cell that makes it, or mend what that one says; then run this cell.`,
  );
}

function isCell(place: ErrorPlace | undefined): boolean {
  return place !== undefined && (place.getFileName() ?? "") === "";
}

/** The library's places and the cell's; those of Deno and of packages tell a user nothing. */
function placesInProject(places: readonly ErrorPlace[]): string[] {
  const lines = places.flatMap((place) => {
    if (isCell(place)) return ["    in a cell"];
    const path = projectFile(place.getFileName() ?? "");
    const name = place.getFunctionName();
    if (path === null) return [];
    return [`    in ${name === null ? "" : `${name}, `}${path}:${place.getLineNumber()}`];
  });
  return lines.filter((line, index) => line !== lines[index - 1]);
}

function projectFile(address: string): string | null {
  // Deno gives paths of its own files; others give addresses.
  const file = address.startsWith("file:") ? fileURLToPath(address) : address;
  if (!isAbsolute(file)) return null;
  const path = relative(PROJECT_ROOT, file).replaceAll("\\", "/");
  return path.startsWith("..") || path.includes("node_modules/") ? null : path;
}

function causeOf({ cause }: Error): string[] {
  return cause instanceof Error ? [`Because of ${cause.name}: ${cause.message}`] : [];
}
