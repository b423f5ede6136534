import { InvalidArgumentError } from "commander";
import { annotateResponses } from "../annotation/annotate_responses.ts";
import { connectJudge } from "../annotation/connect_judge.ts";
import {
  type AnnotationSummary,
  formatAnnotationSummary,
} from "../annotation/annotation_summary.ts";
import { type Judge, type MissingRule, RULES_JUDGE } from "../annotation/judge.ts";
import { priceJudging } from "../annotation/price_judging.ts";
import { oneLine } from "../base/one_line.ts";
import { projectPath, userPath } from "../base/project_paths.ts";
import { UserError } from "../base/user_error.ts";
import { loadMaterial } from "../materials/load_material.ts";
import type { Material } from "../materials/material.ts";
import { findModel } from "../models/catalog.ts";
import type { ModelSpec } from "../models/model_spec.ts";
import { readPrices } from "../models/prices.ts";
import { readModelsFile } from "../models/read_models_file.ts";
import { SIMULATED_JUDGE } from "../models/simulator/profiles.ts";
import { showProgress } from "../notebook/show_progress.ts";
import { formatSpent } from "../runs/format_spent.ts";
import { readManifest } from "../runs/manifest.ts";
import { formatCount } from "../runs/progress.ts";
import { openRun, type RunFile } from "../runs/run_file.ts";
import { lockRun } from "../runs/run_lock.ts";
import { startRunSimulator } from "../runs/start_run_simulator.ts";
import { agreeOnCost } from "./_agree_on_cost.ts";
import { amount, runTask, taskCommand, wholeNumber } from "./_command.ts";
import { stopSignal } from "./_stop_signal.ts";

interface AnnotateTaskOptions {
  run: string;
  judge: string;
  materials?: string;
  modelsFile?: string;
  variants: number;
  missing: MissingRule;
  limit?: number;
  concurrency: number;
  maxCost?: number;
  prices?: string;
  yes: boolean;
  retryErrors: boolean;
}

const command = taskCommand(
  "annotate",
  "Has a judge say which technique each answer of a run uses.",
)
  .requiredOption("--run <folder>", "the run's folder", userPath)
  .requiredOption("--judge <name>", "who judges; see below")
  .option("--materials <folder>", "material folder with the judge's prompt", userPath)
  .option("--models-file <file>", "JSON: [{ name, model, baseURL, apiKeyEnv, params }]", userPath)
  .option("--variants <number>", "different judge's prompts per answer", wholeNumber(1), 1)
  .option("--missing <rule>", "skip or no_response; see below", missingRule, "skip")
  .option("--limit <number>", "only the first so many answers, in order", wholeNumber(1))
  .option("--concurrency <number>", "requests under way at once", wholeNumber(1), 64)
  .option("--max-cost <dollars>", "stop before this judging costs more than this", amount)
  .option("--prices <file>", "prices that go before data/prices.json", userPath)
  .option("--yes", "do not ask before money is spent", false)
  .option("--retry-errors", "ask again what the judge failed on", false)
  .addHelpText(
    "after",
    `
Judges: ${RULES_JUDGE} (fixed rules over the text alone: a baseline, no model); ${SIMULATED_JUDGE} (made up, for
simulated answers); a name of the models file or of data/models.json; PROVIDER/MODEL.
The judge's prompt comes from --materials, or else from data/starter (unless the run's prompts are
built from another material: then name it).

Answers without text: 'skip' leaves withheld and empty ones out; 'no_response' judges the text
'No Response' in their place, as the study did. Responses that failed are never judged.

What is annotated is not asked again, so the same command goes on where it was stopped.

Exit code: 0 where every answer is annotated (failures are rows: see the summary, and
--retry-errors); 1 where the judge was given up, or --max-cost was reached; 130 after Ctrl-C.`,
  )
  .action(annotate);

async function annotate(options: AnnotateTaskOptions): Promise<void> {
  using run = openRun(options.run);
  const isSimulated = options.judge === SIMULATED_JUDGE;
  await using simulator = isSimulated ? startRunSimulator(run) : null;
  const own = options.prices === undefined ? undefined : await readPrices(options.prices);
  const judge = await findJudge(run, { ...options, simulated: simulator?.judge ?? null });
  const { variants, missing, limit, retryErrors, concurrency, maxCost, yes } = options;
  const wanted = { judge, variants, missing, limit, retryErrors };
  // Nobody is asked about money for a run that another task is writing to.
  lockRun(run, "annotate")[Symbol.dispose]();
  const meter = await agreeOnCost(await priceJudging(run, { ...wanted, own, maxCost }), { yes });
  if (meter === "refused") return;
  using stop = stopSignal("Stopping: what was annotated is kept. Ctrl-C again leaves at once.");
  const { signal } = stop;
  const summary = await showProgress((onProgress) =>
    annotateResponses(run, { ...wanted, concurrency, meter, signal, onProgress })
  );
  report(summary, run, options);
  for (const line of meter === undefined ? [] : formatSpent(meter.spent())) console.log(line);
}

interface FindJudgeOptions extends AnnotateTaskOptions {
  /** The simulated judge, where that is who was asked for. */
  simulated: ModelSpec | null;
}

async function findJudge(run: RunFile, options: FindJudgeOptions): Promise<Judge> {
  if (options.judge === RULES_JUDGE) return { kind: "rules" };
  const own = options.modelsFile === undefined ? [] : await readModelsFile(options.modelsFile);
  const spec = options.simulated ?? findModel(options.judge, own);
  const material = await loadMaterial(options.materials ?? projectPath("data", "starter"));
  if (options.materials === undefined) checkStarterServes(run, material);
  return connectJudge(spec, material.annotation, { maxConcurrency: options.concurrency });
}

/** A run of another material has a judge's prompt of its own: which one to use is no guess. */
function checkStarterServes(run: RunFile, starter: Material): void {
  const file = "annotation_prompt.json";
  const other = (readManifest(run).materials ?? [])
    .find(({ hashes }) => hashes[file] !== undefined && hashes[file] !== starter.hashes[file]);
  if (other === undefined) return;
  throw new UserError(
    `Cannot choose the judge's prompt: prompts of ${run.path} are built from '${other.name}', ` +
      `whose ${file} is not that of data/starter. Name the material with --materials.`,
  );
}

function missingRule(text: string): MissingRule {
  if (text === "skip" || text === "no_response") return text;
  throw new InvalidArgumentError("Expected 'skip' or 'no_response'.");
}

function report(summary: AnnotationSummary, run: RunFile, options: AnnotateTaskOptions): void {
  const { judge, limit } = options;
  for (const line of formatAnnotationSummary(summary)) console.log(line);
  if (summary.judge !== judge) {
    console.log(oneLine(`${judge} is asked in another way than before: kept as ${summary.judge}`));
  }
  console.log(`The annotations are in ${run.path}`);
  if (summary.left > 0) {
    const isLimited = limit !== undefined && !summary.aborted && summary.stopped === null;
    const wayOut = isLimited
      ? "Raise --limit, or leave it out, to go on from here."
      : "The same command again goes on from here.";
    console.log(`${formatCount(summary.left)} are left. ${wayOut}`);
  }
  if (summary.aborted) Deno.exitCode = 130;
  else if (summary.stopped !== null) Deno.exitCode = 1;
}

await runTask(command);
