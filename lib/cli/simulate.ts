import { InvalidArgumentError } from "commander";
import { userPath } from "../base/project_paths.ts";
import { UserError } from "../base/user_error.ts";
import { type FaultRates, FAULTS, parseFaults } from "../models/simulator/faults.ts";
import { startSimulator } from "../models/simulator/start_simulator.ts";
import { readPrompts } from "../prompts/read_prompts.ts";
import { runTask, taskCommand, wholeNumber } from "./_command.ts";
import { stopSignal } from "./_stop_signal.ts";

interface SimulateOptions {
  port: number;
  prompts?: string;
  seed: number;
  faults?: FaultRates;
  latency: number;
  batchExpiresAfter?: number;
}

const command = taskCommand(
  "simulate",
  "Serves simulated models that answer by planted profiles, on 127.0.0.1, until Ctrl-C.",
)
  .option("--port <number>", "port; 0 takes any free one", portNumber, 0)
  .option(
    "--prompts <file>",
    "prompts to know dataset and item of: .csv, .parquet, .jsonl",
    userPath,
  )
  .option("--seed <number>", "what all draws follow from", wholeNumber(0), 1)
  .option("--faults <list>", "shares of faults, such as rate_limit=0.1,drop=0.05", parseFaults)
  .option("--latency <ms>", "how long each answer takes", wholeNumber(0), 0)
  .option("--batch-expires-after <share>", "batches expire after this share of theirs", share)
  .addHelpText(
    "after",
    `
Faults: ${FAULTS.slice(0, 5).join(", ")},
${FAULTS.slice(5).join(", ")}.
They are drawn anew for each attempt at a request, so that a retry can succeed.
A request asks for one itself by a model name such as simulated-direct!drop
(always) or simulated-direct!drop:2 (the first two attempts), or by the header
x-simulate-fault. Prompts that are not in --prompts are answered by a default
profile.
Files and batches are served, too: a batch goes one state further each time it is
looked at, and faults hit its requests as any other.`,
  )
  .action(serveSimulator);

async function serveSimulator(options: SimulateOptions): Promise<void> {
  const prompts = options.prompts === undefined ? [] : await readPrompts(options.prompts);
  await using simulator = startSimulator({ ...options, prompts });
  using stop = stopSignal("Stopping …");
  const stopped = new Promise((resolve) => stop.signal.addEventListener("abort", resolve));
  console.log(`Simulating at ${simulator.baseURL} (seed ${options.seed}); Ctrl-C stops it.`);
  for (const { name } of [...simulator.models, simulator.judge, ...simulator.surveyModels]) {
    console.log(`  ${name}`);
  }
  await stopped;
  console.log(`Stopped after ${simulator.stats.requests.toLocaleString("en")} requests.`);
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError("Expected a share of 0 to 1.");
}

function portNumber(text: string): number {
  const port = wholeNumber(0)(text);
  if (port <= 65535) return port;
  throw new UserError(`Expected a port of 0 to 65535 but found '${text}'.`);
}

await runTask(command);
