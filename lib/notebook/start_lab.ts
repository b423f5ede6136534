import type { Jupyter } from "./setup/set_up.ts";

/** Options of {@linkcode startLab}. */
export interface StartLabOptions {
  /** The Jupyter to start. */
  jupyter: Jupyter;
  /** The folder that JupyterLab shows: the project's root, so that `outputs/` opens too. */
  root: string;
  /** Passed on to JupyterLab as they are. */
  options?: readonly string[];
}

/** Runs JupyterLab with our Deno kernel until it ends, and returns its exit code. */
export async function startLab(
  { jupyter, root, options = [] }: StartLabOptions,
): Promise<number> {
  const child = new Deno.Command(jupyter.python, {
    args: labArguments(options),
    cwd: root,
    env: jupyter.env,
  }).spawn();
  // JupyterLab asks for itself whether Ctrl-C is meant, and ends its kernels; we only wait for it.
  const names: Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM"];
  const listeners = names.map((name) => [name, () => passOn(child, name)] as const);
  for (const [name, listener] of listeners) Deno.addSignalListener(name, listener);
  const { code } = await child.status;
  for (const [name, listener] of listeners) Deno.removeSignalListener(name, listener);
  return code;
}

/** What Python is started with for JupyterLab on our notebooks; `options` follow our own. */
export function labArguments(options: readonly string[]): string[] {
  // Jupyter refuses to run as root, which is who one is in most containers. It listens on
  // loopback only and asks for its token, as for any other user.
  const isRoot = Deno.build.os !== "windows" && Deno.uid() === 0;
  return [
    ...["-m", "jupyterlab", "--LabApp.default_url=/lab/tree/notebooks"],
    "--MultiKernelManager.default_kernel_name=deno",
    ...(isRoot ? ["--allow-root"] : []),
    ...options,
  ];
}

/** In a terminal Ctrl-C reaches JupyterLab by itself; a request to end reaches only this process. */
function passOn(child: Deno.ChildProcess, name: Deno.Signal): void {
  if (name === "SIGINT" && Deno.stdin.isTerminal()) return;
  try {
    child.kill(name);
  } catch {
    // It has ended meanwhile.
  }
}
