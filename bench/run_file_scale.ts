/**
 * How the run file scales: how long it takes to stream prompts into a fresh run, to commit answers
 * one by one, and to go on where they are all or half answered, each in a process of its own, with
 * its peak of memory. Sizes are numbers of prompts:
 *
 *     deno run -A bench/run_file_scale.ts [--minutes 10] [10000 1000000 …]
 *
 * It works in a temporary folder, needs about 3 kB a prompt there, and stops after so many minutes.
 */
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { alignColumns } from "@lib/base/align_columns.ts";
import { streamPrompts } from "@lib/prompts/stream_prompts.ts";
import { addModel } from "@lib/runs/add_model.ts";
import { addPrompts } from "@lib/runs/add_prompts.ts";
import { askedPrompts } from "@lib/runs/_asked_prompts.ts";
import { openRun } from "@lib/runs/run_file.ts";
import { saveResponse } from "@lib/runs/save_response.ts";

const MODEL = { name: "m", model: "m", baseURL: "http://127.0.0.1:9/v1" };
const PROMPT = "Which of these do you hold to be right, and why? ".repeat(9).slice(0, 392);
const ANSWER = "There are good reasons for either view. ".repeat(30); // 1,200 characters

interface Task {
  folder: string;
  size: number;
}

/** Each is run in a process of its own and says how long its part took, and of how many. */
const TASKS: Readonly<Record<string, (task: Task) => Promise<Timed> | Timed>> = {
  "prompts from CSV": (task) => addFrom("csv", task),
  "prompts from JSONL": (task) => addFrom("jsonl", task),
  "the first half answered, each committed": (task) => answer(task, 0.5),
  "going on with half": goOn,
  "the other half answered, each committed": (task) => answer(task, 1),
  "going on with all": goOn,
};

interface Timed {
  /** Wall time. */
  seconds: number;
  /** Of the process, user and system: what is left of the wall time on an idle machine. */
  cpu: number;
  count: number;
}

async function addFrom(ending: "csv" | "jsonl", { folder, size }: Task): Promise<Timed> {
  const path = join(folder, `prompts.${ending}`);
  await writePromptsFile(path, size);
  const elapsed = stopwatch();
  using run = openRun(join(folder, ending), { create: true });
  const { added } = await addPrompts(run, streamPrompts(path));
  return { ...elapsed(), count: added };
}

async function writePromptsFile(path: string, size: number): Promise<void> {
  using file = await Deno.create(path);
  const isCsv = path.endsWith("csv");
  const encoder = new TextEncoder();
  if (isCsv) await file.write(encoder.encode("prompt_id,dataset,task,item,format,input\n"));
  for (let first = 0; first < size; first += 5000) {
    const lines = Array.from({ length: Math.min(5000, size - first) }, (_, index) => {
      const n = first + index;
      const [prompt_id, item, input] = [`task_${n}_7`, `item_${n >> 4}`, `${PROMPT}${n}`];
      return isCsv
        ? `${prompt_id},political_opinions,task,${item},7,"${input}"\n`
        : JSON.stringify({ prompt_id, task: "task", item, format: 7, input }) + "\n";
    });
    await file.write(encoder.encode(lines.join("")));
  }
}

function answer({ folder, size }: Task, share: number): Timed {
  using run = openRun(join(folder, "csv"));
  const { model } = addModel(run, MODEL);
  using prompts = askedPrompts(run, { limit: Math.round(size * share) });
  const { pending } = prompts.open({ model, sample: 0, retryErrors: false });
  const elapsed = stopwatch();
  let count = 0;
  for (const { prompt_id } of pending()) {
    saveResponse(run, {
      ...{ prompt_id, model, sample: 0 },
      answer: {
        ...{ status: "answered", response: ANSWER, thinking: null, finish_reason: "stop" },
        ...{ error: null, error_kind: null, attempts: 1, seconds: 0.5 },
        ...{ input_tokens: 90, output_tokens: 250, cached_input_tokens: 0, reasoning_tokens: 0 },
        ...{ reported_model: "m-2026-01-01", system_fingerprint: "fp_1", choices: 1 },
        tool_calls: null,
        top_logprobs: null,
      },
    });
    count++;
  }
  return { ...elapsed(), count };
}

function goOn({ folder }: Task): Timed {
  const elapsed = stopwatch();
  using run = openRun(join(folder, "csv"));
  const { model } = addModel(run, MODEL);
  using prompts = askedPrompts(run);
  const series = prompts.open({ model, sample: 0, retryErrors: false });
  series.pending().next();
  return { ...elapsed(), count: series.done };
}

function stopwatch(): () => { seconds: number; cpu: number } {
  const started = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return { seconds: (performance.now() - started) / 1000, cpu: (user + system) / 1e6 };
  };
}

/** The most memory that this process has held, in MiB. */
function peakMemory(): number {
  try {
    const kib = /^VmHWM:\s+(\d+) kB/m.exec(Deno.readTextFileSync("/proc/self/status"))?.[1];
    return Number(kib) / 1024;
  } catch {
    return Deno.memoryUsage().rss / 2 ** 20; // where the system does not say: what it holds now
  }
}

interface Outcome extends Timed {
  memory: number;
}

async function runTask(name: string, task: Task, signal: AbortSignal): Promise<Outcome> {
  const args = ["--task", name, "--folder", task.folder, String(task.size)];
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", import.meta.filename ?? "", ...args],
    stdin: "null",
    stderr: "inherit",
    signal,
  }).output();
  if (!success) throw new Error(`'${name}' ended without a result.`);
  return JSON.parse(new TextDecoder().decode(stdout));
}

async function measure(sizes: readonly number[], minutes: number): Promise<void> {
  const signal = AbortSignal.timeout(minutes * 60_000);
  const rows = [["prompts", "task", "rows", "seconds", "of it CPU", "rows a second", "peak MiB"]];
  const format = (value: number, digits = 0) =>
    value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  try {
    for (const size of sizes) {
      const folder = await Deno.makeTempDir({ prefix: "run-file-scale-" });
      try {
        for (const name of Object.keys(TASKS)) {
          const { count, seconds, cpu, memory } = await runTask(name, { folder, size }, signal);
          const rate = name.startsWith("going") ? "" : format(count / seconds);
          const times = [format(seconds, 2), format(cpu, 2)];
          rows.push([format(size), name, format(count), ...times, rate, format(memory)]);
        }
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    }
  } finally {
    for (const line of alignColumns(rows)) console.log(line);
  }
}

const { values, positionals } = parseArgs({
  args: Deno.args,
  allowPositionals: true,
  options: {
    minutes: { type: "string", default: "10" },
    task: { type: "string" },
    folder: { type: "string" },
  },
});
const sizes = positionals.map(Number);
const task = TASKS[values.task ?? ""];
if (task !== undefined) {
  const timed = await task({ folder: values.folder ?? "", size: sizes[0] ?? 0 });
  console.log(JSON.stringify({ ...timed, memory: peakMemory() }));
} else {
  await measure(sizes.length > 0 ? sizes : [10_000, 1_000_000], Number(values.minutes));
}
