import assert from "node:assert/strict";
import { join } from "node:path";
import { projectPath } from "../base/project_paths.ts";
import { readNotebook } from "../notebook/check/notebook_file.ts";
import { notebookScript } from "../notebook/check/notebook_script.ts";

/** Options of {@linkcode runCells}. */
export interface RunCellsOptions {
  /** The run, an absolute path, that the notebook is given as `NEUTRALITY_RUN`. */
  run: string;
  /** What a user changes in the cells: each text is there, and is replaced wherever it is. */
  changes?: readonly (readonly [from: string, to: string])[];
  /** An expression over the notebook's values; printed as JSON at the end. Default: null. */
  shows?: string;
}

/**
 * Runs the cells of a notebook of the project as one script in a process of its own, without a
 * kernel, and returns what `shows` is at the end. Fails the test where a cell fails.
 */
export async function runCells(name: string, options: RunCellsOptions): Promise<unknown> {
  const { run, changes = [], shows = "null" } = options;
  let { text } = notebookScript(await readNotebook(projectPath("notebooks", `${name}.ipynb`)));
  for (const [from, to] of changes) {
    assert.ok(text.includes(from), `${name} has no '${from}'`);
    text = text.replaceAll(from, to);
  }
  await Deno.mkdir(run, { recursive: true });
  const script = join(run, `${crypto.randomUUID()}.ts`);
  // Without the simulator's own end a script that is stopped by an error would not end.
  await Deno.writeTextFile(
    script,
    `${text}\nconsole.log(JSON.stringify(${shows}));\nDeno.exit();\n`,
  );
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", `--config=${projectPath("deno.json")}`, script],
    env: { NEUTRALITY_RUN: run, NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  await Deno.remove(script);
  const decoder = new TextDecoder();
  assert.equal(code, 0, `${name} fails: ${decoder.decode(stderr)}`);
  return JSON.parse(decoder.decode(stdout).trim().split("\n").at(-1) ?? "");
}

/** What the notebook's box of changes worth making says, without line breaks. */
export async function tryBox(name: string): Promise<string> {
  const { cells } = await readNotebook(projectPath("notebooks", `${name}.ipynb`));
  const box = cells.find(({ cell_type, source }) =>
    cell_type === "markdown" && /^## Try$/m.test(source)
  );
  return (box?.source ?? "").replace(/^[^]*?## Try\n/, "").replaceAll(/\s+/g, " ");
}
