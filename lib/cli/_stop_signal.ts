/** Watches for Ctrl-C until it is disposed of. */
export interface StopSignal extends Disposable {
  /** Aborts at the first Ctrl-C, or when the process is asked to end. */
  readonly signal: AbortSignal;
}

/** One Ctrl-C can arrive twice: from the terminal and handed on by `deno task`. */
const SAME_PRESS_MS = 300;

/** The first Ctrl-C says `message` and aborts the signal; a second one ends the process at once. */
export function stopSignal(message: string): StopSignal {
  const controller = new AbortController();
  let firstAt = -Infinity;
  const onSignal = () => {
    if (!controller.signal.aborted) {
      firstAt = performance.now();
      console.error(message);
      controller.abort();
    } else if (performance.now() - firstAt > SAME_PRESS_MS) {
      Deno.exit(130);
    }
  };
  const signals: readonly Deno.Signal[] = Deno.build.os === "windows"
    ? ["SIGINT"]
    : ["SIGINT", "SIGTERM"];
  for (const name of signals) Deno.addSignalListener(name, onSignal);
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      for (const name of signals) Deno.removeSignalListener(name, onSignal);
    },
  };
}
