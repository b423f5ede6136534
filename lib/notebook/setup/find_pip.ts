import { existsSync } from "node:fs";
import { PROJECT_ROOT } from "../../base/project_paths.ts";
import { findPython } from "./find_python.ts";
import { venvPaths } from "./venv_paths.ts";

/**
 * How to start a Python that has pip: the one of our environment, else one on `PATH`.
 *
 * @throws {UserError} where there is none.
 */
export async function findPip(root: string = PROJECT_ROOT): Promise<readonly string[]> {
  const { python } = venvPaths(root);
  return existsSync(python) ? [python] : (await findPython()).command;
}
