import assert from "node:assert/strict";
import { join } from "node:path";
import { writeCsv } from "../base/write_csv.ts";
import { hashedUniform } from "../base/hashed_uniform.ts";
import { addPrompts } from "../runs/add_prompts.ts";
import { openRun } from "../runs/run_file.ts";
import { lockRun } from "../runs/run_lock.ts";
import { resultOf, runCli, spawnCli } from "../testing/run_cli.ts";
import { aPrompt, rowsOf, withFolder } from "../testing/temporary_run.ts";

/** A models file with one model per server, and a prompts file, in `folder`. */
async function writeInputs(
  folder: string,
  { prompts, servers }: { prompts: number; servers: Readonly<Record<string, string>> },
): Promise<string[]> {
  const rows = Array.from({ length: prompts }, (_, n) => ({ prompt_id: `p${n}`, input: `Q${n}` }));
  await writeCsv(join(folder, "prompts.csv"), { columns: ["prompt_id", "input"], rows });
  const models = Object.entries(servers).map(([name, baseURL]) => ({ name, model: "x", baseURL }));
  await Deno.writeTextFile(join(folder, "models.json"), JSON.stringify(models));
  const paths = [join(folder, "run"), join(folder, "prompts.csv"), join(folder, "models.json")];
  return ["--run", "--prompts", "--models-file"].flatMap((name, i) => [name, paths[i] ?? ""]);
}

/** A server whose answers repeat the prompt; it notes what it was asked and what it answered. */
interface EchoServer extends AsyncDisposable {
  baseURL: string;
  asked: string[];
  answered: Set<string>;
}

function startServer(
  hooks: { beforeAnswer?: (count: number) => Promise<void> | void; status?: number } = {},
): EchoServer {
  const asked: string[] = [];
  const answered = new Set<string>();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const body = await request.json();
    const prompt = String(body.messages.at(-1).content);
    asked.push(prompt);
    if (hooks.status !== undefined) {
      return Response.json({ error: { message: "no" } }, { status: hooks.status });
    }
    await hooks.beforeAnswer?.(asked.length);
    answered.add(prompt);
    return Response.json({
      id: "1",
      object: "chat.completion",
      created: 1,
      model: "x-1",
      choices: [{
        index: 0,
        finish_reason: "stop",
        message: { role: "assistant", content: `To ${prompt}` },
      }],
      usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
    });
  });
  return {
    baseURL: `http://127.0.0.1:${server.addr.port}/v1`,
    asked,
    answered,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

function responsesIn(folder: string): Record<string, unknown>[] {
  using run = openRun(join(folder, "run"));
  return rowsOf(run, "SELECT * FROM responses JOIN prompts USING (prompt_id) ORDER BY position");
}

Deno.test("generate asks simulated models the starter's first prompts, and goes on", async () => {
  await withFolder(async (folder) => {
    const args = ["--run", join(folder, "run"), "--models", "simulated-direct,simulated-cautious"];
    const first = await runCli("generate", [...args, "--limit", "5"]);
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stdout, /simulated-direct +5 +5/);
    assert.match(first.stdout, /Simulated, not real: simulated-direct, simulated-cautious/);
    const second = await runCli("generate", [...args, "--limit", "9"]);
    assert.equal(second.code, 0, second.stderr);
    assert.match(second.stdout, /simulated-direct +4 +4/);
    assert.equal(responsesIn(folder).length, 18);
    const otherSeed = await runCli("generate", [...args, "--limit", "9", "--simulator-seed", "2"]);
    assert.equal(otherSeed.code, 1);
    assert.match(otherSeed.stderr, /simulated answers come from seed 1/);
  });
});

Deno.test("generate killed at any moment loses no answer and asks none twice in the end", async () => {
  await withFolder(async (folder) => {
    const concurrency = 8;
    let killAt = Infinity;
    let kill = () => {};
    await using server = startServer({
      beforeAnswer(count) {
        if (count >= killAt) kill();
      },
    });
    const inputs = await writeInputs(folder, { prompts: 400, servers: { m: server.baseURL } });
    const args = [...inputs, "--concurrency", String(concurrency)];
    for (let round = 0; round < 4; round++) {
      const before = server.asked.length;
      killAt = before + 1 + Math.floor(hashedUniform("kill", round) * 80);
      const child = spawnCli("generate", args);
      kill = () => {
        killAt = Infinity;
        child.kill("SIGKILL");
      };
      const { code } = await resultOf(child);
      assert.notEqual(code, 0);
      const rows = responsesIn(folder);
      const there = new Set(rows.map(({ input }) => input));
      const lost = [...server.answered].filter((prompt) => !there.has(prompt));
      // Answers that were on their way when the process died are asked again, and no others.
      assert.ok(lost.length <= concurrency, `${lost.length} answers lost`);
      for (const prompt of lost) server.answered.delete(prompt);
    }
    killAt = Infinity;
    const missing = 400 - responsesIn(folder).length;
    const before = server.asked.length;
    const last = await runCli("generate", args);
    assert.equal(last.code, 0, last.stderr);
    assert.equal(server.asked.length - before, missing);
    const rows = responsesIn(folder);
    assert.deepEqual(
      rows.map(({ input, response, status }) => ({ input, response, status })),
      Array.from({ length: 400 }, (_, n) => ({
        input: `Q${n}`,
        response: `To Q${n}`,
        status: "answered",
      })),
    );
  });
});

