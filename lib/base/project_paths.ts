import { isAbsolute, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's root folder, absolute, wherever the program was started from. */
export const PROJECT_ROOT: string = fileURLToPath(new URL("../../", import.meta.url));

/** An absolute path below the project's root. */
export function projectPath(...parts: string[]): string {
  return join(PROJECT_ROOT, ...parts);
}

/**
 * A path that a user typed on the command line, made absolute.
 *
 * `deno task` runs in the project's root and leaves the folder in which the user stood in
 * `INIT_CWD`; relative paths mean that folder.
 */
export function userPath(path: string): string {
  if (isAbsolute(path)) return path;
  return resolve(Deno.env.get("INIT_CWD") ?? Deno.cwd(), path);
}

/** The folder of a run that a notebook names: a bare name lies in `outputs/`, a path stays one. */
export function runFolder(nameOrPath: string): string {
  const isName = !/[\\/]/.test(nameOrPath) && nameOrPath !== "." && nameOrPath !== "..";
  return isName ? projectPath("outputs", nameOrPath) : userPath(nameOrPath);
}
