/**
 * What every notebook imports for its effects: errors say what happened instead of where in the
 * program, those that would pass in silence are printed, and the interrupt button stops a running
 * cell instead of the kernel.
 */

import { Interruption } from "../base/interruption.ts";
import { type ErrorPlace, explainError } from "./explain_error.ts";
import type { NotebookSource } from "./find_definition.ts";
import { inKernel } from "./in_kernel.ts";

/** Someone waits for the cell to stop: requests under way have no longer than this. */
const GRACE_MS = 1000;

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

/** The notebook as it was last saved: Jupyter tells its kernels which one they are for. */
function readOwnNotebook(): NotebookSource | null {
  try {
    return JSON.parse(Deno.readTextFileSync(Deno.env.get("JPY_SESSION_NAME") ?? ""));
  } catch {
    return null; // another front end, or the notebook was renamed meanwhile
  }
}

if (inKernel()) {
  Deno.addSignalListener("SIGINT", () => current.abort(new Interruption(GRACE_MS)));
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    printUncaught("Uncaught (in promise)", event.reason);
  });
  globalThis.addEventListener("error", (event) => {
    event.preventDefault();
    printUncaught("Uncaught", event.error);
  });
  // The kernel shows an error's stack and nothing else of it; V8 asks here how one is written.
  Reflect.set(Error, "prepareStackTrace", (error: Error, places: readonly ErrorPlace[]) => {
    return explainError(error, { places, readNotebook: readOwnNotebook });
  });
}
