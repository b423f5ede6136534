import { posix, win32 } from "node:path";

/** Where things lie in the project's own Python environment. All paths are absolute. */
export interface VenvPaths {
  /** The environment's folder. */
  folder: string;
  /** Its Python. */
  python: string;
  /** Says what was set up, and that it was finished. */
  stamp: string;
  /** Held while a set-up runs, so that two do not write at once. */
  lock: string;
  /** What pip printed last. */
  pipLog: string;
  /** The Jupyter data folder, to be put on `JUPYTER_PATH`. */
  jupyterData: string;
  /** The folder that holds kernelspec folders. */
  kernels: string;
  /** The Deno kernel's spec. */
  kernelSpec: string;
}

/** The layout of `.venv` below a project's root; Windows has `Scripts` where others have `bin`. */
export function venvPaths(root: string, os: typeof Deno.build.os = Deno.build.os): VenvPaths {
  const { join } = os === "windows" ? win32 : posix;
  const folder = join(root, ".venv");
  const kernels = join(folder, "share", "jupyter", "kernels");
  return {
    folder,
    python: os === "windows"
      ? join(folder, "Scripts", "python.exe")
      : join(folder, "bin", "python"),
    stamp: join(folder, "set-up.json"),
    lock: join(folder, ".lock"),
    pipLog: join(folder, "pip.log"),
    jupyterData: join(folder, "share", "jupyter"),
    kernels,
    kernelSpec: join(kernels, "deno", "kernel.json"),
  };
}

/** Where the Python of an environment with this prefix may be, the likeliest first. */
export function pythonsIn(prefix: string, os: typeof Deno.build.os = Deno.build.os): string[] {
  if (os !== "windows") return ["python3", "python"].map((name) => posix.join(prefix, "bin", name));
  // Conda has it beside its folders, other environments in one of them.
  return [win32.join(prefix, "python.exe"), win32.join(prefix, "Scripts", "python.exe")];
}

/** Folders as a variable such as `JUPYTER_PATH` lists them; empty ones are left out. */
export function searchPath(
  folders: readonly string[],
  os: typeof Deno.build.os = Deno.build.os,
): string {
  const { delimiter } = os === "windows" ? win32 : posix;
  return folders.filter((folder) => folder !== "").join(delimiter);
}
