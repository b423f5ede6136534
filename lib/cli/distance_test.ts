import assert from "node:assert/strict";
import { join } from "node:path";
import REFERENCE from "../surveys/fixtures/survey_reference.json" with { type: "json" };
import { runCli } from "../testing/run_cli.ts";
import { withFolder } from "../testing/temporary_run.ts";

const CSV = `model,human,answer,note
a,"[0.2, 0.8]","[0.5, 0.5]",x
b,"(1, 0)","[0, 1, 0]","two
lines"
a,"[0, 0]","[1, 0]",x

\u001b[2Jc,"[nan, 1]","[0.5, 0.5]",x
a,"[1, -1]","[0.5, 0.5]",x
b,,"[0.5, 0.5]",x
b,__import__('os'),"[0.5, 0.5]",x
a,"[2, 8]","[0.2, 0.8]",x
`;
const COLUMNS = ["--p", "human", "--q", "answer"];
/** By scipy: `bench/reference/surveys.py`. */
const FIRST = REFERENCE.texts[0]?.distance ?? NaN;

async function withTable(
  use: (path: string) => Promise<void>,
  { text = CSV, name = "shares.csv" }: { text?: string; name?: string } = {},
): Promise<void> {
  await withFolder(async (folder) => {
    const path = join(folder, name);
    await Deno.writeTextFile(path, text);
    await use(path);
  });
}

Deno.test("distance --json has every row with its line, groups in order, and the whole", async () => {
  await withTable(async (path) => {
    const args = ["--csv", path, ...COLUMNS, "--by", "model", "--json"];
    const { code, stdout, stderr } = await runCli("distance", args);
    assert.equal(code, 0, stderr);
    const { rows, groups, overall, ...others } = JSON.parse(stdout);
    assert.deepEqual(others, {});
    assert.deepEqual(rows.map((row: { line: number }) => row.line), [2, 3, 5, 7, 8, 9, 10, 11]);
    assert.ok(Math.abs(rows[0].distance - FIRST) < 1e-12);
    assert.deepEqual([rows[1], rows[7]], [{ line: 3, distance: 1 }, { line: 11, distance: 0 }]);
    const [zero, nan, negative, empty, code_] = rows.slice(2, 7);
    for (const row of [zero, nan, negative, empty, code_]) assert.equal(row.distance, null);
    assert.match(zero.reason, /^'human': the values sum to zero$/);
    assert.match(nan.reason, /NaN is no finite number/);
    assert.match(negative.reason, /-1 is below zero/);
    assert.match(empty.reason, /empty/);
    assert.match(code_.reason, /expected a literal but found '__import__'/);
    assert.deepEqual(groups, [
      { by: "a", n: 2, missing: 2, mean: rows[0].distance / 2 },
      { by: "b", n: 1, missing: 2, mean: 1 },
      { by: "\u001b[2Jc", n: 0, missing: 1, mean: null },
    ]);
    assert.deepEqual(overall, { n: 3, missing: 5, mean: (rows[0].distance + 1) / 3 });
  });
});

Deno.test("distance prints means and what is missing by reason, whatever the names", async () => {
  await withTable(async (path) => {
    const args = ["--csv", path, ...COLUMNS, "--by", "model"];
    const { code, stdout, stderr } = await runCli("distance", args);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^group +n +missing +mean distance\na +2 +2 +0\.135\nb +1 +2 +1\.000\n/);
    assert.match(stdout, /\[2Jc +0 +1 +–\nall rows +3 +5 +0\.423\n/);
    assert.match(stdout, /\n {2}1 from line 5 on: 'human': the values sum to zero\n/);
    assert.ok(!stdout.includes("\u001b"));
  });
});

Deno.test("distance has groups only where it is asked for them, and takes another base", async () => {
  await withTable(async (path) => {
    const natural = ["--csv", path, ...COLUMNS, "--base", "e", "--json"];
    const { groups, rows } = JSON.parse((await runCli("distance", natural)).stdout);
    assert.deepEqual(groups, []);
    assert.ok(Math.abs(rows[0].distance - FIRST * Math.sqrt(Math.LN2)) < 1e-12);
    assert.ok(Math.abs(rows[1].distance - Math.sqrt(Math.LN2)) < 1e-15);
  });
});

Deno.test("distance reads a CSV file of any name, and one without rows", async () => {
  await withTable(async (path) => {
    const { code, stdout } = await runCli("distance", ["--csv", path, ...COLUMNS, "--json"]);
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(stdout), {
      ...{ rows: [], groups: [], overall: { n: 0, missing: 0, mean: null } },
    });
  }, { text: "human,answer\n", name: "shares.txt" });
});

const WRONG: readonly (readonly [string, readonly string[], RegExp])[] = [
  ["an unknown column", ["--p", "humans", "--q", "answer"], /'humans' .*Did you mean 'human'\?/],
  ["an unknown group", [...COLUMNS, "--by", "Model"], /'Model' .*Did you mean 'model'\?/],
  ["a base of 1", [...COLUMNS, "--base", "1"], /base.*above 1/],
  ["a base of 0", [...COLUMNS, "--base", "0"], /base.*above 1/],
  ["a base below 0", [...COLUMNS, "--base=-2"], /base.*above 1/],
  ["a base that is no number", [...COLUMNS, "--base", "two"], /base.*above 1/],
  ["no column", ["--p", "human"], /--q/],
  ["another option", [...COLUMNS, "--what"], /--what/],
];

for (const [what, args, message] of WRONG) {
  Deno.test(`distance refuses ${what} in one line with exit code 1`, async () => {
    await withTable(async (path) => {
      const { code, stdout, stderr } = await runCli("distance", ["--csv", path, ...args]);
      assert.equal(code, 1);
      assert.equal(stdout, "");
      assert.match(stderr, message);
      assert.equal(stderr.trimEnd().split("\n").length, 1, stderr);
    });
  });
}

Deno.test("distance says in one line what is wrong with a file, and prints no half of a result", async () => {
  const missing = await runCli("distance", ["--csv", "/no/such.csv", ...COLUMNS, "--json"]);
  assert.equal(missing.code, 1);
  assert.match(
    missing.stderr,
    /^error: Cannot read \/no\/such\.csv: there is no such file[^\n]*\n$/,
  );
  await withTable(async (path) => {
    const { code, stdout, stderr } = await runCli("distance", [
      "--csv",
      path,
      ...COLUMNS,
      "--json",
    ]);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, /line 3: expected 2 columns but found 3\. Quote fields/);
  }, { text: `human,answer\n"[1, 2]","[1, 2]"\n[1, 2],"[1, 2]"\n` });
});
