import { formatProgress, formatProgressTotal, type GenerationProgress } from "./progress.ts";

/** Where progress is written to, and when. */
export interface TerminalProgressOptions {
  /** Whether lines can be written over (a terminal) or not (a log file, a pipe). */
  isTerminal: boolean;
  /** Writes text as it is. */
  write(text: string): void;
  /** The terminal's width in columns; longer lines are cut. Default: 100. */
  columns?: number;
  /** Seconds between two displays. Default: 0.1 on a terminal, 5 elsewhere. */
  everySeconds?: number;
}

/** A display of progress. */
export interface TerminalProgress {
  /** Shows it, unless the last display is too recent. */
  show(progress: GenerationProgress): void;
  /** Shows the last state in full; call it once, at the end. */
  finish(): void;
}

/**
 * Progress for a terminal (a line per model, written over in place) or for a log (one line for all
 * models, now and then). Times are those of the progress itself: there is no timer to be stopped.
 */
export function terminalProgress(options: TerminalProgressOptions): TerminalProgress {
  const { isTerminal, write, columns = 100 } = options;
  const { everySeconds = isTerminal ? 0.1 : 5 } = options;
  let shownAt = isTerminal ? -Infinity : 0;
  let linesOnScreen = 0;
  let last: GenerationProgress | null = null;
  let lastIsShown = true;

  function display(progress: GenerationProgress): void {
    if (isTerminal) {
      const lines = formatProgress(progress).map((line) => [...line].slice(0, columns).join(""));
      const up = linesOnScreen > 0 ? `\x1b[${linesOnScreen}A` : "";
      write(up + lines.map((line) => `\r\x1b[2K${line}\n`).join(""));
      linesOnScreen = lines.length;
    } else {
      write(`${formatProgressTotal(progress)}\n`);
    }
    shownAt = progress.seconds;
    lastIsShown = true;
  }

  return {
    show(progress) {
      last = progress;
      lastIsShown = false;
      if (progress.seconds - shownAt >= everySeconds) display(progress);
    },
    finish() {
      if (last !== null && !lastIsShown) display(last);
    },
  };
}