Deno.test({
  name: "generate stopped by Ctrl-C keeps its answers, says what is left, and exits with 130",
  ignore: Deno.build.os === "windows",
  async fn() {
    await withFolder(async (folder) => {
      let interrupt = () => {};
      const never = Promise.withResolvers<void>();
      await using server = startServer({
        beforeAnswer(count) {
          if (count <= 20) return;
          interrupt();
          return never.promise;
        },
      });
      const inputs = await writeInputs(folder, { prompts: 50, servers: { m: server.baseURL } });
      const child = spawnCli("generate", [...inputs, "--concurrency", "4"]);
      interrupt = () => {
        interrupt = () => {};
        child.kill("SIGINT");
      };
      const { code, stdout, stderr } = await resultOf(child);
      never.resolve();
      assert.equal(code, 130, stderr);
      assert.match(stderr, /Stopping: what was answered is kept/);
      const kept = responsesIn(folder).length;
      // Up to four requests were under way, their answers perhaps on the wire.
      assert.ok(kept >= 16 && kept <= 20, `${kept} answers kept`);
      const left = `${50 - kept} answers are left. The same command again goes on from here.`;
      assert.ok(stdout.includes(left), stdout);
    });
  },
});

Deno.test("generate gives up a model whose key is refused, and asks the others", async () => {
  await withFolder(async (folder) => {
    await using refusing = startServer({ status: 401 });
    await using fine = startServer();
    const servers = { refused: refusing.baseURL, fine: fine.baseURL };
    const inputs = await writeInputs(folder, { prompts: 30, servers });
    const { code, stdout } = await runCli("generate", inputs);
    assert.equal(code, 1);
    assert.match(stdout, /refused: stopped: .*401/);
    assert.equal(refusing.asked.length, 1);
    assert.equal(responsesIn(folder).filter(({ model }) => model === "fine").length, 30);
  });
});

Deno.test("generate names the variable of a missing key, and never keeps a key", async () => {
  await withFolder(async (folder) => {
    await using server = startServer();
    const inputs = await writeInputs(folder, { prompts: 5, servers: { fine: server.baseURL } });
    const keyed = (name: string, apiKeyEnv: string) => ({
      name,
      model: "x",
      baseURL: server.baseURL,
      apiKeyEnv,
    });
    const models = [keyed("a", "NEUTRALITY_TEST_NO_KEY"), keyed("b", "NEUTRALITY_TEST_KEY")];
    await Deno.writeTextFile(join(folder, "models.json"), JSON.stringify(models));
    const key = "sk-planted-5f1c8a";
    const result = await runCli("generate", inputs, { env: { NEUTRALITY_TEST_KEY: key } });
    assert.equal(result.code, 1);
    assert.match(result.stderr, /error: .*NEUTRALITY_TEST_NO_KEY/);
    assert.deepEqual(responsesIn(folder).map(({ model }) => model), ["b", "b", "b", "b", "b"]);
    assert.equal((result.stdout + result.stderr).includes(key), false);
    for await (const { name } of Deno.readDir(join(folder, "run"))) {
      const bytes = await Deno.readFile(join(folder, "run", name));
      assert.equal(new TextDecoder("latin1").decode(bytes).includes(key), false, name);
    }
  });
});

const WRONG: readonly (readonly [string, readonly string[], RegExp])[] = [
  ["no models", [], /nobody is asked/],
  ["an unknown model", ["--models", "simulated-direct,nope"], /model 'nope'/],
  ["no run", ["--models", "simulated-direct", "--run"], /--run/],
  [
    "a missing prompts file",
    ["--models", "simulated-direct", "--prompts", "/nowhere/p.csv"],
    /\/nowhere\/p\.csv/,
  ],
  [
    "a missing material",
    ["--models", "simulated-direct", "--materials", "/nowhere/m"],
    /\/nowhere\/m/,
  ],
  [
    "both prompts and material",
    ["--models", "simulated-direct", "--materials", "/m", "--prompts", "/p.csv"],
    /both --materials and --prompts/,
  ],
  ["a limit of nothing", ["--models", "simulated-direct", "--limit", "0"], /at least 1/],
  ["an unknown option", ["--frobnicate"], /--frobnicate/],
];

for (const [what, args, message] of WRONG) {
  Deno.test(`generate refuses ${what} in one line with exit code 1, and makes no run`, async () => {
    await withFolder(async (folder) => {
      const run = join(folder, "run");
      const { code, stdout, stderr } = await runCli("generate", ["--run", run, ...args]);
      assert.equal(code, 1);
      assert.match(stderr, message);
      assert.equal(stderr.trimEnd().split("\n").length, 1, stderr);
      assert.equal(stdout, "");
      await assert.rejects(() => Deno.stat(run), Deno.errors.NotFound);
    });
  });
}

Deno.test("deno task generate says who holds a run before it asks about money", async () => {
  await withFolder(async (folder) => {
    const baseURL = "http://127.0.0.1:1/v1";
    const args = await writeInputs(folder, { prompts: 1, servers: { paid: baseURL } });
    const spec = { name: "paid", model: "x", baseURL, price: { input: 1, output: 1 } };
    await Deno.writeTextFile(join(folder, "models.json"), JSON.stringify([spec]));
    using run = openRun(join(folder, "run"), { create: true });
    addPrompts(run, [aPrompt("p0", { input: "Q0" })]);
    using _lock = lockRun(run, "annotate");
    const { code, stderr } = await runCli("generate", args);
    assert.equal(code, 1);
    assert.match(stderr, /^error: Cannot write to [^\n]*annotate[^\n]*\n$/);
  });
});
