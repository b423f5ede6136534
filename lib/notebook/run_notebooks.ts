import { basename, dirname } from "node:path";
import { projectPath } from "../base/project_paths.ts";
import { UserError } from "../base/user_error.ts";
import { type NotebookEvent, parseNotebookEvent } from "./notebook_event.ts";
import type { Jupyter } from "./setup/set_up.ts";
import { textLines } from "../base/text_lines.ts";

/** Values of notebooks' parameters, by notebook and name. */
export type NotebookParameters = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Options of {@linkcode runNotebooks}. */
export interface RunNotebooksOptions {
  /** The Jupyter that runs them. */
  jupyter: Jupyter;
  /** Folder for the executed notebooks, `.ipynb` and `.html`; made where missing. */
  output: string;
  /** Variables for the kernels on top of this process's own, such as `NEUTRALITY_RUN`. */
  env?: Record<string, string>;
  /**
   * Other values of notebooks' parameters, by notebook (without `.ipynb`) and name: JSON values. A cell that
   * sets them is put behind the cells that declare them. Default: none.
   */
  parameters?: NotebookParameters;
  /** Seconds that one cell may take. Default: 900. */
  cellTimeout?: number;
  /** Told each event as it comes. */
  onEvent?: (event: NotebookEvent) => void;
  /** Stops the run: the kernel ends, what was executed so far is kept. */
  signal?: AbortSignal;
}

/**
 * Runs notebooks headless, in order, each in a fresh Deno kernel whose working folder is the
 * notebook's own, until one fails.
 *
 * @returns whether all ran to their ends; `false` where the signal stopped them.
 * @throws {UserError} naming notebook, cell, its first line, the message and the file that is kept.
 */
export async function runNotebooks(
  notebooks: readonly string[],
  options: RunNotebooksOptions,
): Promise<boolean> {
  const [first] = notebooks;
  if (first === undefined) throw new UserError("Cannot run notebooks: there are none.");
  const { jupyter, output, cellTimeout = 900, signal } = options;
  const child = new Deno.Command(jupyter.python, {
    args: [projectPath("lib", "notebook", "run_notebooks.py")],
    env: { ...jupyter.env, ...options.env, PYTHONUTF8: "1", PYTHONDONTWRITEBYTECODE: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const input = child.stdin.getWriter();
  const job = {
    notebooks,
    output,
    cwd: dirname(first),
    kernels: jupyter.kernels,
    templates: projectPath("lib", "notebook", "html_template"),
    cell_timeout: cellTimeout,
    parameters: options.parameters ?? {},
  };
  const stop = () => void input.close().catch(() => {});
  signal?.addEventListener("abort", stop, { once: true });
  const complaints = new Response(child.stderr).text();
  try {
    await input.write(new TextEncoder().encode(JSON.stringify(job) + "\n"));
    if (signal?.aborted) stop();
    return await followEvents(child, { complaints, onEvent: options.onEvent });
  } finally {
    signal?.removeEventListener("abort", stop);
    if (!signal?.aborted) stop();
    await child.status;
  }
}

interface FollowOptions {
  complaints: Promise<string>;
  onEvent: ((event: NotebookEvent) => void) | undefined;
}

async function followEvents(
  child: Deno.ChildProcess,
  { complaints, onEvent }: FollowOptions,
): Promise<boolean> {
  let name = "";
  let kernel: number | null = null;
  for await (const line of textLines(child.stdout)) {
    const event = parseNotebookEvent(line);
    onEvent?.(event);
    if (event.event === "notebook") name = event.name;
    if (event.event === "kernel") kernel = event.pid;
    if (event.event === "failed") throw failure(name, event);
    if (event.event === "end") return true;
    if (event.event === "stopped") return false;
  }
  // It went without a word, killed perhaps: its kernel would stay behind.
  endProcess(kernel);
  const last = (await complaints).trim().split("\n").at(-1) ?? "";
  throw new UserError(
    `Cannot run notebook ${name || "one"}: Python ended with nothing said (${
      last.slice(0, 300)
    }). ` +
      `Try again; if it stays so, delete .venv and try again.`,
  );
}

function failure(name: string, event: NotebookEvent & { event: "failed" }): UserError {
  const where = event.number === 0
    ? "its kernel did not start"
    : `code cell [${event.number}] (cell ${event.cell} of the notebook), '${event.source}'`;
  return new UserError(
    `Notebook ${name} failed at ${where}: ${event.message}. ` +
      `The partly executed notebook is ${event.kept} (and ${basename(event.kept, ".ipynb")}.html).`,
  );
}

function endProcess(pid: number | null): void {
  if (pid === null) return;
  try {
    Deno.kill(pid, "SIGKILL");
  } catch {
    // It has gone by itself.
  }
}
