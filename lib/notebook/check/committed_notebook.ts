import { dirname } from "node:path";
import { UserError } from "../../base/user_error.ts";
import { runProgram } from "../setup/run_program.ts";
import { canonicalNotebook } from "./canonical_notebook.ts";
import { readNotebook } from "./notebook_file.ts";

/**
 * The text in which a notebook is committed: canonical, its cells formatted by the project's rules.
 *
 * `deno fmt --check` of Deno 2.8.1 calls every notebook that it has not itself written unformatted,
 * without a difference to show; so the formatted text is asked for and compared instead.
 *
 * @throws {UserError} where the file is no notebook or a cell cannot be parsed.
 */
export async function committedNotebook(path: string): Promise<string> {
  const text = canonicalNotebook(await readNotebook(path));
  const { code, stdout, stderr } = await runProgram([Deno.execPath(), "fmt", "--ext=ipynb", "-"], {
    cwd: dirname(path),
    env: { NO_COLOR: "1", RUST_BACKTRACE: "0" },
    input: text,
  });
  if (code === 0) return stdout;
  const reason = stderr.trim().split("\n")[0] ?? "";
  throw new UserError(`Cannot format ${path}: ${reason}. Mend the cell, then try again.`);
}
