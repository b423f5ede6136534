import { oneLine } from "../base/one_line.ts";
import { userPath } from "../base/project_paths.ts";
import type { ModelSpec } from "../models/model_spec.ts";
import { SIMULATED_MODELS } from "../models/simulator/profiles.ts";
import { simulatedSpec } from "../models/simulator/start_simulator.ts";
import { showProgress } from "../notebook/show_progress.ts";
import { connectModels } from "../runs/connect_models.ts";
import { formatSummary } from "../runs/format_summary.ts";
import { generateResponses } from "../runs/generate_responses.ts";
import type { GenerationSummary } from "../runs/generation_summary.ts";
import { formatCount } from "../runs/progress.ts";
import { openRun, type RunFile } from "../runs/run_file.ts";
import { startRunSimulator } from "../runs/start_run_simulator.ts";
import { nameList, runTask, taskCommand, wholeNumber } from "./_command.ts";
import { keepPrompts, readGivenPrompts } from "./_given_prompts.ts";
import { IN_PROCESS, namedModels } from "./_named_models.ts";
import { stopSignal } from "./_stop_signal.ts";

interface GenerateTaskOptions {
  run: string;
  materials?: string;
  prompts?: string;
  models?: string[];
  modelsFile?: string;
  limit?: number;
  concurrency: number;
  samples: number;
  retryErrors: boolean;
  seed?: number;
}

const command = taskCommand("generate", "Asks models, and keeps their answers in a run.")
  .requiredOption("--run <folder>", "the run's folder; made where there is none", userPath)
  .option("--materials <folder>", "material folder to build the prompts from", userPath)
  .option("--prompts <file>", ".csv, .parquet or .jsonl with prompt_id and input", userPath)
  .option("--models <names>", "who is asked, with commas between; see below", nameList)
  .option("--models-file <file>", "JSON: [{ name, model, baseURL, apiKeyEnv, params }]", userPath)
  .option("--limit <number>", "only the first so many prompts, in order", wholeNumber(1))
  .option("--concurrency <number>", "requests under way at once, per model", wholeNumber(1), 64)
  .option("--samples <number>", "answers to each prompt", wholeNumber(1), 1)
  .option("--retry-errors", "ask again what failed", false)
  .option("--seed <number>", "the simulator's seed; default: the run's, or 1", wholeNumber(0))
  .addHelpText(
    "after",
    `
Models: names of the models file or of data/models.json; PROVIDER/MODEL; or, made up and free,
${SIMULATED_MODELS.join(", ")}.
With a models file and no --models, all of the file are asked.

Prompts: those of --materials or --prompts, which are added to the run; otherwise all that the run
has; otherwise those of data/starter.

What has a row is not asked again, so the same command goes on where it was stopped. Ctrl-C stops
and keeps every answer; a second Ctrl-C leaves at once.

Exit code: 0 where every prompt has a row from every model (failures are rows: see the summary, and
--retry-errors); 1 where a model was given up: its key is missing or refused, its server is not
there, or 100 requests in a row failed; 130 after Ctrl-C.`,
  )
  .action(generate);

async function generate(options: GenerateTaskOptions): Promise<void> {
  // Whatever can be wrong is found before the run is made and before anything is asked.
  const specs = await namedModels(options);
  const given = await readGivenPrompts(options);
  using run = openRun(options.run, { create: true });
  await keepPrompts(run, given);
  const isSimulated = (spec: ModelSpec) => spec.baseURL === IN_PROCESS;
  await using simulator = specs.some(isSimulated) ? startRunSimulator(run, options) : null;
  const models = connectModels(
    specs.map((spec) =>
      isSimulated(spec) && simulator ? simulatedSpec(spec.name, simulator.baseURL) : spec
    ),
  );
  for (const { client } of models) {
    if ("unavailable" in client) console.error(oneLine(`error: ${client.unavailable}`));
  }
  using stop = stopSignal("Stopping: what was answered is kept. Ctrl-C again leaves at once.");
  const summary = await showProgress((onProgress) =>
    generateResponses(run, {
      models,
      promptIds: given?.prompts.map(({ prompt_id }) => prompt_id),
      limit: options.limit,
      samples: options.samples,
      concurrency: options.concurrency,
      retryErrors: options.retryErrors,
      signal: stop.signal,
      onProgress,
    })
  );
  report(summary, run);
}

function report(summary: GenerationSummary, run: RunFile): void {
  for (const line of formatSummary(summary)) console.log(line);
  const simulated = summary.models.filter((model) => model.simulated).map(({ model }) => model);
  if (simulated.length > 0) console.log(`Simulated, not real: ${simulated.join(", ")}`);
  console.log(`The answers are in ${run.path}`);
  if (summary.left > 0) {
    console.log(
      `${formatCount(summary.left)} answers are left. The same command again goes on from here.`,
    );
  }
  if (summary.aborted) Deno.exitCode = 130;
  else if (summary.models.some(({ stopped }) => stopped !== null)) Deno.exitCode = 1;
}

await runTask(command);
