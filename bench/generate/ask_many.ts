import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { OURS, runFolder } from "./contenders.ts";
import type { Workplace } from "./measure_contender.ts";
import { type Measurement, measureProcess } from "../measure_process.ts";

/** What very many prompts cost. */
export interface ManyOutcome {
  prompts: number;
  /** Asking all of them. */
  asking: Measurement;
  /** Going on with the same command when all but `left` of them had an answer. */
  goingOn: Measurement;
  left: number;
  /** From the start of going on to the first request. */
  secondsToFirstRequest: number;
}

/** Options of {@linkcode askMany}. */
export interface AskManyOptions {
  prompts: number;
  concurrency: number;
}

/** The last so many answers are taken away again, so that going on has something to ask. */
const LEFT = 100;

/** Asks very many prompts, then goes on in a file that has nearly all answers. */
export async function askMany(
  { stub, folder: parent, promptsFile, signal }: Workplace,
  { prompts, concurrency }: AskManyOptions,
): Promise<ManyOutcome> {
  const folder = await Deno.makeTempDir({ dir: parent });
  try {
    const { baseURL } = stub;
    const job = { folder, promptsFile: await promptsFile(prompts), concurrency, baseURL };
    const command = await OURS.prepare(job);
    const run = async (): Promise<Measurement> => {
      await stub.reset(0);
      const measurement = await measureProcess(command, { signal, killAfterMs: 60 * 60_000 });
      signal?.throwIfAborted();
      if (measurement.success) return measurement;
      throw new Error(`generate failed at ${prompts} prompts.\n${measurement.errors}`);
    };
    const asking = await run();
    takeLastAnswersAway(join(runFolder(job), "run.sqlite"));
    const goingOn = await run();
    const { firstAt, requests } = await stub.stats();
    if (requests !== LEFT) throw new Error(`Going on asked ${requests} prompts, not ${LEFT}.`);
    const secondsToFirstRequest = ((firstAt ?? NaN) - goingOn.startedAt) / 1000;
    return { prompts, asking, goingOn, left: LEFT, secondsToFirstRequest };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function takeLastAnswersAway(path: string): void {
  const db = new DatabaseSync(path);
  try {
    db.prepare(`DELETE FROM responses WHERE prompt_id IN
      (SELECT prompt_id FROM prompts ORDER BY position DESC LIMIT ?)`).run(LEFT);
  } finally {
    db.close();
  }
}
