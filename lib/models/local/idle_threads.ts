import { cpus } from "node:os";
import { setTimeout as wait } from "node:timers/promises";

/** What the machine is doing. */
export interface MachineLoad {
  /** Its cores. */
  cores: number;
  /** How many of them, on average, programs use. */
  load: number;
}

const MOST = 4;

/**
 * How many threads to run a model on, 1 to 4: one per core while a quarter of them is idle, else as many
 * as are idle. Threads that share cores with
 * other programs wait for each other at each of a token's steps: two on a busy pair of cores were
 * seen to take a hundred times as long as one.
 */
export function idleThreads({ cores, load }: MachineLoad): number {
  const free = leavesRoom({ cores, load }) ? cores : cores - Math.round(load);
  return Math.max(1, Math.min(MOST, free));
}

/**
 * What the machine is doing now. Its load is an average over the last minute, which still counts what has
 * ended since, such as this very model under another process: where that says that it is busy, a second
 * of what its cores do is looked at as well, and the lower of the two holds.
 */
export async function loadNow(): Promise<MachineLoad> {
  const cores = navigator.hardwareConcurrency;
  // Windows gives no load: [0, 0, 0].
  const [load = 0] = Deno.loadavg();
  if (leavesRoom({ cores, load })) return { cores, load };
  const before = coreTimes();
  await wait(1000);
  return { cores, load: Math.min(load, cores * busyShare(before, coreTimes())) };
}

function leavesRoom({ cores, load }: MachineLoad): boolean {
  return load <= 0.75 * cores;
}

/** What all cores together have done since the machine was started, in one unit. */
export interface CoreTimes {
  idle: number;
  all: number;
}

/** The share of the time between two looks in which cores were not idle, in [0, 1]. */
export function busyShare(before: CoreTimes, after: CoreTimes): number {
  const all = after.all - before.all;
  return all <= 0 ? 1 : Math.min(1, Math.max(0, 1 - (after.idle - before.idle) / all));
}

function coreTimes(): CoreTimes {
  const times = cpus().map((core) => core.times);
  return {
    idle: times.reduce((sum, { idle }) => sum + idle, 0),
    all: times.flatMap((core) => Object.values(core)).reduce((sum, time) => sum + time, 0),
  };
}
