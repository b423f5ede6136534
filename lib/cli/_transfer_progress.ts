/** Where progress is written: standard error. */
interface ProgressTerminal {
  isTerminal(): boolean;
  writeSync(bytes: Uint8Array): number;
}

const STEP_ON_TERMINAL = 250_000;
const STEP_IN_LOG = 10_000_000;

/**
 * Shows what has arrived of a file: on a terminal one line that is written over, in a log a line
 * for each ten megabytes.
 */
export function transferProgress(
  terminal: ProgressTerminal,
): (path: string, done: number, total: number | null) => void {
  const isTerminal = terminal.isTerminal();
  const step = isTerminal ? STEP_ON_TERMINAL : STEP_IN_LOG;
  const shown = new Map<string, number>();
  return (path, done, total) => {
    const steps = Math.floor(done / step);
    const isDone = done === total && isTerminal;
    if (steps <= (shown.get(path) ?? 0) && !isDone) return;
    shown.set(path, steps);
    const of = total === null ? "" : ` of ${megabytes(total)}`;
    const line = `  ${path}: ${megabytes(done)}${of} MB`;
    const text = !isTerminal ? `${line}\n` : isDone ? "\r\x1b[2K" : `\r\x1b[2K${line}`;
    terminal.writeSync(new TextEncoder().encode(text));
  };
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
