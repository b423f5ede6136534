import { Interruption } from "../base/interruption.ts";
import { type Sleep, sleepForReal } from "../base/sleep.ts";

/** Options of {@linkcode endOfAsking}. */
export interface EndOfAskingOptions {
  /** No new requests once it is aborted; those under way may go on for `graceMs`. */
  signal: AbortSignal;
  /**
   * How long requests under way may go on after `signal`, in ms; an {@linkcode Interruption} may say
   * less. Default: 10 seconds.
   */
  graceMs?: number;
  /** Drops requests under way at once, and begins none. */
  drop?: AbortSignal;
  /** Waits out the grace; rejects when the signal aborts. Default: a timer. */
  sleep?: Sleep;
}

/** How the asking of one model ends before its questions do. Disposing of it lets go of the signals. */
export interface EndOfAsking extends Disposable {
  /** Once aborted, no request begins any more. */
  readonly stop: AbortSignal;
  /** Once aborted, requests under way are dropped. */
  readonly drop: AbortSignal;
  /** Begins no request any more; those under way go on to their ends. */
  beginNoMore(): void;
  /** Begins no request any more, and drops those under way. */
  dropAll(reason?: unknown): void;
}

const DEFAULT_GRACE_MS = 10_000;

/** Watches over the signals that may end the asking: a stop with its grace, and a drop at once. */
export function endOfAsking(
  { signal, graceMs = DEFAULT_GRACE_MS, drop: dropNow, sleep = sleepForReal }: EndOfAskingOptions,
): EndOfAsking {
  const stop = new AbortController();
  const drop = new AbortController();
  const over = new AbortController();
  function dropAll(reason?: unknown): void {
    stop.abort(reason);
    drop.abort(reason);
  }
  function onSignal(): void {
    const { reason } = signal;
    const grace = reason instanceof Interruption ? Math.min(graceMs, reason.graceMs) : graceMs;
    stop.abort(reason);
    if (grace <= 0) dropAll(reason);
    // Where all requests have ended before, the timer is stopped: it keeps no process alive.
    else sleep(grace, over.signal).then(() => dropAll(signal.reason), () => {});
  }
  const onDrop = () => dropAll(dropNow?.reason);
  signal.addEventListener("abort", onSignal);
  dropNow?.addEventListener("abort", onDrop);
  if (signal.aborted) onSignal();
  if (dropNow?.aborted) onDrop();
  return {
    stop: stop.signal,
    drop: drop.signal,
    beginNoMore: () => stop.abort(),
    dropAll,
    [Symbol.dispose]() {
      over.abort();
      signal.removeEventListener("abort", onSignal);
      dropNow?.removeEventListener("abort", onDrop);
    },
  };
}
