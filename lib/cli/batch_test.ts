import assert from "node:assert/strict";
import { join } from "node:path";
import { writeCsv } from "../base/write_csv.ts";
import { startSimulator } from "../models/simulator/start_simulator.ts";
import { openRun } from "../runs/run_file.ts";
import { type CliResult, runCli } from "../testing/run_cli.ts";
import { rowsOf, withFolder } from "../testing/temporary_run.ts";

/** Runs `deno task batch NAME --run FOLDER/run …`. */
function batch(folder: string, name: string, ...args: readonly string[]): Promise<CliResult> {
  return runCli("batch", [name, "--run", join(folder, "run"), ...args]);
}

async function ok(result: Promise<CliResult>): Promise<string> {
  const { code, stdout, stderr } = await result;
  assert.equal(code, 0, stderr);
  return stdout;
}

async function writePrompts(folder: string): Promise<string> {
  const path = join(folder, "prompts.csv");
  const rows = Array.from(
    { length: 12 },
    (_, n) => ({ prompt_id: `p${n}`, input: `Q${n}`, dataset: n < 4 ? "a" : "b" }),
  );
  await writeCsv(path, { columns: ["prompt_id", "input", "dataset"], rows });
  return path;
}

Deno.test("batch exports, submits, follows and imports through a provider's files and batches", async () => {
  await using simulator = startSimulator();
  const at = ["--simulator", simulator.baseURL];
  await withFolder(async (folder) => {
    const prompts = await writePrompts(folder);
    const models = ["--models", "simulated-direct"];
    const exported = await ok(
      batch(folder, "export", "--prompts", prompts, ...models, "--max-requests", "5"),
    );
    assert.match(exported, /simulated-direct: 12 requests in 3 files, 0 of 12 done before/);
    assert.match(await ok(batch(folder, "submit", ...at)), /-0003: validating/);
    const live = await runCli("generate", ["--run", join(folder, "run"), ...models]);
    assert.match(live.stdout, /simulated-direct: 12 of those left are out in batches/);
    const early = await ok(batch(folder, "import", ...at, "--shards", "simulated-direct-0001"));
    assert.match(early, /simulated-direct-0001: in progress/);
    const followed = await ok(batch(folder, "status", ...at, "--follow", "--every", "1"));
    assert.match(followed, /simulated-direct-0003: completed, 2 of 2 answered/);
    const imported = await ok(batch(folder, "import", ...at));
    assert.match(imported, /simulated-direct-0001 +5 +5 +0 +0 +0 +0 +0 +0 +0\n/);
    assert.match(await ok(batch(folder, "import", ...at)), /No batch is out/);
    using run = openRun(join(folder, "run"));
    assert.deepEqual(
      rowsOf(run, "SELECT origin, status, count(*) AS n FROM responses GROUP BY 1, 2"),
      [{ origin: "batch", status: "answered", n: 12 }],
    );
  });
});

Deno.test("batch takes files elsewhere and back, of the datasets that were asked for", async () => {
  await withFolder(async (folder) => {
    const prompts = await writePrompts(folder);
    const spec = { name: "mine", model: "m", baseURL: "http://localhost:1/v1" };
    const models = join(folder, "models.json");
    await Deno.writeTextFile(models, JSON.stringify([spec]));
    const from = ["--prompts", prompts, "--models-file", models];
    const unknown = await batch(folder, "export", ...from, "--datasets", "c");
    assert.equal(unknown.code, 1);
    assert.match(
      unknown.stderr,
      /^error: Cannot ask prompts of dataset 'c': .* has those of a, b\. .*\n$/,
    );
    await ok(batch(folder, "export", ...from, "--datasets", "a"));
    await ok(batch(folder, "submit", "--elsewhere"));
    const requests = await Deno.readTextFile(join(folder, "run", "batches", "mine-0001.jsonl"));
    const output = requests.trimEnd().split("\n").map((line) => {
      const { custom_id, body } = JSON.parse(line);
      const message = { role: "assistant", content: `To ${body.messages[0].content}` };
      const completion = { choices: [{ finish_reason: "stop", message }] };
      return JSON.stringify({ custom_id, response: { status_code: 200, body: completion } });
    });
    const files = [join(folder, "1.jsonl"), join(folder, "2.jsonl")] as const;
    await Deno.writeTextFile(files[0], output.slice(0, 3).join("\n") + '\n{"custom');
    await Deno.writeTextFile(files[1], output.slice(2).join("\n"));
    const some = await ok(batch(folder, "import", "--file", files[0]));
    assert.match(some, /1\.jsonl: unreadable: line 4: it is not valid JSON/);
    assert.match(some, /1 requests of these files are still out/);
    const rest = await ok(batch(folder, "import", "--file", ...files));
    assert.match(rest, /2\.jsonl: 2 lines, 1 kept, 1 there before\n/);
    assert.match(rest, /mine-0001 +4 +4 /);
    using run = openRun(join(folder, "run"));
    const texts = rowsOf(run, "SELECT response FROM responses ORDER BY prompt_id");
    assert.deepEqual(texts.map(({ response }) => response), ["To Q0", "To Q1", "To Q2", "To Q3"]);
  });
});

const REFUSALS: readonly (readonly [string, string[], RegExp])[] = [
  ["no run", ["status"], /required option '--run <folder>'/],
  ["a run that is not there", ["status", "--run", "/nowhere"], /there is no such run/],
  ["an unknown subcommand", ["send"], /unknown command 'send'/],
  ["too large a file", ["export", "--max-requests", "0"], /at least 1/],
];

for (const [name, args, message] of REFUSALS) {
  Deno.test(`batch refuses ${name} in one line with exit code 1`, async () => {
    const { code, stdout, stderr } = await runCli("batch", args);
    assert.equal(code, 1);
    assert.equal(stdout, "");
    assert.match(stderr, /^error: [^\n]*\n$/);
    assert.match(stderr, message);
  });
}

Deno.test("batch tells in one line that a file is not among those of the run", async () => {
  await withFolder(async (folder) => {
    const prompts = await writePrompts(folder);
    await ok(batch(folder, "export", "--prompts", prompts, "--models", "simulated-direct"));
    const { code, stderr } = await batch(folder, "cancel", "--shards", "simulated-direct-0002");
    assert.equal(code, 1);
    assert.match(stderr, /^error: Cannot find the file 'simulated-direct-0002'.*near: sim.*-0001/);
  });
});

Deno.test("batch export chooses prompts and sets parameters as generate does", async () => {
  await withFolder(async (folder) => {
    const prompts = await writePrompts(folder);
    const options = ["--models", "simulated-direct", "--temperature", "0.5", "--max-tokens", "9"];
    const stdout = await ok(
      batch(folder, "export", "--prompts", prompts, "--stratified", "3", ...options),
    );
    assert.match(stdout, /simulated-direct.*: 3 requests in 1 file/);
    const [file] = [...Deno.readDirSync(join(folder, "run", "batches"))];
    const text = await Deno.readTextFile(join(folder, "run", "batches", file?.name ?? ""));
    const { body } = JSON.parse(text.split("\n")[0] ?? "");
    assert.deepEqual([body.temperature, body.max_tokens], [0.5, 9]);
  });
});

Deno.test("batch alone says what it can do", async () => {
  const { code, stdout } = await runCli("batch", []);
  assert.equal(code, 0);
  for (const name of ["export", "submit", "status", "cancel", "import"]) {
    assert.match(stdout, new RegExp(`^ +${name} `, "m"));
  }
});
