import type { Command } from "commander";
import { nearestNames } from "../base/nearest_names.ts";
import { userPath } from "../base/project_paths.ts";
import { UserError } from "../base/user_error.ts";
import { overrideParams } from "../models/override_params.ts";
import { batchFolder, listShards } from "../runs/batch/batch_shard.ts";
import { cancelBatches } from "../runs/batch/cancel_batches.ts";
import { exportBatch, SHARD_LIMITS } from "../runs/batch/export_batch.ts";
import { fetchBatches } from "../runs/batch/fetch_batches.ts";
import { followBatches, lookAtBatches } from "../runs/batch/follow_batches.ts";
import {
  formatExport,
  formatFiles,
  formatResult,
  formatShards,
} from "../runs/batch/format_batch.ts";
import { importBatch } from "../runs/batch/import_batch.ts";
import type { ShardResult } from "../runs/batch/shard_result.ts";
import { summarizeShards } from "../runs/batch/shard_summary.ts";
import { submitBatches, takeElsewhere } from "../runs/batch/submit_batches.ts";
import { formatCount } from "../runs/progress.ts";
import { openRun, type RunFile } from "../runs/run_file.ts";
import { addAskingOptions, type AskingOptions, wantedAnswers } from "./_asking_options.ts";
import { nameList, runTask, taskCommand, wholeNumber } from "./_command.ts";
import { keepPrompts, readGivenPrompts } from "./_given_prompts.ts";
import { namedModels } from "./_named_models.ts";
import { stopSignal } from "./_stop_signal.ts";

interface RunOptions {
  run: string;
}

interface ProviderOptions extends RunOptions {
  shards?: string[];
  simulator?: string;
}

interface ExportOptions extends RunOptions, AskingOptions {
  maxRequests: number;
  maxBytes: number;
}

const command = taskCommand("batch", "Asks models by files: provider batches, vLLM, Ray.");

addAskingOptions(
  subcommand(
    "export",
    "Writes what is yet to be asked to batches/ in the run, in OpenAI's format.",
  ),
)
  .optionsGroup("How large a file may be:")
  .option("--max-requests <number>", "a file's most", wholeNumber(1), SHARD_LIMITS.maxRequests)
  .option("--max-bytes <number>", "a file's most", wholeNumber(1), SHARD_LIMITS.maxBytes)
  .addHelpText(
    "after",
    `
Models and prompts are named as for generate, whose --help says how.

What is answered or out in a batch is left out; files that were written before and
never sent are written afresh. See docs/scale.md for what to do with the files.`,
  )
  .action(exportFiles);

providerCommand("submit", "Uploads the files and makes a batch of each; again goes on.")
  .option("--elsewhere", "upload nothing: note that the files went to vLLM or Ray", false)
  .action(submit);

providerCommand("status", "Says how far the batches are, and what came home.")
  .option("--follow", "go on until all have ended", false)
  .option("--every <seconds>", "how long to wait between two looks", wholeNumber(1), 60)
  .action(status);

providerCommand("cancel", "Stops batches; what was answered by then still comes home.")
  .option("--forget", "ask no provider and wait for nothing more: the rest is asked again", false)
  .action(cancel);

providerCommand("import", "Brings answers home: of batches that have ended, or from files.")
  .option("--file <files...>", "output and error files, in any order", collectPaths)
  .option("--skip-foreign", "leave out answers to what this run never sent", false)
  .addHelpText(
    "after",
    `
Importing the same again adds nothing. A file that answers a request which this run
never sent, or whose prompt or parameters have changed since, is refused, and nothing
of any file is imported, unless --skip-foreign says to take the rest.`,
  )
  .action(importAnswers);

function subcommand(name: string, description: string): Command {
  return command.command(name).description(description)
    .requiredOption("--run <folder>", "the run's folder", userPath);
}

function providerCommand(name: string, description: string): Command {
  return subcommand(name, description)
    .option("--shards <names>", "only these files, by name without ending", nameList)
    .option("--simulator <url>", "where simulated models are: deno task simulate says it");
}

