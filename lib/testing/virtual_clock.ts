import { setImmediate as nextTurn } from "node:timers/promises";

/** A clock that stands still until a test turns it. */
export interface VirtualClock {
  /** The present, in ms. It begins at 0. */
  now(): number;
  /** Waits until the clock has been turned so far; rejects with the signal's reason. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Turns the clock by so much, waking all that sleeps until then, in order. */
  advance(milliseconds: number): Promise<void>;
  /**
   * Turns the clock from sleeper to sleeper until the work is done. @throws where nothing sleeps any
   * more and the work is not done: it would never be.
   */
  run<T>(work: Promise<T>): Promise<T>;
  /** How many sleep. */
  readonly sleepers: number;
}

interface Sleeper {
  at: number;
  wake(): void;
}

/** Makes a {@linkcode VirtualClock}. */
export function virtualClock(): VirtualClock {
  let present = 0;
  let sleepers: Sleeper[] = [];
  function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const leave = () => {
        sleepers = sleepers.filter((other) => other !== sleeper);
        reject(signal?.reason);
      };
      const wake = () => {
        signal?.removeEventListener("abort", leave);
        resolve();
      };
      const sleeper = { at: present + milliseconds, wake };
      const place = sleepers.findIndex(({ at }) => at > sleeper.at);
      sleepers.splice(place === -1 ? sleepers.length : place, 0, sleeper);
      signal?.addEventListener("abort", leave, { once: true });
    });
  }
  async function wakeNext(until: number): Promise<boolean> {
    const [next] = sleepers;
    if (next === undefined || next.at > until) return false;
    sleepers.shift();
    present = Math.max(present, next.at);
    next.wake();
    await nextTurn();
    return true;
  }
  return {
    now: () => present,
    sleep,
    get sleepers() {
      return sleepers.length;
    },
    async advance(milliseconds) {
      const until = present + milliseconds;
      await nextTurn();
      while (await wakeNext(until));
      present = until;
    },
    async run(work) {
      let isOver = false;
      const over = () => isOver = true;
      work.then(over, over);
      await nextTurn();
      while (!isOver) {
        if (!await wakeNext(Infinity)) throw new Error("Nothing sleeps, and the work is not done");
      }
      return await work;
    },
  };
}
