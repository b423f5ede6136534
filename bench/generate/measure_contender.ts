import type { Contender } from "./contenders.ts";
import { type Measurement, measureProcess } from "../measure_process.ts";
import type { Stub } from "./start_stub.ts";
import type { StubStats } from "./stub_stats.ts";

/** What is asked in one line of the table. */
export interface Scenario {
  prompts: number;
  concurrency: number;
  /** How long the stub server takes for each answer; 0: it answers at once. */
  latencyMs: number;
}

/** Where and with what a contender is measured. */
export interface Workplace {
  stub: Stub;
  /** Holds the prompts files; each job gets a folder in it and loses it again. */
  folder: string;
  /** The prompts file of a scenario. */
  promptsFile(prompts: number): Promise<string>;
  /** Ends whatever is running. */
  signal?: AbortSignal;
}

/** One run of one contender. */
export interface ContenderRun extends Measurement {
  stats: StubStats;
  /** Answers kept; null where that is not looked up. */
  kept: number | null;
}

/**
 * Runs a contender once from start to end, in a folder of its own that is deleted afterwards.
 *
 * @throws where it fails, keeps fewer answers than there are prompts, or asks other than each once.
 */
export async function measureContender(
  contender: Contender,
  { workplace, scenario }: { workplace: Workplace; scenario: Scenario },
): Promise<ContenderRun> {
  const { stub, signal } = workplace;
  const { prompts, concurrency, latencyMs } = scenario;
  const folder = await Deno.makeTempDir({ dir: workplace.folder });
  try {
    const promptsFile = await workplace.promptsFile(prompts);
    const job = { folder, promptsFile, baseURL: stub.baseURL, concurrency };
    const command = await contender.prepare(job);
    await stub.reset(latencyMs);
    const measurement = await measureProcess(command, { env: contender.env, signal });
    signal?.throwIfAborted();
    const stats = await stub.stats();
    const kept = measurement.success ? contender.countKept(job) : null;
    const run = { ...measurement, stats, kept };
    const flaw = flawOf(run, prompts);
    if (flaw === null) return run;
    throw new Error(`${contender.name} ${flaw}.\n${measurement.errors}`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** What makes a run no measurement of the job; null where nothing does. */
function flawOf({ success, kept, stats }: ContenderRun, prompts: number): string | null {
  if (!success) return "failed";
  if (kept !== null && kept !== prompts) return `kept ${kept} answers to ${prompts} prompts`;
  if (stats.requests === prompts && stats.repeated === 0) return null;
  return `sent ${stats.requests} requests, ${stats.repeated} of them again, for ${prompts} prompts`;
}
