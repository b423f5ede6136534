import { UserError } from "../base/user_error.ts";
import { type Simulator, startSimulator } from "../models/simulator/start_simulator.ts";
import type { SimulatedQuestion } from "../models/simulator/survey_truth.ts";
import { noteSeed, readManifest } from "./manifest.ts";
import { readRunPrompts } from "./read_run_prompts.ts";
import type { RunFile } from "./run_file.ts";

/** Options of {@linkcode startRunSimulator}. */
export interface RunSimulatorOptions {
  /** The simulator's seed. Default: the run's, or 1 where it has none yet. */
  seed?: number;
  /** What it is to know of survey questions. Default: nothing. */
  questions?: readonly SimulatedQuestion[];
}

/**
 * Starts a simulator that knows the run's prompts, and notes its seed in the run.
 *
 * @throws {UserError} where the run's simulated answers come from another seed.
 */
export function startRunSimulator(run: RunFile, options: RunSimulatorOptions = {}): Simulator {
  const before = readManifest(run).seeds?.simulator;
  const seed = options.seed ?? Number(before ?? 1);
  if (before !== undefined && before !== String(seed)) {
    throw new UserError(
      `Cannot simulate into ${run.path} with seed ${seed}: its simulated answers come from seed ` +
        `${before}. Leave the seed out, or take another run folder.`,
    );
  }
  noteSeed(run, "simulator", seed);
  const { questions = [] } = options;
  return startSimulator({ seed, prompts: readRunPrompts(run), questions });
}
