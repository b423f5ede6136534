import assert from "node:assert/strict";
import { join } from "node:path";
import { openRun } from "../runs/run_file.ts";
import { runCli } from "../testing/run_cli.ts";
import { rowsOf, withFolder } from "../testing/temporary_run.ts";

const MAP = "prompt=q,response=a,model=m";

async function writeFiles(folder: string): Promise<string[]> {
  const texts = { "one.csv": "q,a,m\nQ1,A1,x\nQ2,,x\n", "two.csv": "q,a,m\nQ1,B1,y\n" };
  const paths: string[] = [];
  for (const [name, text] of Object.entries(texts)) {
    paths.push(join(folder, name));
    await Deno.writeTextFile(join(folder, name), text);
  }
  return paths;
}

Deno.test("import takes several files in, says what it read, and adds nothing twice", async () => {
  await withFolder(async (folder) => {
    const files = await writeFiles(folder);
    const run = join(folder, "run");
    const args = ["--run", run, "--csv", ...files, "--map", MAP, "--set", "dataset=d"];
    const first = await runCli("import", args);
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stdout, /one\.csv: 2 rows read, 2 imported.* 1 empty/);
    assert.match(first.stdout, /model y: 1 rows read, 1 imported/);
    assert.match(first.stdout, /total: 3 rows read, 3 imported.*2 new prompts/);
    const again = await runCli("import", args);
    assert.match(again.stdout, /total: 3 rows read, 0 imported, 3 already there/);
    using opened = openRun(run);
    assert.equal(rowsOf(opened, "SELECT * FROM responses").length, 3);
  });
});

const WRONG: readonly (readonly [string, readonly string[], RegExp])[] = [
  ["no map", [], /--map/],
  ["a column that is not there", ["--map", "prompt=q,response=a,model=who"], /'model'.*'who'/],
  ["a column that is not ours", ["--map", "promt=q,response=a,model=m"], /'promt'/],
  ["a malformed pair", ["--map", "prompt:q,response=a,model=m"], /'prompt:q'/],
  ["no response", ["--map", "prompt=q,model=m"], /'response'/],
  ["a column mapped and set", ["--map", MAP, "--set", "model=x"], /both --map and --set/],
  ["a missing file", ["--map", MAP, "--csv", "/nowhere/x.csv"], /\/nowhere\/x\.csv/],
];

for (const [what, args, message] of WRONG) {
  Deno.test(`import refuses ${what} in one line with exit code 1, and makes no run`, async () => {
    await withFolder(async (folder) => {
      const run = join(folder, "run");
      const files = await writeFiles(folder);
      const result = await runCli("import", ["--run", run, "--csv", ...files, ...args]);
      assert.equal(result.code, 1);
      assert.match(result.stderr, message);
      assert.equal(result.stderr.trimEnd().split("\n").length, 1, result.stderr);
      await assert.rejects(() => Deno.stat(run), Deno.errors.NotFound);
    });
  });
}
