import assert from "node:assert/strict";
import { join } from "node:path";
import { startSimulator } from "../models/simulator/start_simulator.ts";
import { type CliResult, runCli } from "../testing/run_cli.ts";
import { withFolder } from "../testing/temporary_run.ts";

const KEY = "sk-planted/5f1c8a+0123456789";
const VARIABLE = "NEUTRALITY_PLANTED_KEY";

/** A provider that has batches and sends the key back wherever it can: in errors and in answers. */
function startEcho(): { baseURL: string } & AsyncDisposable {
  const simulator = startSimulator();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const key = request.headers.get("authorization") ?? "none";
    const { pathname } = new URL(request.url);
    if (!pathname.endsWith("/chat/completions")) {
      const url = simulator.baseURL.replace(/\/v1$/, "") + pathname;
      const { method, headers } = request;
      const body = method === "POST" ? await request.arrayBuffer() : null;
      const answer = await fetch(url, { method, headers, body });
      const text = await answer.text();
      // A batch's answers hold the key, too.
      const filled = pathname.endsWith("/content") ? text.replaceAll("the ", `${key} `) : text;
      return new Response(filled, { status: answer.status, headers: answer.headers });
    }
    const { model } = await request.json();
    if (model === "refuses") {
      return Response.json({ error: { message: `logprobs: ${key}` } }, { status: 400 });
    }
    const message = { content: `You said ${key}.`, reasoning: key };
    const top_logprobs = ["A", key].map((token) => ({ token, logprob: -1 }));
    const logprobs = { content: [{ token: "A", top_logprobs }] };
    const choices = [{ message, logprobs, finish_reason: "stop" }];
    return Response.json({ choices, model: key, system_fingerprint: key });
  });
  return {
    baseURL: `http://127.0.0.1:${server.addr.port}/v1`,
    async [Symbol.asyncDispose]() {
      await server.shutdown();
      await simulator[Symbol.asyncDispose]();
    },
  };
}

async function writeInputs(folder: string, baseURL: string): Promise<void> {
  const models = ["answers", "refuses", "simulated-direct"].map((model) => ({
    ...{ name: `my-${model}`, model, baseURL, apiKeyEnv: VARIABLE },
    price: { input: 1, output: 1 },
    params: { extra_headers: { Authorization: `Bearer ${KEY}` } },
  }));
  const plain = models.map(({ params: _, ...model }) => ({ ...model, name: `${model.name}-2` }));
  await Deno.writeTextFile(join(folder, "models.json"), JSON.stringify([...models, ...plain]));
  await Deno.writeTextFile(join(folder, "prompts.csv"), "prompt_id,input\np0,Q0\np1,Q1\n");
}

/** All files in a folder, at any depth. */
async function* filesIn(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    if (isDirectory) yield* filesIn(path);
    else yield path;
  }
}

function holdsKey(text: string): boolean {
  return [KEY, encodeURIComponent(KEY)].some((form) => text.includes(form));
}

/** One model gives log-probabilities; the other refuses to, and then everything. */
const SURVEY = ["--models", "my-answers-2,my-refuses-2", "--limit", "3", "--yes"];

Deno.test("no task leaves a key in a file or says it, even where the provider repeats it", async () => {
  await using provider = startEcho();
  await withFolder(async (folder) => {
    const inputs = join(folder, "inputs");
    const made = join(folder, "made");
    await Deno.mkdir(inputs);
    await Deno.mkdir(made);
    await writeInputs(inputs, provider.baseURL);
    const at = ["--run", join(made, "run")];
    const models = ["--models-file", join(inputs, "models.json")];
    const task = (name: string, ...args: string[]) =>
      runCli(name, args, { env: { [VARIABLE]: KEY } });
    const results: CliResult[] = [];
    const steps: readonly (readonly [number, string, ...string[]])[] = [
      [0, "generate", ...at, ...models, "--prompts", join(inputs, "prompts.csv"), "--yes"],
      [0, "annotate", ...at, ...models, "--judge", "my-answers-2"],
      // Parameters that hold a key would stand in every line.
      [1, "batch", "export", ...at, ...models, "--samples", "2", "--models", "my-simulated-direct"],
      ...["my-simulated-direct-2", "my-refuses-2"].map((name) =>
        [0, "batch", "export", ...at, ...models, "--samples", "2", "--models", name] as const
      ),
      [0, "batch", "submit", ...at],
      ...["1", "2", "3"].map(() => [0, "batch", "status", ...at] as const),
      [0, "batch", "import", ...at],
      [0, "survey", "--run", join(made, "survey"), ...models, ...SURVEY],
      ...["csv", "jsonl", "parquet"].map((ending) =>
        [0, "export", ...at, "--out", join(made, `export.${ending}`)] as const
      ),
    ];
    for (const [code, name, ...args] of steps) {
      const result = await task(name, ...args);
      assert.equal(result.code, code, `${name} ${args.join(" ")}: ${result.stderr}`);
      results.push(result);
    }
    for (const { stdout, stderr } of results) assert.equal(holdsKey(stdout + stderr), false);
    const paths = await Array.fromAsync(filesIn(made));
    assert.ok(paths.some((path) => path.endsWith(".output.jsonl")), paths.join());
    for (const path of paths) {
      const text = new TextDecoder("latin1").decode(await Deno.readFile(path));
      assert.equal(holdsKey(text), false, path);
    }
    const csv = await Deno.readTextFile(join(made, "export.csv"));
    assert.ok(csv.includes(`You said Bearer [${VARIABLE}].`), csv);
  });
});
