/** A signal that Ctrl-C (or a polite request to end) aborts, in place of ending the process. */
export interface StopSignal extends Disposable {
  /** Aborted when the user asked to stop. */
  signal: AbortSignal;
}

/** Listens for Ctrl-C until disposed of. A second one ends the process at once. */
export function stopSignal(): StopSignal {
  const controller = new AbortController();
  const names: Deno.Signal[] = Deno.build.os === "windows"
    ? ["SIGINT", "SIGBREAK"]
    : ["SIGINT", "SIGTERM", "SIGHUP"];
  const stop = () => {
    if (controller.signal.aborted) Deno.exit(130);
    controller.abort();
  };
  for (const name of names) Deno.addSignalListener(name, stop);
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      for (const name of names) Deno.removeSignalListener(name, stop);
    },
  };
}
