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
    assert.equal(files.length, 11);
    for (const file of files) assert.ok(Deno.statSync(join(out, file)).size > 50, file);
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
    ["no run at all", [], /required option '--run <folder>'/],
  ] as const
) {
  Deno.test(`deno task analyze refuses ${what} in one line`, async () => {
    const { code, out, err } = await analyze(...args);
    assert.deepEqual([code, out, err.trim().split("\n").length], [1, "", 1]);
    assert.match(err, message);
  });
}
