import assert from "node:assert/strict";
import { join } from "node:path";
import { projectPath } from "../base/project_paths.ts";
import { addModel } from "../runs/add_model.ts";
import { addPrompts } from "../runs/add_prompts.ts";
import { writeManifest } from "../runs/manifest.ts";
import { openRun } from "../runs/run_file.ts";
import { saveResponse } from "../runs/save_response.ts";
import { fakeAnswer, fakeFailure } from "../testing/fake_client.ts";
import { runCli } from "../testing/run_cli.ts";
import { rowsOf, somePrompts, withFolder } from "../testing/temporary_run.ts";

const TEXTS = [
  "I can't help with that.",
  "On the one hand, it is cheap. On the other hand, it is slow.",
  "As a libertarian, I oppose this.",
];

/** A run with three answers and a failure, in `folder/run`. */
function writeRun(folder: string): string {
  const path = join(folder, "run");
  using run = openRun(path, { create: true });
  addPrompts(run, somePrompts(TEXTS.length + 1));
  addModel(run, { name: "m", model: "x", baseURL: "http://127.0.0.1:9/v1" });
  const answers = [...TEXTS.map((response) => fakeAnswer({ response })), fakeFailure("timeout")];
  answers.forEach((answer, n) =>
    saveResponse(run, { prompt_id: `p${n}`, model: "m", sample: 0, answer })
  );
  return path;
}

function annotationsIn(path: string): Record<string, unknown>[] {
  using run = openRun(path);
  return rowsOf(run, "SELECT * FROM annotations ORDER BY judge, prompt_id");
}

/** A judge's server that replies with `content`, or with an error's status; it counts requests. */
function startJudge(reply: { content?: string; status?: number }) {
  const counted = { requests: 0 };
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    await request.json();
    counted.requests++;
    if (reply.status !== undefined) {
      return Response.json({ error: { message: "no" } }, { status: reply.status });
    }
    const message = { role: "assistant", content: reply.content };
    return Response.json({
      id: "1",
      object: "chat.completion",
      created: 1,
      model: "j",
      choices: [{ index: 0, finish_reason: "stop", message }],
    });
  });
  const baseURL = `http://127.0.0.1:${server.addr.port}/v1`;
  return { baseURL, counted, [Symbol.asyncDispose]: () => server.shutdown() };
}

async function writeModels(folder: string, models: readonly unknown[]): Promise<string> {
  const path = join(folder, "models.json");
  await Deno.writeTextFile(path, JSON.stringify(models));
  return path;
}

Deno.test("annotate follows the rules, prints a table, and repeats nothing", async () => {
  await withFolder(async (folder) => {
    const run = writeRun(folder);
    const first = await runCli("annotate", ["--run", run, "--judge", "rules"]);
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stdout, /^judge: rules/m);
    assert.match(first.stdout, /^4 Output transparency +1 +33\.3%$/m);
    assert.match(first.stdout, /^skipped: failed responses +1$/m);
    assert.deepEqual(annotationsIn(run).map(({ technique }) => technique), [
      "refusal",
      "reasonable_pluralism",
      "output_transparency",
    ]);
    const second = await runCli("annotate", ["--run", run, "--judge", "rules"]);
    assert.equal(second.code, 0);
    assert.match(second.stdout, /^there before +3$/m);
  });
});

Deno.test("annotate asks the simulated judge about simulated answers", async () => {
  await withFolder(async (folder) => {
    const run = join(folder, "run");
    const models = ["--models", "simulated-pluralist", "--limit", "40"];
    assert.equal((await runCli("generate", ["--run", run, ...models])).code, 0);
    const judged = await runCli("annotate", ["--run", run, "--judge", "simulated-judge"]);
    assert.equal(judged.code, 0, judged.stderr);
    assert.match(judged.stdout, /^judge: simulated-judge \(simulated\)/m);
    const rows = annotationsIn(run);
    assert.equal(rows.length, 40);
    assert.ok(rows.filter(({ status }) => status === "parsed").length >= 35);
    using opened = openRun(run);
    assert.deepEqual(rowsOf(opened, "SELECT judge, simulated FROM judges"), [
      { judge: "simulated-judge", simulated: 1 },
    ]);
  });
});

Deno.test("annotate asks a judge of a models file, in as many variants as told", async () => {
  await withFolder(async (folder) => {
    await using server = startJudge({ content: '{"Final Answer": "6. Bias"}' });
    const run = writeRun(folder);
    const file = await writeModels(folder, [{ name: "own", model: "j", baseURL: server.baseURL }]);
    const args = ["--run", run, "--judge", "own", "--models-file", file, "--variants", "2"];
    const result = await runCli("annotate", args);
    assert.equal(result.code, 0, result.stderr);
    assert.equal(server.counted.requests, 6);
    const rows = annotationsIn(run);
    assert.ok(rows.length === 6 && rows.every(({ technique }) => technique === "bias"));
    const changed = await runCli("annotate", args.slice(0, -2));
    assert.equal(changed.code, 0, changed.stderr);
    assert.match(
      changed.stdout,
      /^own is asked in another way than before: kept as own \(variants=1\)$/m,
    );
    assert.equal(annotationsIn(run).length, 9);
  });
});

