import { dirname } from "node:path";
import { runProgram } from "./run_program.ts";
import { pythonsIn } from "./venv_paths.ts";

/** A Jupyter that someone else installed. */
export interface JupyterOnPath {
  /** The Python that has it, absolute. */
  python: string;
  /** Its packages with versions, in words. */
  versions: string;
}

const PROBE = `
import json, sys
from importlib.metadata import version
import jupyterlab, nbclient, nbconvert
print(json.dumps([sys.executable, ", ".join(
    f"{name} {version(name)}" for name in ("jupyterlab", "nbclient", "nbconvert"))]))
`;

/**
 * The first Jupyter on `PATH` that has JupyterLab, nbclient and nbconvert, or `null`.
 *
 * A `jupyter` command may be a script, a launcher or a shim; it is asked for its own data folders,
 * which lie in the environment that holds its Python.
 */
export async function findJupyterOnPath(): Promise<JupyterOnPath | null> {
  for (const python of await pythons()) {
    const { code, stdout } = await runProgram([python, "-c", PROBE]);
    if (code !== 0) continue;
    try {
      const [executable, versions] = JSON.parse(stdout) as [string, string];
      return { python: executable, versions };
    } catch {
      continue;
    }
  }
  return null;
}

async function pythons(): Promise<string[]> {
  const { code, stdout } = await runProgram(["jupyter", "--paths", "--json"]);
  const prefixes = code === 0 ? dataFolders(stdout).map((folder) => dirname(dirname(folder))) : [];
  return [...prefixes.flatMap((prefix) => pythonsIn(prefix)), "python3", "python"];
}

function dataFolders(json: string): string[] {
  try {
    const paths = JSON.parse(json) as { data?: unknown };
    return Array.isArray(paths.data) ? paths.data.map(String) : [];
  } catch {
    return [];
  }
}
