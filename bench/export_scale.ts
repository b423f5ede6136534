/**
 * Time and peak memory of exporting and importing runs of several sizes, as whole processes:
 *
 *     deno run -A bench/export_scale.ts [ROWS…]          (10,000 and 1,000,000 by default)
 *
 * A run of ROWS responses (two models, prompts of 400 characters, answers of 1,200, all annotated)
 * is made in a temporary folder, exported in each format and imported from each of them. Processor time
 * (which another task on the machine lengthens less than it does the seconds) and peak memory are what
 * Linux says of the process; elsewhere they are left out.
 */
import { join } from "node:path";
import { projectPath } from "../lib/base/project_paths.ts";
import { TECHNIQUES } from "../lib/base/vocabulary.ts";
import { addImportedModel } from "../lib/runs/add_model.ts";
import { addPrompts } from "../lib/runs/add_prompts.ts";
import { openRun } from "../lib/runs/run_file.ts";
import { saveResponse } from "../lib/runs/save_response.ts";
import type { Prompt } from "../lib/prompts/prompt.ts";

const MODELS = ["simulated-a", "simulated-b"];
const LIMIT_MS = 20 * 60_000;
const WORDS = Array.from({ length: 2000 }, (_, n) => Math.sin(n + 1).toString(36).slice(4, 10));

const EXPORTS: readonly (readonly [string, readonly string[]])[] = [
  ["x.csv", []],
  ["x.jsonl", []],
  ["x.parquet", []],
  ["parts", []],
  ["wide.csv", ["--layout", "wide"]],
  ["wide.parquet", ["--layout", "wide"]],
];

const sizes = Deno.args.length > 0 ? Deno.args.map(Number) : [10_000, 1_000_000];
printRow("rows", "step", "seconds", "processor s", "peak MiB", "MB on disk");
for (const rows of sizes) await measure(rows);

async function measure(rows: number): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "export-scale-" });
  try {
    const run = join(folder, "run");
    makeRun(run, rows);
    const report = async (step: string, task: string, args: readonly string[], made: string) => {
      const { seconds, usage } = await runTask(task, args);
      const { processor, peak } = usage;
      const cells = [seconds.toFixed(1), processor, peak, megabytesOf(made)];
      printRow(rows.toLocaleString("en"), step, ...cells);
    };
    for (const [name, options] of EXPORTS) {
      const out = join(folder, name);
      await report(`export ${name}`, "export", ["--run", run, "--out", out, ...options], out);
    }
    for (const [name] of EXPORTS.slice(0, 4)) {
      const back = join(folder, "back");
      const args = ["--run", back, "--csv", join(folder, name)];
      await report(`import ${name}`, "import", args, back);
      await Deno.remove(back, { recursive: true });
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function makeRun(folder: string, rows: number): void {
  using run = openRun(folder, { create: true });
  const texts = textMaker(10);
  const prompts = rows / MODELS.length;
  addPrompts(run, makePrompts(prompts, texts));
  run.transaction(() => {
    for (const model of MODELS) addImportedModel(run, model);
    run.db.exec("INSERT INTO judges VALUES ('rules', '{}', 0)");
    const annotate = run.db.prepare(
      `INSERT INTO annotations (prompt_id, model, sample, judge, variant, status, technique, created_at)
       VALUES (?, ?, 0, 'rules', 0, 'parsed', ?, '2000-01-01')`,
    );
    for (let n = 0; n < rows; n++) {
      const prompt_id = `p${n % prompts}`;
      const model = MODELS[Math.floor(n / prompts)] ?? "";
      saveResponse(run, { prompt_id, model, sample: 0, answer: answerOf(texts(1200)) });
      annotate.run(prompt_id, model, TECHNIQUES[n % TECHNIQUES.length] ?? null);
    }
  });
  run.checkpoint();
}

function* makePrompts(count: number, texts: (length: number) => string): Generator<Prompt> {
  for (let n = 0; n < count; n++) {
    yield {
      prompt_id: `p${n}`,
      ...{
        dataset: "voting_questions",
        task: "voting_questions",
        source: null,
        item: `i${n % 300}`,
      },
      ...{ format: n % 20, style: null, viewpoint: null, original_input: null },
      ...{ input: texts(400), expected: "no_approximation" },
    };
  }
}

function answerOf(response: string): Parameters<typeof saveResponse>[1]["answer"] {
  return {
    ...{ status: "answered", response, thinking: null, finish_reason: "stop" },
    ...{ error: null, error_kind: null, attempts: 1, seconds: 1.5 },
    ...{ input_tokens: 100, output_tokens: 300, cached_input_tokens: 0, reasoning_tokens: 0 },
    ...{
      reported_model: "m-2025",
      system_fingerprint: null,
      choices: 1,
      tool_calls: null,
      top_logprobs: null,
    },
  };
}

/** Texts of words by chance, with commas, quotes and line breaks; the same from the same seed. */
function textMaker(seed: number): (length: number) => string {
  let state = seed;
  const next = () => state = (state * 48_271) % 2_147_483_647;
  const ends = [" ", " ", " ", " ", " ", " ", ", ", ". ", ' "', "\n"];
  return (length) => {
    let text = "";
    while (text.length < length) text += WORDS[next() % WORDS.length] + (ends[next() % 10] ?? "");
    return text.slice(0, length);
  };
}

async function runTask(
  task: string,
  args: readonly string[],
): Promise<{ seconds: number; usage: Usage }> {
  const start = performance.now();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", projectPath("lib", "cli", `${task}.ts`), ...args],
    stdout: "null",
    stderr: "inherit",
    signal: AbortSignal.timeout(LIMIT_MS),
  }).spawn();
  let usage: Usage = { processor: "", peak: "" };
  const watch = setInterval(() => usage = usageOf(child.pid) ?? usage, 50);
  const { success } = await child.status;
  clearInterval(watch);
  if (!success) throw new Error(`${task} ${args.join(" ")} failed`);
  return { seconds: (performance.now() - start) / 1000, usage };
}

interface Usage {
  /** Seconds of all its threads. */
  processor: string;
  /** The most memory that it had, in MiB. */
  peak: string;
}

function usageOf(pid: number): Usage | null {
  try {
    const kibibytes = /VmHWM:\s+(\d+)/.exec(Deno.readTextFileSync(`/proc/${pid}/status`))?.[1];
    if (kibibytes === undefined) return null;
    // After the name in brackets: the 12th and 13th field are hundredths of seconds.
    const fields = Deno.readTextFileSync(`/proc/${pid}/stat`).replace(/^.*\) /s, "").split(" ");
    const ticks = Number(fields[11]) + Number(fields[12]);
    return { processor: (ticks / 100).toFixed(1), peak: (Number(kibibytes) / 1024).toFixed(0) };
  } catch {
    return null; // it has ended, or this is no Linux
  }
}

function megabytesOf(path: string): string {
  return (bytesOf(path) / 1e6).toFixed(1);
}

function bytesOf(path: string): number {
  const { isDirectory, size } = Deno.statSync(path);
  if (!isDirectory) return size;
  return [...Deno.readDirSync(path)].reduce((sum, { name }) => sum + bytesOf(join(path, name)), 0);
}

function printRow(...cells: readonly string[]): void {
  const [rows = "", step = "", ...numbers] = cells;
  const right = numbers.map((number) => number.padStart(12)).join("");
  console.log(`${rows.padStart(10)}  ${step.padEnd(22)}${right}`);
}
