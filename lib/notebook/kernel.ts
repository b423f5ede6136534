/**
 * What every notebook imports for its effects: errors that would pass in silence are printed, and
 * the interrupt button stops a running cell instead of the kernel.
 */

import { inKernel } from "./in_kernel.ts";

let current = new AbortController();

/**
 * A signal that aborts when the user interrupts the kernel: pass it to whatever runs long. Each
 * call begins anew, so that an interrupt of an earlier cell does not stop this one.
 */
export function interruptSignal(): AbortSignal {
  current = new AbortController();
  return current.signal;
}

function printUncaught(kind: string, reason: unknown): void {
  const text = reason instanceof Error ? reason.stack ?? reason.message : String(reason);
  console.error(`${kind}: ${text}`);
}

if (inKernel()) {
  Deno.addSignalListener("SIGINT", () => {
    current.abort(new DOMException("Interrupted by the user", "AbortError"));
  });
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    printUncaught("Uncaught (in promise)", event.reason);
  });
  globalThis.addEventListener("error", (event) => {
    event.preventDefault();
    printUncaught("Uncaught", event.error);
  });
}
