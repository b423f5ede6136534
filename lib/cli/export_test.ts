import assert from "node:assert/strict";
import { join } from "node:path";
import { runCli } from "../testing/run_cli.ts";
import { withFolder } from "../testing/temporary_run.ts";
import { writeAnnotatedRun } from "../testing/write_annotated_run.ts";

const ANSWERS = [
  { model: "a", dataset: "d", item: "i0", judged: ["bias"] },
  { model: "a\nb", dataset: "d", item: "i0", status: "failed" },
];

Deno.test("export writes a run and says how much, and import takes it without a map", async () => {
  await withFolder(async (folder) => {
    const run = join(folder, "run");
    writeAnnotatedRun(run, { answers: ANSWERS });
    const out = join(folder, "parts");
    const result = await runCli("export", ["--run", run, "--out", out]);
    assert.equal(result.code, 0, result.stderr);
    assert.match(result.stdout, /^2 responses of 2 models: 1 answered, .* 1 failed\n/);
    assert.match(result.stdout, /^ a b: 1 responses/m);
    assert.match(result.stdout, /\nAnnotations by rules: 1 annotated, .* 1 not judged\n/);
    assert.match(result.stdout, /\nWrote 2 responses in 2 files to .*parts\n$/);
    const back = await runCli("import", ["--run", join(folder, "back"), "--csv", out]);
    assert.equal(back.code, 0, back.stderr);
    assert.match(back.stdout, /^model=a\/part-00001\.parquet: 1 rows read, 1 imported/m);
    assert.match(back.stdout, /total: 2 rows read, 2 imported/);
  });
});

Deno.test("export leaves annotations out where it is told to", async () => {
  await withFolder(async (folder) => {
    writeAnnotatedRun(folder, { answers: ANSWERS });
    const out = join(folder, "x.csv");
    const { stdout } = await runCli("export", ["--run", folder, "--out", out, "--no-annotations"]);
    assert.match(stdout, /No annotations went along/);
    assert.ok(!(await Deno.readTextFile(out)).includes("verdict"));
  });
});

const WRONG: readonly (readonly [string, readonly string[], RegExp])[] = [
  ["no run", ["--run", "/nowhere/run"], /there is no such run/],
  ["an unknown format", ["--format", "xml"], /xml/],
  ["a place that cannot be written", ["--out", "/proc/x/y.csv"], /Cannot write \/proc\/x\/y\.csv/],
];

for (const [what, args, message] of WRONG) {
  Deno.test(`export refuses ${what} in one line with exit code 1`, async () => {
    await withFolder(async (folder) => {
      writeAnnotatedRun(folder, { answers: ANSWERS });
      const out = join(folder, "x.csv");
      const result = await runCli("export", ["--run", folder, "--out", out, ...args]);
      assert.equal(result.code, 1);
      assert.match(result.stderr, message);
      assert.equal(result.stderr.trimEnd().split("\n").length, 1, result.stderr);
    });
  });
}
