import type { Sleep } from "../base/sleep.ts";

/** Waits are cut into pieces, so that a clock that was set, or a lid that was closed, is noticed. */
const LONGEST_SLEEP_MS = 60_000;

/** Calls back at a time that may still be changed; no timer runs while no time is set. */
export class Alarm {
  readonly #sleep: Sleep;
  readonly #ring: () => void;
  #set: { at: number; off: AbortController } | null = null;

  /** @param ring What to call; it has to set the alarm again, as it may ring too soon. */
  constructor(sleep: Sleep, ring: () => void) {
    this.#sleep = sleep;
    this.#ring = ring;
  }

  /** Sets it to a time, in ms; null turns it off. One that rings within a ms of it, or sooner, stays. */
  set(at: number | null, now: number): void {
    if (at !== null && this.#set !== null && this.#set.at <= at + 1) return;
    this.#set?.off.abort();
    this.#set = null;
    if (at === null) return;
    const set = { at, off: new AbortController() };
    this.#set = set;
    const wake = () => {
      if (this.#set !== set) return;
      this.#set = null;
      this.#ring();
    };
    this.#sleep(Math.min(LONGEST_SLEEP_MS, Math.max(1, at - now)), set.off.signal).then(wake, wake);
  }
}
