import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { UserError } from "../../base/user_error.ts";
import { findPython, type Python } from "./find_python.ts";
import type { Finding } from "./finding.ts";
import { kernelSpecIsCurrent } from "./kernel_spec.ts";
import { TRIED_DENO } from "./require_tried_deno.ts";
import { fileHash, readStamp, realPath, type Stamp } from "./stamp.ts";
import { venvPaths } from "./venv_paths.ts";

const SET_UP = "Run 'deno task lab' or 'deno task demo': both set up what is missing";

/** Whether this is the Deno that all was tried with. */
export function examineDeno(version: string = Deno.version.deno): Finding {
  return {
    title: "Deno",
    ok: version === TRIED_DENO,
    found: version,
    mend: `Use 'npx -y deno@${TRIED_DENO} task …': kernels of other versions lose outputs`,
  };
}

/** Whether a Python is there that a set-up could use; looked at where none was set up. */
export async function examinePython(find: () => Promise<Python> = findPython): Promise<Finding> {
  try {
    const { version, command } = await find();
    return { title: "Python", ok: true, found: `${version} (${command.join(" ")})`, mend: "" };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { title: "Python", ok: false, found: error.message.replace(/\.$/, ""), mend: "" };
  }
}

/** Whether the project's `.venv` has the Jupyter that requirements.txt names, on a Python that is there. */
export async function examineJupyter(root: string): Promise<Finding> {
  const paths = venvPaths(root);
  const stamp = await readStamp(paths);
  const python = stamp?.source === "path" ? stamp.python : paths.python;
  const real = stamp === null ? "" : await realPath(python);
  const pinned = stamp?.requirements === await fileHash(join(root, "requirements.txt"));
  return {
    title: "Jupyter",
    ok: stamp !== null && real !== "" && real === stamp.realPython && pinned,
    found: jupyterFound(stamp, { real, pinned }),
    mend: SET_UP,
  };
}

function jupyterFound(
  stamp: Stamp | null,
  { real, pinned }: { real: string; pinned: boolean },
): string {
  if (stamp === null) return "not set up, or not to the end";
  if (real === "") return "its Python is gone";
  if (real !== stamp.realPython) return `its Python is another than it was made with: ${real}`;
  if (!pinned) return "not as requirements.txt has it now";
  return stamp.source === "venv" ? `in .venv, on ${real}` : `the one on PATH, on ${real}`;
}

/** Whether `.venv` has a Deno kernel, and whether it is this Deno. */
export async function examineKernel(
  root: string,
  denoPath: string = Deno.execPath(),
): Promise<Finding> {
  const { kernelSpec } = venvPaths(root);
  const ok = await kernelSpecIsCurrent(kernelSpec, denoPath);
  const wrong = existsSync(kernelSpec) ? "starts another Deno, or in another way" : "missing";
  return { title: "Deno kernel", ok, found: ok ? "starts this Deno" : wrong, mend: SET_UP };
}

/** Whether files can be written into a folder, or, where there is none yet, beside where it will be. */
export async function examineFolder(title: string, folder: string): Promise<Finding> {
  const there = nearestFolder(folder);
  const mend = `Make ${there} a folder that you may write to`;
  const probe = join(there, `.probe-${Deno.pid}`);
  try {
    await Deno.writeTextFile(probe, "");
    await Deno.remove(probe);
    return { title, ok: true, found: "can be written", mend };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { title, ok: false, found: `cannot be written (${reason})`, mend };
  }
}

function nearestFolder(folder: string): string {
  const parent = dirname(folder);
  return existsSync(folder) || parent === folder ? folder : nearestFolder(parent);
}
