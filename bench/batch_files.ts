/**
 * How long `deno task batch export` and `import` take, and how much memory, as whole processes:
 *
 *     deno run -A bench/batch_files.ts 10000 100000 1000000
 *
 * Prompts have 400 characters, answers 1,300; they come home in an order that has nothing to do with
 * that of the prompts. The largest of these takes some 5 GB of disk and several minutes.
 */
import { join } from "node:path";
import { alignColumns } from "@lib/base/align_columns.ts";
import { projectPath } from "@lib/base/project_paths.ts";
import { hashOfInput } from "@lib/runs/hash_of_input.ts";
import { batchFolder } from "@lib/runs/batch/batch_shard.ts";
import { openRun, type RunFile } from "@lib/runs/run_file.ts";

const ANSWER = "An answer. ".repeat(118);
const rows = [["requests", "step", "seconds", "peak MB"]];
for (const count of Deno.args.map(Number)) {
  const folder = await Deno.makeTempDir({ prefix: "batch-files-" });
  using run = openRun(folder, { create: true });
  addPrompts(run, count);
  const models = join(folder, "models.json");
  const spec = { name: "m", model: "m", baseURL: "http://localhost:1/v1" };
  await Deno.writeTextFile(models, JSON.stringify([spec]));
  const step = async (name: string, args: readonly string[]) =>
    rows.push([String(count), name, ...await measure([name, "--run", folder, ...args])]);
  await step("export", ["--models-file", models]);
  const answers = join(batchFolder(run), "answers.jsonl");
  writeAnswers(run, answers);
  await step("import", ["--file", answers]);
  const home = Number(run.db.prepare("SELECT count(*) AS n FROM responses").get()?.n);
  if (home !== count) throw new Error(`Only ${home} of ${count} came home`);
  await Deno.remove(folder, { recursive: true });
}
for (const line of alignColumns(rows)) console.log(line);

function addPrompts(run: RunFile, count: number): void {
  const insert = run.db.prepare(
    "INSERT INTO prompts (prompt_id, position, input, input_hash) VALUES (?, ?, ?, ?)",
  );
  run.transaction(() => {
    for (let number = 0; number < count; number++) {
      const input = `Question ${number} `.padEnd(400, "x");
      insert.run(`p${number}`, number, input, hashOfInput(input));
    }
  });
}

/** In the order of the ids, which are hashes. */
function writeAnswers(run: RunFile, path: string): void {
  using file = Deno.openSync(path, { write: true, create: true });
  const ids = run.db.prepare("SELECT custom_id FROM batch_requests ORDER BY custom_id");
  const encoder = new TextEncoder();
  for (const { custom_id } of ids.iterate()) {
    const choices = [{ finish_reason: "stop", message: { role: "assistant", content: ANSWER } }];
    const response = { status_code: 200, body: { model: "m", choices } };
    file.writeSync(encoder.encode(JSON.stringify({ custom_id, response, error: null }) + "\n"));
  }
}

/** Runs a step of `deno task batch`. @returns Its seconds and its peak memory, as texts. */
async function measure(args: readonly string[]): Promise<string[]> {
  const started = performance.now();
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", projectPath("lib", "cli", "batch.ts"), ...args],
    stdout: "null",
  }).spawn();
  let peak = 0;
  const timer = setInterval(() => peak = Math.max(peak, peakOf(process.pid)), 50);
  const { success } = await process.status;
  clearInterval(timer);
  if (!success) throw new Error(`batch ${args[0]} failed`);
  return [((performance.now() - started) / 1000).toFixed(1), (peak / 1024).toFixed(0)];
}

/** The most memory that a process has had, in KiB, as Linux keeps it; 0 once it is gone. */
function peakOf(pid: number): number {
  try {
    const status = Deno.readTextFileSync(`/proc/${pid}/status`);
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
