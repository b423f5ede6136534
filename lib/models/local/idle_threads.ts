/** What the machine is doing. */
export interface MachineLoad {
  /** Its cores. */
  cores: number;
  /** Programs that were running or waiting for a core, on average over the last minute. */
  load: number;
}

const MOST = 4;

/**
 * How many threads to run a model on, 1 to 4: one per core while a quarter of them is idle, else as many
 * as are idle. Threads that share cores with
 * other programs wait for each other at each of a token's steps: two on a busy pair of cores were
 * seen to take a hundred times as long as one.
 */
export function idleThreads({ cores, load }: MachineLoad = loadNow()): number {
  const free = load <= 0.75 * cores ? cores : cores - Math.round(load);
  return Math.max(1, Math.min(MOST, free));
}

function loadNow(): MachineLoad {
  // Windows gives no load: [0, 0, 0].
  const [load = 0] = Deno.loadavg();
  return { cores: navigator.hardwareConcurrency, load };
}
