import { basename, join } from "node:path";
import { projectPath } from "../../base/project_paths.ts";

/** The parts of the project that stay where they are: a copy leads to them. */
const SHARED = ["data", "lib"];
const COPIED = ["deno.json", "deno.lock"];

/**
 * Makes a folder look like the project, with copies of these notebooks and without any run: what a
 * test does in JupyterLab, saving included, leaves the project itself as it is.
 *
 * @param notebooks paths of notebooks; they lie in the copy's `notebooks/`.
 * @returns the notebooks' paths from the folder on, as JupyterLab names them.
 */
export async function makeLabProject(
  folder: string,
  notebooks: readonly string[],
): Promise<string[]> {
  await Deno.mkdir(join(folder, "notebooks"), { recursive: true });
  for (const name of COPIED) await Deno.copyFile(projectPath(name), join(folder, name));
  for (const name of SHARED) {
    // Windows lets everyone make junctions, but only administrators links.
    await Deno.symlink(projectPath(name), join(folder, name), { type: "junction" });
  }
  const paths = notebooks.map((path) => `notebooks/${basename(path)}`);
  for (const [index, path] of notebooks.entries()) {
    await Deno.copyFile(path, join(folder, paths[index] ?? ""));
  }
  return paths;
}
