import { setTimeout as delay } from "node:timers/promises";

/** Waits; rejects when the signal aborts. */
export type Sleep = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

/** {@linkcode Sleep} by the machine's timers. */
export async function sleepForReal(milliseconds: number, signal?: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal });
}
