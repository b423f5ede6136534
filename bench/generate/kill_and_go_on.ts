import { DatabaseSync } from "node:sqlite";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { hashedUniform } from "../../lib/base/hashed_uniform.ts";
import { OURS, runFolder } from "./contenders.ts";
import type { Workplace } from "./measure_contender.ts";
import { measureProcess } from "../measure_process.ts";

/** What one kill did. */
export interface KillOutcome {
  /** When it came, in ms after the start. */
  afterMs: number;
  /** Requests that had arrived at the server. */
  requested: number;
  /** Answers that the server had handed to the network in full. */
  sent: number;
  /** Rows in the file after the kill. */
  kept: number;
  /** Answers that the program had counted done and whose rows are missing; see below. */
  lost: number;
  /** Prompts asked a second time by going on. */
  askedAgain: number;
  /** Whether the file was whole, and in the end had one right answer to each prompt. */
  whole: boolean;
}

/** Options of {@linkcode killAndGoOn}. */
export interface KillOptions {
  prompts: number;
  concurrency: number;
  kills: number;
  /** The kills' instants follow from it. */
  seed: number;
  /** Told of each kill once its run has been gone on with. */
  onKill?: (outcome: KillOutcome) => void;
}

/**
 * Kills `generate` (SIGKILL) at random instants of its time, looks at the file, goes on with the
 * same command, and looks again.
 *
 * A slot asks its next prompt only after the answer to its last one is committed. So of the prompts
 * that reached the server all but at most `concurrency`, those in flight, were done: where more of
 * them lack a row, answers that counted as done are lost.
 */
export async function killAndGoOn(
  workplace: Workplace,
  options: KillOptions,
): Promise<KillOutcome[]> {
  const whole = await inRunFolder(workplace, options, async (run) => {
    await workplace.stub.reset(0);
    return await run();
  });
  const outcomes: KillOutcome[] = [];
  for (let index = 0; index < options.kills; index++) {
    const share = hashedUniform("kill", options.seed, index);
    const outcome = await inRunFolder(
      workplace,
      options,
      (run, path) => killOnce(workplace, { ...options, run, path, afterMs: share * whole * 1000 }),
    );
    outcomes.push(outcome);
    options.onKill?.(outcome);
  }
  return outcomes;
}

/** Runs `generate`, to its end or its kill, and gives its seconds. */
type RunOurs = (killAfterMs?: number) => Promise<number>;

async function inRunFolder<T>(
  workplace: Workplace,
  { prompts, concurrency }: KillOptions,
  work: (run: RunOurs, path: string) => Promise<T>,
): Promise<T> {
  const folder = await Deno.makeTempDir({ dir: workplace.folder });
  try {
    const promptsFile = await workplace.promptsFile(prompts);
    const job = { folder, promptsFile, baseURL: workplace.stub.baseURL, concurrency };
    const command = await OURS.prepare(job);
    const run: RunOurs = async (killAfterMs) => {
      const { signal } = workplace;
      const { success, seconds, errors } = await measureProcess(command, { signal, killAfterMs });
      signal?.throwIfAborted();
      if (!success && killAfterMs === undefined) throw new Error(`generate failed.\n${errors}`);
      return seconds;
    };
    return await work(run, join(runFolder(job), "run.sqlite"));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

interface KillOnceOptions extends KillOptions {
  run: RunOurs;
  path: string;
  afterMs: number;
}

async function killOnce({ stub }: Workplace, options: KillOnceOptions): Promise<KillOutcome> {
  const { run, path, afterMs, concurrency, prompts } = options;
  await stub.reset(0);
  await run(afterMs);
  const { requests, sent } = await stub.stats();
  const before = lookInto(path);
  await run();
  const { repeated } = await stub.stats();
  const after = lookInto(path);
  return {
    afterMs,
    requested: requests,
    sent,
    kept: before.rows,
    lost: Math.max(0, requests - before.rows - concurrency),
    askedAgain: repeated,
    whole: before.whole && after.whole && after.rows === prompts,
  };
}

/** Opens the file as the program would, which brings in what a kill left in the write-ahead log. */
function lookInto(path: string): { rows: number; whole: boolean } {
  if (!existsSync(path)) return { rows: 0, whole: true };
  const db = new DatabaseSync(path);
  try {
    const integrity = db.prepare("PRAGMA integrity_check").get()?.integrity_check;
    const isMade = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'responses'").get();
    if (isMade === undefined) return { rows: 0, whole: integrity === "ok" };
    const counts = db.prepare(ROWS).get();
    const whole = integrity === "ok" && Number(counts?.rows) === Number(counts?.right);
    return { rows: Number(counts?.rows), whole };
  } finally {
    db.close();
  }
}

/** An answer is right where it names the number that its prompt begins with. */
const ROWS = `SELECT count(*) AS rows, count(*) FILTER (WHERE status = 'answered'
    AND substr(response, 1, 17) = 'Answer to ' || substr(input, 8, 7)) AS right
  FROM responses JOIN prompts USING (prompt_id)`;
