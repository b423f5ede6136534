import { existsSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../base/project_paths.ts";
import { UserError } from "../base/user_error.ts";
import { canonicalNotebook } from "./check/canonical_notebook.ts";
import { committedNotebook } from "./check/committed_notebook.ts";
import { newNotebookCells } from "./new_notebook_cells.ts";

/** Options of {@linkcode newNotebook}. */
export interface NewNotebookOptions {
  /** The project that gets it. Default: this project. */
  root?: string;
}

/**
 * Makes a notebook in `notebooks/` with a head, imports, parameters and a first run loaded, in the
 * form in which notebooks are committed.
 *
 * @returns its path.
 * @throws {UserError} for a name that is no plain file name, and where there is one of that name; the
 * one that is there is left as it is.
 */
export async function newNotebook(name: string, options: NewNotebookOptions = {}): Promise<string> {
  const { root = PROJECT_ROOT } = options;
  checkName(name);
  const path = join(root, "notebooks", `${name}.ipynb`);
  if (existsSync(path)) {
    throw new UserError(
      `Cannot make notebooks/${name}.ipynb: it is there already. Choose another name, or open it.`,
    );
  }
  await Deno.mkdir(join(root, "notebooks"), { recursive: true });
  try {
    // As a whole or not at all, and never over another one.
    await Deno.writeTextFile(path, canonicalNotebook(newNotebookCells(name)), { createNew: true });
    await Deno.writeTextFile(path, await committedNotebook(path));
  } catch (error) {
    if (error instanceof UserError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`Cannot make notebooks/${name}.ipynb: ${reason}.`);
  }
  return path;
}

function checkName(name: string): void {
  if (/^[a-z0-9][a-z0-9_]{0,59}$/.test(name)) return;
  if (name.endsWith(".ipynb")) {
    throw new UserError(`Cannot make a notebook '${name}': leave out the ending '.ipynb'.`);
  }
  throw new UserError(
    `Cannot make a notebook '${name}': expected a name of at most 60 small letters, digits and ` +
      `underscores, such as my_question.`,
  );
}
