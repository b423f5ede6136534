import { oneLine } from "../base/one_line.ts";
import { userPath } from "../base/project_paths.ts";
import { formatRetryRules } from "../models/format_retry_rules.ts";
import type { ModelSpec } from "../models/model_spec.ts";
import { overrideParams } from "../models/override_params.ts";
import { readPrices } from "../models/prices.ts";
import { SIMULATED_MODELS } from "../models/simulator/profiles.ts";
import type { Simulator } from "../models/simulator/start_simulator.ts";
import { showProgress } from "../notebook/show_progress.ts";
import { connectModels } from "../runs/connect_models.ts";
import { formatSpent } from "../runs/format_spent.ts";
import { formatSummary } from "../runs/format_summary.ts";
import { generateResponses, type ModelToAsk } from "../runs/generate_responses.ts";
import type { GenerationSummary } from "../runs/generation_summary.ts";
import { priceGeneration } from "../runs/price_generation.ts";
import { formatCount } from "../runs/progress.ts";
import { openRun, type RunFile } from "../runs/run_file.ts";
import { lockRun } from "../runs/run_lock.ts";
import { reuseAnswers, type ReuseOptions } from "../runs/reuse_answers.ts";
import { agreeOnCost } from "./_agree_on_cost.ts";
import { addAskingOptions, ASKED, type AskingOptions, wantedAnswers } from "./_asking_options.ts";
import { amount, runTask, taskCommand, wholeNumber } from "./_command.ts";
import { keepPrompts, readGivenPrompts } from "./_given_prompts.ts";
import { IN_PROCESS, namedModels } from "./_named_models.ts";
import { stopSignal } from "./_stop_signal.ts";

interface GenerateTaskOptions extends AskingOptions {
  run: string;
  reuse: string[];
  concurrency: number;
  minConcurrency: number;
  grace: number;
  maxCost?: number;
  prices?: string;
  yes: boolean;
  simulatorSeed?: number;
}

const command = taskCommand("generate", "Asks models, and keeps their answers in a run.")
  .requiredOption("--run <folder>", "the run's folder; made where there is none", userPath);
addAskingOptions(command)
  .optionsGroup(ASKED)
  .option("--reuse <folders...>", "first take the same answers over from these runs", [])
  .optionsGroup("How fast, and for how much:")
  .option("--concurrency <number>", "most requests under way, per provider", wholeNumber(1), 64)
  .option("--min-concurrency <number>", "fewest, however overloaded it is", wholeNumber(1), 1)
  .option("--grace <seconds>", "how long they may go on after Ctrl-C", amount, 10)
  .option("--max-cost <dollars>", "stop before the run costs more than this in all", amount)
  .option("--prices <file>", "prices that go before data/prices.json", userPath)
  .option("--yes", "do not ask before money is spent", false)
  .optionsGroup("Else:")
  .option("--simulator-seed <number>", "default: the run's, or 1", wholeNumber(0))
  .addHelpText(
    "after",
    `
Models: names of the models file or of data/models.json; PROVIDER/MODEL; or, made up and free,
${SIMULATED_MODELS.join(", ")}.
With a models file and no --models, all of the file are asked.

Prompts: those of --materials or --prompts, which are added to the run; otherwise all that the run
has; otherwise those of data/starter.

What has a row is not asked again, so the same command goes on where it was stopped. A model with
other parameters than before is a series of its own, such as 'gpt-4o (temperature=0.7)'. Ctrl-C
stops: requests under way have --grace, every answer is kept; a second Ctrl-C leaves at once.

The number of requests under way follows what a provider bears. What fails:

${formatRetryRules().join("\n")}

Exit code: 0 where every prompt has a row from every model (failures are rows: see the summary, and
--retry-errors); 1 where a model was given up: its key is missing or refused, its server is not
there, 100 requests in a row failed, or --max-cost was reached; 130 after Ctrl-C.`,
  )
  .action(generate);

async function generate(options: GenerateTaskOptions): Promise<void> {
  // Whatever can be wrong is found before the run is made and before anything is asked.
  const specs = (await namedModels(options)).map((spec) => overrideParams(spec, options));
  const own = options.prices === undefined ? undefined : await readPrices(options.prices);
  const given = await readGivenPrompts(options);
  using run = openRun(options.run, { create: true });
  const promptIds = await keepPrompts(run, given);
  const isSimulated = (spec: ModelSpec) => spec.baseURL === IN_PROCESS;
  await using simulator = specs.some(isSimulated) ? await simulate(run, options) : null;
  const models = connectModels(
    specs.map((spec) =>
      isSimulated(spec) && simulator ? { ...spec, baseURL: simulator.baseURL } : spec
    ),
    { minConcurrency: options.minConcurrency, maxConcurrency: options.concurrency },
  );
  for (const { client } of models) {
    if ("unavailable" in client) console.error(oneLine(`error: ${client.unavailable}`));
  }
  // Nobody is asked about money for a run that another task is writing to.
  lockRun(run, "generate")[Symbol.dispose]();
  const wanted = wantedAnswers(options, promptIds);
  await takeOver(run, { ...wanted, from: options.reuse, models });
  const priced = await priceGeneration(run, { ...wanted, models, own, maxCost: options.maxCost });
  const meter = await agreeOnCost(priced, { yes: options.yes });
  if (meter === "refused") return;
  using stop = stopSignal("Stopping: what was answered is kept. Ctrl-C again leaves at once.");
  const summary = await showProgress((onProgress) =>
    generateResponses(run, {
      ...wanted,
      models,
      concurrency: options.concurrency,
      graceMs: options.grace * 1000,
      meter,
      signal: stop.signal,
      onProgress,
    })
  );
  report(summary, run);
}

/** Loads the simulator only where it is asked: generating starts sooner without it. */
async function simulate(run: RunFile, options: GenerateTaskOptions): Promise<Simulator> {
  const { startRunSimulator } = await import("../runs/start_run_simulator.ts");
  return startRunSimulator(run, { seed: options.simulatorSeed });
}

/** Takes answers over from other runs, and says how many. */
async function takeOver(
  run: RunFile,
  { from, models, ...wanted }: Omit<ReuseOptions, "from" | "models"> & {
    from: readonly string[];
    models: readonly ModelToAsk[];
  },
): Promise<void> {
  for (const folder of from) {
    const specs = models.map(({ spec }) => spec);
    const taken = await reuseAnswers(run, { ...wanted, from: userPath(folder), models: specs });
    for (const { model, reused } of taken) {
      console.error(oneLine(`${model}: ${formatCount(reused)} answers taken over from ${folder}`));
    }
  }
}

function report(summary: GenerationSummary, run: RunFile): void {
  for (const line of formatSummary(summary)) console.log(line);
  for (const line of summary.spent ? formatSpent(summary.spent) : []) console.log(line);
  const simulated = summary.models.filter((model) => model.simulated).map(({ model }) => model);
  if (simulated.length > 0) console.log(`Simulated, not real: ${simulated.join(", ")}`);
  console.log(`The answers are in ${run.path}`);
  const out = summary.models.reduce((sum, { inBatch = 0 }) => sum + inBatch, 0);
  if (summary.left > out) {
    console.log(
      `${
        formatCount(summary.left - out)
      } answers are left. The same command again goes on from here.`,
    );
  }
  if (summary.aborted) Deno.exitCode = 130;
  else if (summary.models.some(({ stopped }) => stopped !== null)) Deno.exitCode = 1;
}

await runTask(command);
