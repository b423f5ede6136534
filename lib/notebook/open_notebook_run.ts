import { openRun, type OpenRunOptions, type RunFile } from "../runs/run_file.ts";

/** The runs that cells of this kernel have opened. */
const opened = new Set<RunFile>();

/**
 * Opens a run for the cells of a notebook.
 *
 * The kernel goes on after a cell that failed, and a name keeps its value then: cells below would ask
 * into the run that was open before. So where opening fails, those that cells opened before are closed.
 *
 * @throws {UserError} as {@linkcode openRun} does.
 */
export function openNotebookRun(folder: string, options?: OpenRunOptions): RunFile {
  try {
    const run = openRun(folder, options);
    opened.add(run);
    return run;
  } catch (error) {
    for (const run of opened) if (run.db.isOpen) run[Symbol.dispose]();
    opened.clear();
    throw error;
  }
}
