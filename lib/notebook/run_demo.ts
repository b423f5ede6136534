import { basename, join, relative } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { PROJECT_ROOT } from "../base/project_paths.ts";
import { UserError } from "../base/user_error.ts";
import { formatBytes, listOutputs, type OutputFile } from "./list_outputs.ts";
import { progressLines } from "./progress_lines.ts";
import { type NotebookParameters, runNotebooks } from "./run_notebooks.ts";
import { type Say, sayOnStdout } from "./setup/say_step.ts";
import type { Jupyter } from "./setup/set_up.ts";

/** Options of {@linkcode runDemo}. */
export interface RunDemoOptions {
  /** The Jupyter that runs the notebooks. */
  jupyter: Jupyter;
  /** The project whose `notebooks/` are run. Default: this project. */
  root?: string;
  /** The run's name: the folder in `outputs/` that is made afresh. Default: `demo`. */
  run?: string;
  /** Only the notebooks with these numbers, such as `01`. Default: all. */
  only?: readonly string[];
  /** Other values of the notebooks' parameters. Default: their own. */
  parameters?: NotebookParameters;
  /** What is still to be done in the run's folder when the notebooks have run. Default: nothing. */
  finish?: (folder: string, options: FinishOptions) => Promise<void>;
  /** Where progress is told. Default: standard output. */
  say?: Say;
  /** Whether a line may be drawn over while it changes. Default: on a terminal. */
  redraw?: boolean;
  /** Stops the demo; what was made so far is kept. */
  signal?: AbortSignal;
}

/** What the last step of a demo is told. */
export interface FinishOptions {
  /** Where progress is told. */
  say: Say;
  /** Ends the work when aborted. */
  signal?: AbortSignal | undefined;
}

/**
 * Runs the numbered notebooks headless, in order, into a fresh folder of `outputs/`, and lists what was
 * made as the disk has it.
 *
 * @returns whether it ran to its end; `false` where it was stopped.
 * @throws {UserError} where a notebook fails, with cell and message.
 */
export async function runDemo(options: RunDemoOptions): Promise<boolean> {
  const { jupyter, root = PROJECT_ROOT, say = sayOnStdout, signal, run = "demo", only } = options;
  const redraw = options.redraw ?? Deno.stdout.isTerminal();
  const start = performance.now();
  const notebooks = (await numberedNotebooks(root))
    .filter((path) => only === undefined || only.includes(basename(path).slice(0, 2)));
  const folder = join(root, "outputs", run);
  await startAfresh(folder, say);
  const finished = await runNotebooks(notebooks, {
    jupyter,
    output: join(folder, "notebooks"),
    env: { NEUTRALITY_RUN: run },
    parameters: options.parameters ?? {},
    onEvent: progressLines(say, { redraw }),
    signal,
  });
  if (finished) await options.finish?.(folder, { say, signal });
  await settleRunFiles(folder);
  if (!finished || signal?.aborted) {
    say(`\nStopped. What was made so far is in ${shown(folder, root)}.\n`);
    return false;
  }
  const seconds = (performance.now() - start) / 1000;
  say(`\nMade in ${seconds.toFixed(0)} s, in ${shown(folder, root)}:\n`);
  say(outputList(await listOutputs(folder), shown(folder, root)));
  return true;
}

/** The notebooks whose names start with a two-digit number, in that order. */
export async function numberedNotebooks(root: string): Promise<string[]> {
  const folder = join(root, "notebooks");
  const names: string[] = [];
  try {
    for await (const entry of Deno.readDir(folder)) {
      if (/^\d\d_.*\.ipynb$/.test(entry.name)) names.push(entry.name);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  if (names.length === 0) {
    throw new UserError(
      `Cannot run the demo: ${folder} has no numbered notebooks such as 01_build_prompts.ipynb. ` +
        `Restore them with 'git checkout notebooks'.`,
    );
  }
  return names.sort().map((name) => join(folder, name));
}

async function startAfresh(folder: string, say: Say): Promise<void> {
  try {
    await Deno.remove(folder, { recursive: true });
    say(`demo: outputs/${basename(folder)}/ of an earlier run was deleted; starting afresh\n`);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `Cannot start afresh: ${folder} cannot be deleted (${reason}). ` +
        `Close what has its files open, or delete it yourself, then try again.`,
    );
  }
}

/**
 * Kernels end without closing what a notebook left open: this moves what SQLite keeps beside the
 * run files into them, so that each one file is whole when it is copied elsewhere.
 */
async function settleRunFiles(folder: string): Promise<void> {
  const runs = (await listOutputs(folder)).filter(({ path }) => /(^|\/)run\.sqlite$/.test(path));
  for (const { path } of runs) {
    using run = new DatabaseSync(join(folder, path));
    run.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  }
}

/** The list of what was made in a folder, one line a file, and where to look first. */
export function outputList(files: readonly OutputFile[], folder = "outputs/demo/"): string {
  const width = Math.max(...files.map((file) => file.path.length), 0);
  const lines = files.map((file) => `  ${file.path.padEnd(width)}  ${formatBytes(file.bytes)}`);
  const pages = files.filter((file) => /^notebooks\/.*\.html$/.test(file.path));
  const first = pages.find((file) => file.path.startsWith("notebooks/04_")) ?? pages.at(-1);
  if (first !== undefined) {
    lines.push(`Look first at ${folder}${first.path}: open it in a browser.`);
  }
  return lines.join("\n") + "\n";
}

function shown(folder: string, root: string): string {
  return relative(root, folder).replaceAll("\\", "/") + "/";
}
