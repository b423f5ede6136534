import { type Simulator, startSimulator } from "../models/simulator/start_simulator.ts";
import type { StartSimulatorOptions } from "../models/simulator/start_simulator.ts";
import { addPrompts } from "../runs/add_prompts.ts";
import { exportBatch } from "../runs/batch/export_batch.ts";
import type { RunFile } from "../runs/run_file.ts";
import { somePrompts, withRun } from "./temporary_run.ts";

/** A run with 20 prompts in two shards, for the first of a simulator's models. */
export async function withShards(
  options: StartSimulatorOptions,
  use: (run: RunFile, simulator: Simulator) => Promise<void>,
): Promise<void> {
  await using simulator = startSimulator(options);
  await withRun(async (run) => {
    addPrompts(run, somePrompts(20));
    exportBatch(run, { models: simulator.models.slice(0, 1), maxRequests: 10 });
    await use(run, simulator);
  });
}
