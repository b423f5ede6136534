/**
 * Asks 10,000 requests through `cluster/ray_generate.py` on a local Ray of two workers, kills one of
 * them in the middle, imports what came home, and prints what it came to.
 *
 *     RAY_PYTHON=/path/to/venv/bin/python deno run -A bench/ray_worker_killed.ts
 *
 * The Python needs `cluster/requirements.txt`. It takes a minute or two, and ends by itself.
 */
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { alignColumns } from "@lib/base/align_columns.ts";
import { projectPath } from "@lib/base/project_paths.ts";
import { startSimulator } from "@lib/models/simulator/start_simulator.ts";
import { addPrompts } from "@lib/runs/add_prompts.ts";
import { shardPath } from "@lib/runs/batch/batch_shard.ts";
import { exportBatch } from "@lib/runs/batch/export_batch.ts";
import { importBatch } from "@lib/runs/batch/import_batch.ts";
import { takeElsewhere } from "@lib/runs/batch/submit_batches.ts";
import { openRun } from "@lib/runs/run_file.ts";
import { somePrompts } from "@lib/testing/temporary_run.ts";

const REQUESTS = 10_000;
const WORKER = /^ *(\d+) ray::MapWorker\(MapBatches\(Asker\)\)(\.submit)?/gm;
const LIMIT_MS = 600_000;

const folder = await Deno.makeTempDir({ prefix: "ray-worker-killed-" });
const faults = { rate_limit: 0.01, server_error: 0.01, content_filter: 0.01, truncated: 0.01 };
await using simulator = startSimulator({ latency: 100, faults });
using run = openRun(folder, { create: true });
addPrompts(run, somePrompts(REQUESTS));
const [written] = exportBatch(run, { models: simulator.models.slice(0, 1) });
await takeElsewhere(run);
if ((await workers()).length > 0) throw new Error("Another job of the same kind is under way");

const out = join(folder, "out");
const started = performance.now();
const job = new Deno.Command(Deno.env.get("RAY_PYTHON") ?? "python3", {
  args: [
    projectPath("cluster", "ray_generate.py"),
    ...(written?.shards ?? []).map((shard) => shardPath(run, shard)),
    ...["--out", out, "--endpoint", simulator.baseURL],
  ],
  stdout: "piped",
  stderr: "piped",
  signal: AbortSignal.timeout(LIMIT_MS),
}).spawn();
const result = job.output();
while (countFiles() < 5 && performance.now() - started < LIMIT_MS) await delay(100);
// In the middle of a block, so that there is something to lose.
await delay(300);
const before = countFiles();
const victim = (await workers()).find(({ isBusy }) => isBusy);
if (victim === undefined) throw new Error("No busy worker was found");
Deno.kill(victim.pid, "SIGKILL");
const { code, stdout } = await result;
const seconds = (performance.now() - started) / 1000;

const files = [...Deno.readDirSync(out)].map(({ name }) => join(out, name))
  .filter((path) => path.endsWith(".jsonl"));
const importStarted = performance.now();
const summary = await importBatch(run, { files });
const sum = (name: "lines" | "kept" | "repeated" | "broken") =>
  String(summary.files.reduce((total, file) => total + file[name], 0));
const [shard] = summary.shards;
for (
  const line of alignColumns([
    ["what", "value"],
    ["requests", String(REQUESTS)],
    ["answer files when the worker was killed", String(before)],
    ["the job's exit code", String(code)],
    ["the job's seconds, Ray's start included", seconds.toFixed(1)],
    ["requests that the simulator saw, retries included", String(simulator.stats.requests)],
    ["lines that came home", sum("lines")],
    ["kept", sum("kept")],
    ["there before", sum("repeated")],
    ["unreadable", sum("broken")],
    ["the import's seconds", ((performance.now() - importStarted) / 1000).toFixed(1)],
    ...(["answered", "truncated", "filtered", "failed", "out"] as const)
      .map((name) => [name, String(shard?.[name])]),
  ])
) console.log(line);
console.log(new TextDecoder().decode(stdout).split("\n").find((line) => / answers, /.test(line)));
await Deno.remove(folder, { recursive: true });

function countFiles(): number {
  try {
    return [...Deno.readDirSync(out)].filter(({ name }) => name.endsWith(".jsonl")).length;
  } catch {
    return 0; // the job has not made the folder yet
  }
}

async function workers(): Promise<{ pid: number; isBusy: boolean }[]> {
  const { stdout } = await new Deno.Command("ps", { args: ["-eo", "pid,args"] }).output();
  return [...new TextDecoder().decode(stdout).matchAll(WORKER)]
    .map(([, pid, task]) => ({ pid: Number(pid), isBusy: task !== undefined }));
}
