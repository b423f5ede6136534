/**
 * How fast every table of a study is computed, beside a straightforward bootstrap with pandas: one
 * table from one run, each line whole processes with their start-up, on planted annotations.
 *
 *     deno task bench:analyze [--million] [--repeats 3] [--pandas-replicates 20]
 */
import { Command, InvalidArgumentError } from "commander";
import { join } from "node:path";
import { projectPath } from "../../lib/base/project_paths.ts";
import { formatMachine } from "../generate/format_findings.ts";
import { median } from "../generate/format_table.ts";
import { type Measurement, measureProcess } from "../measure_process.ts";
import { findPandas } from "./find_pandas.ts";
import { formatTimings, SAME_WORK, type Timing } from "./format_timings.ts";

interface BenchOptions {
  repeats: number;
  pandasReplicates: number;
  million: boolean;
  seed: number;
}

interface Study {
  /** How many times the study's 288 items, with nine models' answers to 10,314 prompts. */
  times: number;
  replicates: number;
  permutations: number;
  pandasReplicates: number;
  repeats: number;
}

const ANNOTATIONS = 9 * 10_314;

const command = new Command("deno task bench:analyze")
  .description("Measures all tables of 92,826 planted annotations, and a bootstrap with pandas.")
  .option(
    "--million",
    "also 10 million annotations, with 200 replicates and 999 permutations",
    false,
  )
  .option("--repeats <number>", "runs of each line of the first study", count, 3)
  .option(
    "--pandas-replicates <number>",
    "replicates that pandas runs; the rest is scaled",
    count,
    20,
  )
  .option("--seed <number>", "what the annotations follow from", count, 1)
  .addHelpText(
    "after",
    "\npandas is fetched from PyPI into data/cache/, or PANDAS_PYTHON names a Python that has it.",
  )
  .action(measure);

function count(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Expected a whole number from 1 on.");
}

async function measure({ repeats, pandasReplicates, million, seed }: BenchOptions): Promise<void> {
  const before = formatMachine();
  const pandas = await findPandas();
  const folder = await Deno.makeTempDir({ prefix: "bench-analyze-" });
  const studies: Study[] = [
    { times: 1, replicates: 2000, permutations: 9999, pandasReplicates, repeats },
    ...million
      ? [{ times: 108, replicates: 200, permutations: 999, pandasReplicates: 2, repeats: 1 }]
      : [],
  ];
  const timings: Timing[] = [];
  try {
    for (const study of studies) {
      const file = join(folder, `${study.times}.parquet`);
      const planter = denoRun("plant_annotations.ts", [file, study.times, seed]);
      await run("planting", planter);
      timings.push(...await measureOurs(study, { file, folder }));
      if (pandas.python === null) continue;
      timings.push(await measurePandas(study, { file, folder, ...pandas, python: pandas.python }));
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  for (const line of formatTimings(timings)) console.log(line);
  console.log(
    pandas.python === null
      ? pandas.words
      : "pandas makes shares by model and dataset and their bootstrap, nothing else.",
  );
  console.log(`Before: ${before}. After: ${formatMachine()}.`);
}

interface Place {
  file: string;
  folder: string;
}

async function measureOurs(study: Study, { file, folder }: Place): Promise<Timing[]> {
  const { times, replicates, permutations } = study;
  const annotations = ANNOTATIONS * times;
  const commandOf = (permutations: number) =>
    denoRun("our_tables.ts", [file, folder, replicates, permutations]);
  const all = await repeat("ours", { command: commandOf(permutations), ...study });
  const same = await repeat(SAME_WORK, { command: commandOf(0), ...study });
  const common = { annotations, ran: replicates, replicates };
  const words = `ours, all tables, ${permutations.toLocaleString("en")} permutations`;
  return [{ program: words, ...common, runs: all }, { program: SAME_WORK, ...common, runs: same }];
}

async function measurePandas(
  study: Study,
  { file, folder, python, words }: Place & { python: string; words: string },
): Promise<Timing> {
  const { times, replicates, pandasReplicates: ran } = study;
  const script = projectPath("bench", "analyze", "pandas_bootstrap.py");
  const commandOf = (
    replicates: number,
  ) => [python, script, file, join(folder, "pandas.csv"), String(replicates)];
  const without = await repeat("pandas, no replicates", { command: commandOf(0), ...study });
  const runs = await repeat("pandas", { command: commandOf(ran), ...study });
  return {
    ...{ program: words, annotations: ANNOTATIONS * times, ran, replicates, runs },
    secondsWithoutReplicates: median(without.map(({ seconds }) => seconds)),
  };
}

async function repeat(
  name: string,
  { command, repeats }: { command: readonly string[]; repeats: number },
): Promise<Measurement[]> {
  const runs: Measurement[] = [];
  for (let index = 0; index < repeats; index++) runs.push(await run(name, command));
  return runs;
}

/** @throws where the program fails, for what fails is no measurement. */
async function run(name: string, command: readonly string[]): Promise<Measurement> {
  const measurement = await measureProcess(command);
  if (!measurement.success) throw new Error(`${name} failed.\n${measurement.errors}`);
  console.error(`${name}: ${measurement.seconds.toFixed(2)} s`);
  return measurement;
}

function denoRun(program: string, args: readonly (string | number)[]): string[] {
  const path = projectPath("bench", "analyze", program);
  return [Deno.execPath(), "run", "-A", "--quiet", path, ...args.map(String)];
}

await command.parseAsync(Deno.args, { from: "user" });
