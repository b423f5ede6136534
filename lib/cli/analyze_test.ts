import assert from "node:assert/strict";
import { join } from "node:path";
import { projectPath } from "../base/project_paths.ts";
import { plantAnswers } from "../testing/plant_answers.ts";
import { writeAnnotatedRun } from "../testing/write_annotated_run.ts";

async function analyze(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", projectPath("lib", "cli", "analyze.ts"), ...args],
    cwd: projectPath(),
    env: { NO_COLOR: "1" },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), err: text(stderr) };
}

Deno.test("deno task analyze prints the shares and the files made, where --out says", async () => {
  const folder = Deno.makeTempDirSync();
  const [run, out] = [join(folder, "run"), join(folder, "out")];
  try {
    const datasets = { voting_questions: "no_approximation" } as const;
    writeAnnotatedRun(run, {
      answers: plantAnswers({ models: ["one"], datasets }),
      judge: "rules",
    });
    const { code, out: printed, err } = await analyze(
      "--run",
      run,
      "--judge",
      "rules",
      "--out",
      out,
    );
    assert.deepEqual([code, err], [0, ""]);
    assert.match(printed, /^model +dataset +n +refusal/);
    assert.match(printed, /\none +voting_questions +\d+( +\d+ %){6}\n/);
    const files = printed.split("\n").filter((line) => line.startsWith("  ")).map((l) => l.trim());
    assert.ok(files.includes("tables/comparisons.csv") && files.includes("tables/notes.csv"));
    assert.ok(files.includes("figures/model_comparison.pdf"));
    for (const file of files) assert.ok(Deno.statSync(join(out, file)).size > 20, file);
    assert.throws(() => Deno.statSync(join(run, "tables")));

    const wrong = await analyze("--run", run, "--judge", "gpt-4o");
    assert.deepEqual([wrong.code, wrong.out], [1, ""]);
    assert.match(wrong.err, /^error: Cannot analyze .* judge 'gpt-4o'\. The run has 'rules'\.\n$/);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

for (
  const [what, args, message] of [
    ["a missing run", ["--run", "no-such-run"], /no-such-run.*there is no such run/],
    ["an unknown option", ["--run", "x", "--colour"], /unknown option '--colour'/],
    ["no run at all", [], /give either --run, or --data with --out/],
    ["a run and a file", ["--run", "x", "--data", "y.csv"], /give either --run, or --data/],
    ["a file without --out", ["--data", "y.csv"], /without --out/],
    ["a missing file", ["--data", "no-such.csv", "--out", "x"], /no-such\.csv/],
  ] as const
) {
  Deno.test(`deno task analyze refuses ${what} in one line`, async () => {
    const { code, out, err } = await analyze(...args);
    assert.deepEqual([code, out, err.trim().split("\n").length], [1, "", 1]);
    assert.match(err, message);
  });
}

Deno.test("deno task analyze --data says what it took and what it left out", async () => {
  const folder = Deno.makeTempDirSync();
  try {
    const data = join(folder, "answers.csv");
    const row = (item: number, technique: string) => `m,political_opinions,${item},0,${technique}`;
    const rows = [...Array.from({ length: 30 }, (_, item) => row(item, "3")), row(99, "maybe")];
    Deno.writeTextFileSync(data, ["who,where,item,wording,label", ...rows].join("\n") + "\n");
    const map = "model=who,dataset=where,item=item,format=wording,technique=label";
    const out = join(folder, "out");
    const { code, out: printed, err } = await analyze("--data", data, "--map", map, "--out", out);
    assert.deepEqual([code, err], [0, ""]);
    assert.match(printed, /^30 of 31 answers used: 30 prompts of 30 items\n/);
    assert.match(
      printed,
      /Left out: 1, the technique is none of the six[^\n]*line 32[^\n]*'maybe'/,
    );
    assert.match(Deno.readTextFileSync(join(out, "tables", "left_out.csv")), /line 32: 'maybe'/);
    assert.match(
      Deno.readTextFileSync(join(out, "figures", "technique_shares.svg")),
      /Source: file “answers\.csv”/,
    );
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
