import { join } from "node:path";
import { PROJECT_ROOT } from "../../base/project_paths.ts";
import { UserError } from "../../base/user_error.ts";
import { findPython } from "./find_python.ts";
import { installJupyter } from "./install_jupyter.ts";
import { findJupyterOnPath } from "./jupyter_on_path.ts";
import { kernelSpecIsCurrent, writeKernelSpec } from "./kernel_spec.ts";
import { runProgram } from "./run_program.ts";
import { type Say, sayOnStdout, sayStep } from "./say_step.ts";
import { fileHash, readStamp, realPath, type Stamp, writeStamp } from "./stamp.ts";
import { searchPath, type VenvPaths, venvPaths } from "./venv_paths.ts";

/** A Jupyter that is ready to be started. */
export interface Jupyter {
  /** The Python that has it; call it with `-m`, since scripts break when a folder is moved. */
  python: string;
  /** Variables for its processes: they find our Deno kernel before any other of that name. */
  env: Record<string, string>;
  /** The folder that holds our kernelspec's folder. */
  kernels: string;
}

/** Options of {@linkcode setUp}. */
export interface SetUpOptions {
  /** The project's root. Default: this project. */
  root?: string;
  /** Where progress is told. Default: standard output. */
  say?: Say;
  /** The Deno that the kernel runs on. Default: this very one. */
  denoPath?: string;
  /** Ends the work when aborted. */
  signal?: AbortSignal;
}

/**
 * Sets up what is missing and nothing else: `.venv` with the pinned Jupyter, the Deno kernelspec
 * in it, and the library's packages in Deno's cache. When all is there it only compares hashes.
 *
 * @throws {UserError} in one line with the way out; the next call starts over what was not finished.
 */
export async function setUp(options: SetUpOptions = {}): Promise<Jupyter> {
  const root = options.root ?? PROJECT_ROOT;
  const work: Work = {
    root,
    paths: venvPaths(root),
    say: options.say ?? sayOnStdout,
    denoPath: options.denoPath ?? Deno.execPath(),
    signal: options.signal,
  };
  const ready = await readyJupyter(work);
  return ready ?? await withLock(work, async () => await readyJupyter(work) ?? await mend(work));
}

interface Work {
  root: string;
  paths: VenvPaths;
  say: Say;
  denoPath: string;
  signal: AbortSignal | undefined;
}

async function readyJupyter({ root, paths, say, denoPath }: Work): Promise<Jupyter | null> {
  const stamp = await readStamp(paths);
  if (stamp === null || !await jupyterIsCurrent(stamp, root)) return null;
  if (stamp.packages !== await packagesKey(root)) return null;
  if (!await kernelSpecIsCurrent(paths.kernelSpec, denoPath)) return null;
  if (stamp.source === "path") say(`set-up: using ${stamp.found}; delete .venv to try again\n`);
  return { python: pythonOf(stamp, paths), env: jupyterEnv(paths), kernels: paths.kernels };
}

async function mend(work: Work): Promise<Jupyter> {
  const { root, paths, say, denoPath, signal } = work;
  let stamp = await readStamp(paths);
  if (stamp === null || !await jupyterIsCurrent(stamp, root)) stamp = await getJupyter(work);
  if (!await kernelSpecIsCurrent(paths.kernelSpec, denoPath)) {
    await sayStep(say, "pointing the Deno kernel at this Deno", async () => {
      await writeKernelSpec(paths.kernelSpec, denoPath);
    });
  }
  if (stamp.packages !== await packagesKey(root)) {
    await sayStep(say, "fetching the library's packages", async () => {
      await fetchPackages(work);
    });
  }
  signal?.throwIfAborted();
  // After the fetch: Deno may have brought its lock file up to date.
  await writeStamp(paths, { ...stamp, packages: await packagesKey(root) });
  return { python: pythonOf(stamp, paths), env: jupyterEnv(paths), kernels: paths.kernels };
}

async function getJupyter(work: Work): Promise<Stamp> {
  const { root, paths, say, signal } = work;
  const requirements = join(root, "requirements.txt");
  if (await readStamp(paths) !== null) say("set-up: .venv is not up to date and is made again\n");
  else if (await isHalfMade(paths)) say("set-up: .venv was not finished and is made again\n");
  const stamp = { requirements: await fileHash(requirements), packages: "" };
  try {
    const python = await findPython();
    await installJupyter(paths, { python, requirements, say, signal });
    const realPython = await realPath(paths.python);
    return { ...stamp, source: "venv", python: paths.python, realPython, found: "" };
  } catch (error) {
    if (!(error instanceof UserError) || signal?.aborted) throw error;
    const jupyter = await findJupyterOnPath();
    if (jupyter === null) throw error;
    say(`set-up: ${error.message}\n`);
    say(`set-up: going on with the Jupyter on PATH instead (${jupyter.versions})\n`);
    const { python } = jupyter;
    const found = `the Jupyter on PATH (${jupyter.versions}), not the pinned one`;
    return { ...stamp, source: "path", python, realPython: await realPath(python), found };
  }
}

async function jupyterIsCurrent(stamp: Stamp, root: string): Promise<boolean> {
  const real = await realPath(pythonOf(stamp, venvPaths(root)));
  const requirements = await fileHash(join(root, "requirements.txt"));
  return real !== "" && real === stamp.realPython && requirements === stamp.requirements;
}

/** The environment's own Python is found by its place: the project may have been moved. */
function pythonOf(stamp: Stamp, paths: VenvPaths): string {
  return stamp.source === "venv" ? paths.python : stamp.python;
}

async function packagesKey(root: string): Promise<string> {
  const cache = Deno.env.get("DENO_DIR") ?? "";
  return `${await fileHash(join(root, "deno.lock"))} ${cache}`.trim();
}

async function fetchPackages({ root, denoPath, signal }: Work): Promise<void> {
  const env = { NO_COLOR: "1", RUST_BACKTRACE: "0" };
  const { code, stderr } = await runProgram([denoPath, "install"], { cwd: root, env, signal });
  if (code === 0) return;
  const reason = stderr.split("\n").find((line) => line.startsWith("error:")) ?? "no reason given";
  throw new UserError(
    `Cannot fetch the library's packages (${reason.replace(/^error:\s*/, "").slice(0, 200)}). ` +
      `Connect to the network, or mend the name in deno.json, then try again.`,
  );
}

function jupyterEnv(paths: VenvPaths): Record<string, string> {
  const before = Deno.env.get("JUPYTER_PATH") ?? "";
  return { JUPYTER_PATH: searchPath([paths.jupyterData, before]) };
}

async function isHalfMade(paths: VenvPaths): Promise<boolean> {
  const names = await Array.fromAsync(Deno.readDir(paths.folder), (entry) => entry.name);
  return names.some((name) => name !== ".lock");
}

async function withLock<T>({ paths, say }: Work, work: () => Promise<T>): Promise<T> {
  using file = await openLock(paths);
  if (!await file.tryLock(true)) {
    say("set-up: waiting for another set-up of this folder\n");
    await file.lock(true);
  }
  return await work();
}

async function openLock(paths: VenvPaths): Promise<Deno.FsFile> {
  try {
    await Deno.mkdir(paths.folder, { recursive: true });
    return await Deno.open(paths.lock, { create: true, write: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `Cannot set up Jupyter: ${paths.folder} cannot be written (${reason}). ` +
        `Make it a folder that you may write to, or delete it, then try again.`,
    );
  }
}
