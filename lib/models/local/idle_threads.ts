/** What the machine is doing besides running a model. */
export interface MachineLoad {
  /** Its cores. */
  cores: number;
  /** How many of them other programs keep busy, on average. */
  others: number;
}

const MOST = 4;

/**
 * How many threads to run a model on: the cores that other programs leave, 1 to 4. Threads that share
 * cores with other programs wait for each other at each of a token's steps: two on a busy pair of cores
 * were seen to take a hundred times as long as one.
 */
export function idleThreads({ cores, others }: MachineLoad): number {
  return Math.max(1, Math.min(MOST, cores - Math.round(others)));
}
