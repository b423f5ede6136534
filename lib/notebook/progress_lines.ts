import type { NotebookEvent } from "./notebook_event.ts";
import type { Say } from "./setup/say_step.ts";

/** Options of {@linkcode progressLines}. */
export interface ProgressLinesOptions {
  /** Whether the line of the running notebook is drawn again with each cell. */
  redraw: boolean;
}

/**
 * Tells a headless run as one line a notebook: name, cells done of all, seconds. Without `redraw`
 * (a log, a pipe) the line is written once, when the notebook has ended.
 */
export function progressLines(
  say: Say,
  { redraw }: ProgressLinesOptions,
): (event: NotebookEvent) => void {
  let name = "";
  let done = 0;
  let total = 0;
  const line = (seconds: string) => `${name.padEnd(26)} ${done}/${total} cells${seconds}`;
  return (event) => {
    if (event.event === "notebook") {
      ({ name, total } = event);
      done = 0;
      if (redraw) say(line(""));
    } else if (event.event === "cell") {
      ({ done } = event);
      if (redraw) say(`\r${line("")}`);
    } else if (event.event === "done") {
      say(`${redraw ? "\r" : ""}${line(`  ${event.seconds.toFixed(1)} s`)}\n`);
    } else if (event.event === "failed") {
      say(`${redraw ? "\r" : ""}${line("  FAILED")}\n`);
    } else if (event.event === "stopped") {
      say(`${redraw ? "\r" : ""}${line("  stopped")}\n`);
    }
  };
}
