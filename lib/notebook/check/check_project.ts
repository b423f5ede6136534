import { join, relative } from "node:path";
import { PROJECT_ROOT } from "../../base/project_paths.ts";
import { checkCells } from "./check_cells.ts";
import { committedNotebook } from "./committed_notebook.ts";

/**
 * Checks format, lint and types of the project and of its notebooks' cells, and that the notebooks
 * are in the form in which they are committed. Says each check as it goes, and all that it finds.
 *
 * @returns whether nothing was found.
 */
export async function checkProject(root: string = PROJECT_ROOT): Promise<boolean> {
  const notebooks = await projectNotebooks(root);
  const outcomes = [
    await denoCheck("format", ["fmt", "--check"], root),
    await denoCheck("lint", ["lint", "--quiet"], root),
    await denoCheck("types", ["check", "--quiet", ...await codeFolders(root)], root),
    report("notebooks' cells", await checkCells(notebooks)),
    report("notebooks as committed", await uncanonical(notebooks, root)),
  ];
  return outcomes.every((clean) => clean);
}

/** The notebooks of a project, sorted. */
export async function projectNotebooks(root: string): Promise<string[]> {
  const names: string[] = [];
  for await (const entry of Deno.readDir(join(root, "notebooks"))) {
    if (entry.isFile && entry.name.endsWith(".ipynb")) names.push(entry.name);
  }
  return names.sort().map((name) => join(root, "notebooks", name));
}

async function codeFolders(root: string): Promise<string[]> {
  const names = await Array.fromAsync(Deno.readDir(root), (entry) => entry.name);
  return ["lib", "bench"].filter((name) => names.includes(name));
}

async function denoCheck(title: string, args: string[], cwd: string): Promise<boolean> {
  const child = new Deno.Command(Deno.execPath(), {
    args,
    cwd,
    env: { RUST_BACKTRACE: "0" },
    stdin: "null",
    stdout: "inherit",
    stderr: "inherit",
  }).spawn();
  const { code } = await child.status;
  return report(title, code === 0 ? [] : [`'deno ${args.join(" ")}' found what is shown above`]);
}

async function uncanonical(notebooks: readonly string[], root: string): Promise<string[]> {
  const found: string[] = [];
  for (const path of notebooks) {
    if (await Deno.readTextFile(path) === await committedNotebook(path)) continue;
    found.push(
      `${relative(root, path)} holds outputs, counts or an editor's traces, or is not formatted. ` +
        `Mend it with 'deno task check --fix'.`,
    );
  }
  return found;
}

function report(title: string, findings: readonly string[]): boolean {
  for (const finding of findings) console.error(finding);
  console.log(`check: ${title.padEnd(24)}${findings.length === 0 ? "ok" : "FAILED"}`);
  return findings.length === 0;
}
