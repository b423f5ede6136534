import { relative } from "node:path";
import { PROJECT_ROOT } from "../../base/project_paths.ts";
import { UserError } from "../../base/user_error.ts";
import { writeAtomically } from "../../base/write_atomically.ts";
import { runProgram } from "../setup/run_program.ts";
import { projectNotebooks } from "./check_project.ts";
import { committedNotebook } from "./committed_notebook.ts";

/**
 * Formats the project and strips its notebooks of what running and editing them left behind.
 *
 * @throws {UserError} where a file cannot be read as what it should be.
 */
export async function fixProject(root: string = PROJECT_ROOT): Promise<void> {
  const env = { NO_COLOR: "1", RUST_BACKTRACE: "0" };
  // Without --ignore, which would take the place of what deno.json leaves out.
  const { code, stderr } = await runProgram([Deno.execPath(), "fmt", "--quiet"], {
    cwd: root,
    env,
  });
  if (code !== 0) {
    throw new UserError(`Cannot format the project: ${stderr.trim().split("\n")[0] ?? ""}`);
  }
  for (const path of await projectNotebooks(root)) {
    const text = await committedNotebook(path);
    if (await Deno.readTextFile(path) === text) continue;
    await writeAtomically(path, text);
    console.log(`check: ${relative(root, path)} was stripped and formatted`);
  }
}
