import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { runProgram } from "../setup/run_program.ts";
import { type NotebookFile, readNotebook } from "./notebook_file.ts";
import { type NotebookScript, notebookScript } from "./notebook_script.ts";

/**
 * Type-checks and lints the code cells of notebooks and says what is wrong, one text a finding,
 * by notebook, code cell and line.
 *
 * Deno reads no notebooks here, so each one's cells go into a script beside it for a moment: from
 * there the import map and relative imports resolve as they do in the kernel.
 *
 * @throws {UserError} where a file is no notebook.
 */
export async function checkCells(notebooks: readonly string[]): Promise<string[]> {
  if (notebooks.length === 0) return [];
  const scripts: WrittenScript[] = [];
  try {
    for (const path of notebooks) scripts.push(await writeScript(path, await readNotebook(path)));
    const files = scripts.map((script) => script.file);
    const env = { NO_COLOR: "1", RUST_BACKTRACE: "0" };
    const deno = Deno.execPath();
    const cwd = dirname(notebooks[0] ?? ".");
    const check = await runProgram([deno, "check", "--quiet", ...files], { cwd, env });
    const lint = await runProgram([deno, "lint", "--quiet", "--compact", ...files], { cwd, env });
    const findings = [
      ...(check.code === 0 ? [] : typeFindings(check.stderr)),
      ...(lint.code === 0 ? [] : lintFindings(lint.stdout + lint.stderr)),
    ];
    return findings.map((finding) => scripts.reduce(toCells, finding));
  } finally {
    for (const { file } of scripts) await Deno.remove(file).catch(() => {});
  }
}

interface WrittenScript {
  notebook: string;
  file: string;
  script: NotebookScript;
}

async function writeScript(notebook: string, content: NotebookFile): Promise<WrittenScript> {
  const script = notebookScript(content);
  const name = `_${basename(notebook, ".ipynb")}.${Deno.pid}.cells.ts`;
  const file = join(dirname(notebook), name);
  await Deno.writeTextFile(file, script.text);
  return { notebook, file, script };
}

/** One text for each error of `deno check`: it ends with the line that says where. */
function typeFindings(output: string): string[] {
  const text = stripVTControlCharacters(output);
  const errors = text.split(/^(?=TS\d+ \[ERROR\]|error: )/m).map((part) => part.trim());
  const findings = errors.filter((part) => /^TS\d+ \[ERROR\]/.test(part));
  return findings.length > 0 ? findings : [text.trim()];
}

function lintFindings(output: string): string[] {
  const lines = stripVTControlCharacters(output).split("\n");
  const findings = lines.filter((line) => /: line \d+, col \d+/.test(line));
  return findings.length > 0 ? findings : [output.trim()];
}

/** Puts notebook, cell and line in the place of the script's name and line. */
function toCells(finding: string, { notebook, file, script }: WrittenScript): string {
  const url = pathToFileURL(file).href;
  const place = (line: string, column: string) => {
    const at = script.lines[Number(line) - 1];
    const name = basename(notebook);
    if (at === undefined || at === null) return name;
    return `${name}, code cell [${at.cell}], line ${at.line}, column ${column}`;
  };
  return replacePlaces(replacePlaces(finding, url, place), file, place);
}

function replacePlaces(
  text: string,
  name: string,
  place: (line: string, column: string) => string,
): string {
  const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return text
    .replaceAll(
      new RegExp(`${escaped}:(\\d+):(\\d+)`, "g"),
      (_, l: string, c: string) => place(l, c),
    )
    .replaceAll(
      new RegExp(`${escaped}: line (\\d+), col (\\d+)`, "g"),
      (_, l: string, c: string) => place(l, c),
    );
}
