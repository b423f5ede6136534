import { cpus } from "node:os";
import process from "node:process";
import { idleThreads } from "../idle_threads.ts";

/** What has been done at one moment since the machine, and this process, were started; in seconds. */
export interface LoadLook {
  at: number;
  /** Of all cores together. */
  busy: number;
  /** Of this process, on all cores. */
  own: number;
}

/** How many cores other programs kept busy between two looks, on average; 0 where no time has passed. */
export function othersBetween(before: LoadLook, after: LoadLook): number {
  const seconds = after.at - before.at;
  if (seconds <= 0) return 0;
  return Math.max(0, (after.busy - before.busy - (after.own - before.own)) / seconds);
}

/**
 * Says at once and each second on how many threads to run a model, as other programs come and go. The
 * machine's load average would not do: it counts what ran a minute ago, this very model included.
 */
export function followLoad(use: (threads: number) => void): void {
  let before = lookNow();
  const cores = navigator.hardwareConcurrency;
  use(1);
  const timer = setInterval(() => {
    const after = lookNow();
    use(idleThreads({ cores, others: othersBetween(before, after) }));
    before = after;
  }, 1000);
  Deno.unrefTimer(timer);
}

function lookNow(): LoadLook {
  const { user, system } = process.cpuUsage();
  const times = cpus().map((core) => core.times);
  const busy = times.reduce((sum, { user, nice, sys, irq }) => sum + user + nice + sys + irq, 0);
  return { at: performance.now() / 1000, busy: busy / 1000, own: (user + system) / 1e6 };
}
