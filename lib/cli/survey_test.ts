import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { readCsv } from "../base/read_csv.ts";
import { addPrompts } from "../runs/add_prompts.ts";
import { startSimulator } from "../models/simulator/start_simulator.ts";
import { openRun } from "../runs/run_file.ts";
import { runCli } from "../testing/run_cli.ts";
import { rowsOf, somePrompts, withFolder } from "../testing/temporary_run.ts";

const PAIR = ["--models", "simulated-base,simulated-aligned"];

Deno.test("survey asks, writes tables, and asks nothing again", async () => {
  await withFolder(async (folder) => {
    const run = join(folder, "run");
    const pairs = ["--pairs", "simulated-base=simulated-aligned"];
    const first = await runCli("survey", ["--run", run, ...PAIR, ...pairs, "--limit", "8"]);
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stdout, /Simulated, not real: simulated-base, simulated-aligned/);
    assert.match(first.stdout, /invented: nobody gave these answers/);
    assert.match(first.stdout, /simulated-base +as_published +completion_logprobs +Invented/);
    const { rows } = await readCsv(join(run, "tables", "model_distances.csv"), {});
    assert.deepEqual(rows.map(({ fields }) => [fields.model, fields.n]), [
      ...Array(2).fill(["simulated-base", "8"]),
      ...Array(2).fill(["simulated-aligned", "8"]),
    ]);
    const effects = await readCsv(join(run, "tables", "alignment_effects.csv"), {});
    assert.deepEqual(effects.rows.map(({ fields }) => fields.n), ["8", "8", "8"]);
    const again = await runCli("survey", ["--run", run, ...PAIR, "--limit", "8"]);
    assert.match(again.stdout, /simulated-base +0 /);
    {
      using opened = openRun(run);
      assert.deepEqual(rowsOf(opened, "SELECT count(*) AS n FROM responses"), [{ n: 80 }]);
    }
    // Without models there is nothing to ask: tables alone, by other rules.
    const rules = ["--spellings", "logits", "--average", "probabilities", "--base", "10"];
    const tables = await runCli("survey", ["--run", run, ...rules]);
    assert.equal(tables.code, 0, tables.stderr);
    assert.doesNotMatch(tables.stdout, /asked/);
    assert.match(tables.stdout, /logarithms of base 10/);
  });
});

Deno.test("survey asks personality statements, and gives the as-published figure its reason", async () => {
  await withFolder(async (folder) => {
    const run = join(folder, "run");
    const args = ["--run", run, "--survey", "machine-personality", ...PAIR, "--repeats", "1"];
    const { code, stdout, stderr } = await runCli("survey", args);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /Note: As published, people's shares come from value_counts\(\)\[1:\]/);
    const scores = await readCsv(join(run, "tables", "personality_scores.csv"), {});
    assert.equal(scores.rows.length, 5 * 3);
  });
});

const REFUSED: readonly [string, readonly string[], RegExp][] = [
  ["a variant that there is not", [...PAIR, "--variants", "no_example"], /mean no_examples\?/],
  ["a base of 1", ["--base", "1"], /Cannot take logarithms of base 1/],
  ["a pair of one", ["--pairs", "a"], /Cannot read the pair 'a'/],
  ["a population that nobody knows", [...PAIR, "--populations", "Nowhere"], /population 'Nowhere'/],
  ["a survey that there is not", ["--survey", "mine"], /Expected global_opinion_qa or machine_p/],
  ["material that is not there", [...PAIR, "--material", "no-such"], /'no-such'/],
  ["a model that nobody knows", ["--models", "simulated-bse"], /near: simulated-base/],
  ["21 likeliest tokens", [...PAIR, "--top-logprobs", "21"], /from 1 to 20/],
  ["a run that is not there", [], /there is no such run/],
];

for (const [what, args, message] of REFUSED) {
  Deno.test(`survey refuses ${what} in one line, and makes no run`, async () => {
    await withFolder(async (folder) => {
      const run = join(folder, "run");
      const { code, stderr } = await runCli("survey", ["--run", run, ...args]);
      assert.equal(code, 1);
      assert.match(stderr, message);
      assert.equal(stderr.trim().split("\n").length, 1, stderr);
      assert.equal(existsSync(run), false);
    });
  });
}

Deno.test("survey refuses a run of the study, and the study's tasks a survey's run", async () => {
  await withFolder(async (folder) => {
    const study = join(folder, "study");
    {
      using run = openRun(study, { create: true });
      addPrompts(run, somePrompts(1));
    }
    const refused = await runCli("survey", ["--run", study, ...PAIR]);
    assert.match(refused.stderr, /it has 1 prompts of another kind/);
    const survey = join(folder, "survey");
    const asked = await runCli("survey", ["--run", survey, ...PAIR, "--limit", "2"]);
    assert.equal(asked.code, 0, asked.stderr);
    for (const [name, ...args] of [["annotate", "--judge", "rules"], ["analyze"]]) {
      const { code, stderr } = await runCli(name ?? "", ["--run", survey, ...args]);
      assert.equal(code, 1);
      assert.match(stderr, /it holds answers to a survey, which have no technique/);
    }
  });
});

Deno.test("survey holds the cost to a limit, whatever the parts of it", async () => {
  await using simulator = startSimulator();
  await withFolder(async (folder) => {
    const models = simulator.surveyModels.map((spec) => ({
      ...spec,
      simulated: undefined,
      name: spec.name.replace("simulated-", "paid-"),
      price: { input: 100, output: 100 },
    }));
    const file = join(folder, "models.json");
    await Deno.writeTextFile(file, JSON.stringify(models));
    const run = join(folder, "run");
    const args = ["--run", run, "--models-file", file, "--limit", "10", "--max-cost", "1"];
    const { code, stdout, stderr } = await runCli("survey", [...args, "--yes"]);
    assert.equal(code, 1, stderr);
    assert.match(stdout, /the limit of \$1\.00 is reached/);
    using opened = openRun(run);
    const [{ tokens } = { tokens: 0 }] = rowsOf(
      opened,
      "SELECT sum(input_tokens + output_tokens) AS tokens FROM responses",
    );
    // A hundred dollars per million tokens: ten thousand tokens are a dollar.
    assert.ok(Number(tokens) > 5000 && Number(tokens) <= 10_000, String(tokens));
  });
});
