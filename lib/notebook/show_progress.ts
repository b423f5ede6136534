import { escapeHtml } from "../base/escape_html.ts";
import { formatProgressEnd } from "../runs/format_progress_end.ts";
import { formatProgress, type GenerationProgress } from "../runs/progress.ts";
import { terminalProgress } from "../runs/terminal_progress.ts";
import type { MimeBundle } from "./displayable.ts";
import { inKernel } from "./in_kernel.ts";

/** Milliseconds between two updates: the kernel loses messages that come in bursts. */
const UPDATE_EVERY = 200;

/** Does long work and hands progress on as it goes. */
export type LongWork<T> = (onProgress: (progress: GenerationProgress) => void) => Promise<T>;

/**
 * Runs long work under a progress bar, a line per model, and gives its result. In a notebook the
 * bar is one output that is updated in place and ends as one line, however the work ends; elsewhere it
 * is written to standard error.
 *
 * @example
 * const summary = await showProgress((onProgress) =>
 *   generateResponses(run, { models, onProgress })
 * );
 */
export async function showProgress<T>(work: LongWork<T>): Promise<T> {
  return inKernel() ? await inNotebook(work) : await onTerminal(work);
}

async function inNotebook<T>(work: LongWork<T>): Promise<T> {
  const displayId = crypto.randomUUID();
  let last: GenerationProgress = { seconds: 0, models: [] };
  const display = (lines: readonly string[], update: boolean) =>
    Deno.jupyter.display(bundleOf(lines), { raw: true, display_id: displayId, update });
  await display(["starting …"], false);
  const timer = setInterval(() => void display(formatProgress(last), true), UPDATE_EVERY);
  try {
    return await work((progress) => last = progress);
  } finally {
    clearInterval(timer);
    await display(formatProgressEnd(last), true);
  }
}

function bundleOf(lines: readonly string[]): MimeBundle {
  const text = lines.join("\n");
  return {
    "text/html": `<pre style="white-space:pre-wrap;word-break:normal">${escapeHtml(text)}</pre>`,
    "text/plain": text,
  };
}

async function onTerminal<T>(work: LongWork<T>): Promise<T> {
  const encoder = new TextEncoder();
  const bar = terminalProgress({
    isTerminal: Deno.stderr.isTerminal(),
    write: (text) => Deno.stderr.writeSync(encoder.encode(text)),
    columns: widthOfTerminal(),
  });
  try {
    return await work((progress) => bar.show(progress));
  } finally {
    bar.finish();
  }
}

function widthOfTerminal(): number | undefined {
  try {
    return Deno.consoleSize().columns;
  } catch {
    return undefined; // not a terminal
  }
}