Deno.test("annotate ends with 1 where the judge refuses the key, and never prints the key", async () => {
  await withFolder(async (folder) => {
    await using server = startJudge({ status: 401 });
    const run = writeRun(folder);
    const own = { name: "own", model: "j", baseURL: server.baseURL, apiKeyEnv: "OWN_JUDGE_KEY" };
    const file = await writeModels(folder, [own]);
    const args = ["--run", run, "--judge", "own", "--models-file", file];
    const without = await runCli("annotate", args, { env: { OWN_JUDGE_KEY: "" } });
    assert.equal(without.code, 1);
    assert.match(without.stderr, /^error: .*OWN_JUDGE_KEY.*\n$/);
    const refused = await runCli("annotate", args, { env: { OWN_JUDGE_KEY: "sk-not-to-be-seen" } });
    assert.equal(refused.code, 1);
    assert.match(refused.stdout, /^own: stopped: /m);
    assert.match(refused.stdout, /^left +3$/m);
    assert.doesNotMatch(refused.stdout + refused.stderr, /sk-not-to-be-seen/);
    assert.deepEqual(annotationsIn(run), []);
  });
});

Deno.test("annotate says beforehand what a judge will cost, and stops at --max-cost", async () => {
  await withFolder(async (folder) => {
    await using server = startJudge({ content: '{"Final Answer": "6. Bias"}' });
    const run = writeRun(folder);
    // A reply may cost 1 dollar, and is counted as a few cents.
    const price = { input: 0, output: 10_000 };
    const params = { max_tokens: 100 };
    const own = { name: "own", model: "j", baseURL: server.baseURL, price, params };
    const file = await writeModels(folder, [own]);
    const args = ["--run", run, "--judge", "own", "--models-file", file];
    const little = await runCli("annotate", [...args, "--max-cost", "0.5"]);
    assert.equal(little.code, 1);
    assert.match(little.stderr, /^own +3 +[\d,]+ +300 +\$3\.00 +\$3\.00$/m);
    assert.match(little.stdout, /^own: stopped: the limit of \$0\.50 is reached/m);
    assert.equal(server.counted.requests, 0);
    const enough = await runCli("annotate", [...args, "--max-cost", "5", "--yes"]);
    assert.equal(enough.code, 0, enough.stderr);
    assert.equal(server.counted.requests, 3);
    assert.match(enough.stdout, /^own: \$0\.\d\d spent now/m);
    const rules = await runCli("annotate", ["--run", run, "--judge", "rules", "--max-cost", "1"]);
    assert.equal(rules.stderr.includes("$"), false);
  });
});

Deno.test("annotate does not guess the judge's prompt of a run from another material", async () => {
  await withFolder(async (folder) => {
    const path = writeRun(folder);
    const hashes = { "annotation_prompt.json": "0".repeat(64) };
    using run = openRun(path);
    writeManifest(run, { materials: [{ name: "mine", seed: "1", hashes }] });
    const args = ["--run", path, "--judge", "simulated-judge"];
    const { code, stderr } = await runCli("annotate", args);
    assert.equal(code, 1);
    assert.match(stderr, /^error: .* built from 'mine'.* --materials\.\n$/);
    const named = await runCli("annotate", [
      ...args,
      "--materials",
      projectPath("data", "starter"),
    ]);
    assert.equal(named.code, 0, named.stderr);
  });
});

Deno.test("annotate says what is wrong in one line, and exits with 1", async () => {
  await withFolder(async (folder) => {
    const run = writeRun(folder);
    const wrong: readonly (readonly [readonly string[], RegExp])[] = [
      [["--run", run], /required option '--judge <name>'/],
      [["--run", join(folder, "none"), "--judge", "rules"], /there is no such run/],
      [["--run", run, "--judge", "rulez"], /Cannot find the model 'rulez'/],
      [
        ["--run", run, "--judge", "rules", "--missing", "drop"],
        /'--missing <rule>' argument 'drop' is invalid. Expected 'skip' or 'no_response'/,
      ],
      [["--run", run, "--judge", "rules", "--variants", "3"], /by rules in 3 variants/],
      [["--run", run, "--judge", "rules", "--limit", "0"], /'--limit <number>' argument '0'/],
      [["--run", run, "--judge", "simulated-judge", "--materials", folder], /Cannot /],
    ];
    for (const [args, message] of wrong) {
      const { code, stdout, stderr } = await runCli("annotate", args);
      assert.equal(code, 1, args.join(" "));
      assert.match(stderr, message);
      assert.equal(stderr.trimEnd().split("\n").length, 1, stderr);
      assert.equal(stdout, "");
    }
  });
});
