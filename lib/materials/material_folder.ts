import { existsSync } from "node:fs";
import { projectPath, userPath } from "../base/project_paths.ts";
import { UserError } from "../base/user_error.ts";

/**
 * The folder of a material that is named in a notebook: `starter`, `paper`, a folder in `data/` or
 * `data/cache/`, or any path (an absolute one, or one relative to the project).
 *
 * @throws {UserError} where there is none of that name.
 */
export function materialFolder(nameOrPath: string): string {
  const candidates = /[\\/]/.test(nameOrPath)
    ? [userPath(nameOrPath)]
    : [projectPath("data", nameOrPath), projectPath("data", "cache", nameOrPath)];
  const found = candidates.find((folder) => existsSync(folder));
  if (found !== undefined) return found;
  const wayOut = nameOrPath === "paper"
    ? "Fetch it first: deno task data paper."
    : "Name a folder in data/, or give a path.";
  throw new UserError(`Cannot find the material '${nameOrPath}': no ${candidates[0]}. ${wayOut}`);
}
