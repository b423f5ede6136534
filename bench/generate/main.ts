/**
 * How fast and how safe generating is, next to what one would write without us: one table from one
 * run, on loopback, each line whole processes with their start-up. `--help` says the rest.
 *
 *     deno task bench:generate [--quick] [--kills 20] [--million]
 */
import { Command, InvalidArgumentError } from "commander";
import { askMany } from "./ask_many.ts";
import { compareContenders, type Comparison } from "./compare_contenders.ts";
import { type Contenders, findContenders, OURS } from "./contenders.ts";
import { formatKill, formatKills, formatMachine, formatMany } from "./format_findings.ts";
import { formatTable } from "./format_table.ts";
import { killAndGoOn } from "./kill_and_go_on.ts";
import { type ContenderRun, measureContender, type Workplace } from "./measure_contender.ts";
import { openWorkplace } from "./open_workplace.ts";

interface BenchOptions {
  quick: boolean;
  timings: boolean;
  repeats: number;
  kills: number;
  million?: number | true;
  seed: number;
}

const PROMPTS = 10_000;
const MILLION = 1_000_000;
const INSTANT = { prompts: PROMPTS, concurrency: 64, latencyMs: 0 };
const SLOWER = [
  { prompts: PROMPTS, concurrency: 64, latencyMs: 100 },
  { prompts: PROMPTS, concurrency: 256, latencyMs: 100 },
];

const command = new Command("deno task bench:generate")
  .description("Measures 'deno task generate' against bare loops and promptfoo, on loopback.")
  .option("--quick", "only answers that come at once", false)
  .option("--no-timings", "leave the table out")
  .option("--repeats <number>", "runs of each line of the table", count, 3)
  .option("--kills <number>", "kill so often at random instants, go on, and count", count, 0)
  .option("--million [prompts]", "ask a million prompts, then go on with them", count)
  .option("--seed <number>", "what the instants of the kills follow from", count, 1)
  .addHelpText("after", "\npromptfoo is taken from the PATH, or from where PROMPTFOO points.")
  .action(measure);

function count(text: string): number {
  if (/^\d{1,7}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Expected a whole number of at most seven digits.");
}

async function measure(options: BenchOptions): Promise<void> {
  const stop = new AbortController();
  Deno.addSignalListener("SIGINT", () => stop.abort(new Error("Stopped.")));
  await using workplace = await openWorkplace(stop.signal);
  const found = await findContenders();
  const before = formatMachine();
  if (options.timings) {
    for (const line of formatTable(await compare(workplace, options, found))) console.log(line);
  }
  for (const line of found.missing) console.log(line);
  if (options.kills > 0) await kill(workplace, options);
  if (options.million !== undefined) {
    await ask(workplace, options.million === true ? MILLION : options.million);
  }
  console.log(`Before: ${before}. After: ${formatMachine()}.`);
}

async function compare(
  workplace: Workplace,
  { quick, repeats }: BenchOptions,
  { contenders }: Contenders,
): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  for (const scenario of quick ? [INSTANT] : [INSTANT, ...SLOWER]) {
    const fit = contenders.filter(({ slow }) => !slow || scenario.latencyMs === 0);
    const onRun = ({ name }: { name: string }, { seconds }: ContenderRun) =>
      console.error(`${name}, ${scenario.latencyMs} ms: ${seconds.toFixed(2)} s`);
    const options = { contenders: fit, workplace, scenario, repeats, onRun };
    comparisons.push(...await compareContenders(options));
  }
  return comparisons;
}

async function kill(workplace: Workplace, { kills, seed }: BenchOptions): Promise<void> {
  const { prompts, concurrency } = INSTANT;
  const onKill = (outcome: Parameters<typeof formatKill>[0]) => console.error(formatKill(outcome));
  const options = { prompts, concurrency, kills, seed, onKill };
  console.log(formatKills(await killAndGoOn(workplace, options), concurrency));
}

async function ask(workplace: Workplace, prompts: number): Promise<void> {
  const { peakMiB } = await measureContender(OURS, { workplace, scenario: INSTANT });
  const outcome = await askMany(workplace, { prompts, concurrency: INSTANT.concurrency });
  for (const line of formatMany(outcome, peakMiB)) console.log(line);
}

await command.parseAsync(Deno.args, { from: "user" });
