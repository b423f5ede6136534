import { UserError } from "../../base/user_error.ts";
import type { Python } from "./find_python.ts";
import { runProgram } from "./run_program.ts";
import type { Say } from "./say_step.ts";
import { sayStep } from "./say_step.ts";
import type { VenvPaths } from "./venv_paths.ts";

/** Options of {@linkcode installJupyter}. */
export interface InstallJupyterOptions {
  /** The Python to make the environment with. */
  python: Python;
  /** The file that pins what is installed. */
  requirements: string;
  /** Where progress is told. */
  say: Say;
  /** Ends the work when aborted. */
  signal?: AbortSignal;
}

/**
 * Makes the project's environment afresh in its folder and installs Jupyter into it. Whatever was
 * in the folder is removed first, but for the lock.
 *
 * @throws {UserError} where the environment cannot be made or pip cannot fetch what it needs.
 */
export async function installJupyter(
  paths: VenvPaths,
  { python, requirements, say, signal }: InstallJupyterOptions,
): Promise<void> {
  await sayStep(say, `making .venv with Python ${python.version}`, async () => {
    await emptyFolder(paths);
    const made = await runProgram([...python.command, "-m", "venv", paths.folder], { signal });
    if (made.code !== 0) {
      throw new UserError(
        `Cannot set up Jupyter: '${python.command.join(" ")} -m venv .venv' failed ` +
          `(${lastLine(made.stderr || made.stdout)}). On Debian and Ubuntu install python3-venv; ` +
          `otherwise mend that Python. Then try again.`,
      );
    }
  });
  await sayStep(say, "installing JupyterLab, nbclient and nbconvert", async () => {
    const install = ["-m", "pip", "install", "--disable-pip-version-check", "--no-input"];
    const env = { PIP_RETRIES: "2", PIP_DEFAULT_TIMEOUT: "20", ...pipSettings() };
    const command = [paths.python, ...install, "--requirement", requirements];
    const pip = await runProgram(command, { env, signal });
    if (pip.code === 0) return;
    signal?.throwIfAborted();
    await Deno.writeTextFile(paths.pipLog, pip.stdout + pip.stderr);
    throw new UserError(pipFailure(pip.stderr, paths.pipLog));
  });
}

/** Patience that the user set for pip goes before ours. */
function pipSettings(): Record<string, string> {
  const names = ["PIP_RETRIES", "PIP_DEFAULT_TIMEOUT"];
  const set = names.flatMap((name) => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(set);
}

async function emptyFolder(paths: VenvPaths): Promise<void> {
  for await (const entry of Deno.readDir(paths.folder)) {
    const path = `${paths.folder}/${entry.name}`;
    if (entry.name !== ".lock") await Deno.remove(path, { recursive: true });
  }
}

/**
 * One line for what pip said. An unreachable registry is told in our words: pip's own would show
 * addresses that mean nothing to the reader.
 */
export function pipFailure(stderr: string, log: string): string {
  const noRoute =
    /connection broken|NewConnection|ConnectTimeout|name resolution|Could not fetch URL|from versions: none/i;
  if (noRoute.test(stderr)) {
    return "Cannot set up Jupyter: the Python package registry cannot be reached. Connect to the " +
      "network (or set pip's proxy or index for yours), then try again.";
  }
  return `Cannot set up Jupyter: pip failed (${lastError(stderr)}). All it said is in ${log}. ` +
    "Mend that, then try again.";
}

function lastError(stderr: string): string {
  const errors = stderr.split("\n").filter((line) => line.startsWith("ERROR:"));
  return (errors.at(-1) ?? lastLine(stderr)).replace(/^ERROR:\s*/, "").slice(0, 300);
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1)?.trim().slice(0, 300) ?? "";
}