function collectPaths(path: string, before: readonly string[] = []): string[] {
  return [...before, userPath(path)];
}

async function exportFiles(options: ExportOptions): Promise<void> {
  const models = (await namedModels(options)).map((spec) => overrideParams(spec, options));
  const given = await readGivenPrompts(options);
  using run = openRun(options.run, { create: true });
  const promptIds = await keepPrompts(run, given);
  const { maxRequests, maxBytes } = options;
  const wanted = wantedAnswers(options, promptIds);
  const summaries = exportBatch(run, { ...wanted, models, maxRequests, maxBytes });
  for (const summary of summaries) console.log(formatExport(summary));
  console.log(`The files are in ${batchFolder(run)}`);
}

async function submit(options: ProviderOptions & { elsewhere: boolean }): Promise<void> {
  using run = openShards(options);
  const results = options.elsewhere
    ? await takeElsewhere(run, options)
    : await submitBatches(run, options);
  if (results.length === 0) console.log("There is nothing to submit: export first.");
  tell(results);
}

async function status(
  options: ProviderOptions & { follow: boolean; every: number },
): Promise<void> {
  using run = openShards(options);
  if (options.follow) {
    using stop = stopSignal("Stopping: the batches go on at their provider.");
    const everyMs = options.every * 1000;
    await followBatches(run, { ...options, everyMs, signal: stop.signal, onLook: tell });
  } else {
    tell(await lookAtBatches(run, options));
  }
  for (const line of formatShards(summarizeShards(run, options))) console.log(line);
  const waiting = listShards(run, { ...options, which: "unsent" }).length;
  if (waiting > 0) console.log(`${formatCount(waiting)} files are not sent yet.`);
}

async function cancel(options: ProviderOptions & { forget: boolean }): Promise<void> {
  using run = openShards(options);
  const results = await cancelBatches(run, options);
  if (results.length === 0) console.log("There is nothing to cancel: no batch is under way.");
  tell(results);
}

async function importAnswers(
  options: ProviderOptions & { file?: string[]; skipForeign: boolean },
): Promise<void> {
  using run = openShards(options);
  const { file, skipForeign } = options;
  if (file !== undefined && options.shards !== undefined) {
    throw new UserError("Cannot take both --file and --shards. Leave one of them out.");
  }
  const { files, shards, results } = file === undefined
    ? await fetchBatches(run, options)
    : { ...await importBatch(run, { files: file, skipForeign }), results: [] };
  tell(results);
  for (const line of [...formatFiles(files), ...formatShards(shards)]) console.log(line);
  if (file === undefined && results.length === 0) {
    console.log("No batch is out. Name the files of machines of your own with --file.");
  }
  const out = shards.reduce((sum, shard) => sum + shard.out, 0);
  if (out > 0) {
    console.log(
      `${formatCount(out)} requests of these files are still out: import further files, or give ` +
        `them up with batch cancel.`,
    );
  }
  console.log(`The answers are in ${run.path}`);
}

/** Opens a run that exists, and checks that it has the shards that are named. */
function openShards({ run: folder, shards }: ProviderOptions): RunFile {
  const run = openRun(folder);
  const known = listShards(run).map(({ shard }) => shard);
  const unknown = shards?.find((name) => !known.includes(name));
  if (unknown === undefined) return run;
  run[Symbol.dispose]();
  const near = nearestNames(unknown, known);
  throw new UserError(
    `Cannot find the file '${unknown}' among those of ${run.path}` +
      `${near.length > 0 ? `; near: ${near.join(", ")}` : ""}. See batch status.`,
  );
}

function tell(results: readonly ShardResult[]): void {
  for (const result of results) {
    if (result.problem === null) console.log(formatResult(result));
    else console.error(`error: ${formatResult(result)}`);
  }
  if (results.some(({ problem }) => problem !== null)) Deno.exitCode = 1;
}

await runTask(command, Deno.args.length === 0 ? ["--help"] : Deno.args);
