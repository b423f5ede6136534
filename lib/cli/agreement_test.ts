import assert from "node:assert/strict";
import { join } from "node:path";
import { writeTable } from "../base/write_table.ts";
import { runCli } from "../testing/run_cli.ts";
import { withFolder } from "../testing/temporary_run.ts";

const CSV = `item,anna,ben,gold
1,Refusal,refused,refusal
1,bias, BIAS ,bias
2,,bias,bias
3,refusal,bias,refusal
4,\u001b[2Junsure,bias,
`;
const MAP = "refusal=refusal,refused=refusal,bias=bias";

async function withTable(use: (path: string, folder: string) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    const path = join(folder, "codes.csv");
    await Deno.writeTextFile(path, CSV);
    await use(path, folder);
  });
}

Deno.test("agreement --json prints the report and what the map lacks", async () => {
  await withTable(async (path) => {
    const args = ["--csv", path, "--raters", "anna,ben", "--reference", "gold", "--map", MAP];
    const { code, stdout, stderr } = await runCli("agreement", [...args, "--json"]);
    assert.equal(code, 0, stderr);
    const report = JSON.parse(stdout);
    assert.deepEqual(report.raters, ["anna", "ben"]);
    assert.equal(report.n, 5);
    assert.deepEqual(report.categories, ["bias", "refusal"]);
    const [{ a, b, n, agreement, kappa }] = report.pairwise;
    assert.deepEqual([a, b, n, agreement], ["anna", "ben", 3, 2 / 3]);
    assert.ok(Math.abs(kappa - 0.4) < 1e-12);
    assert.ok(Math.abs(report.krippendorff_alpha - 4 / 9) < 1e-12);
    assert.ok(Math.abs(report.fleiss_kappa - 1 / 3) < 1e-12);
    const scores = report.reference.map((r: Record<string, unknown>) => [r.rater, r.n, r.accuracy]);
    assert.deepEqual(scores, [["anna", 3, 1], ["ben", 4, 0.75]]);
    assert.equal(report.reference[1].per_class.refusal.recall, 0.5);
    assert.deepEqual(report.unmapped, { anna: { "\u001b[2Junsure": 1 } });
  });
});

Deno.test("agreement prints a table that no label can disturb, the same for one seed", async () => {
  await withTable(async (path) => {
    const args = ["--csv", path, "--raters", "anna,ben", "--map", MAP, "--cluster", "item"];
    const { code, stdout, stderr } = await runCli("agreement", args);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^5 items, 2 raters, labels: bias, refusal\n/);
    assert.match(stdout, /anna +ben +3 +0\.667 /);
    assert.match(stdout, /anna: 1 not in the map, taken as missing: ' \[2Junsure' 1/);
    assert.match(stdout, /4 clusters, seed 1/);
    assert.ok(!stdout.includes("\u001b"));
    assert.equal((await runCli("agreement", args)).stdout, stdout);
  });
});

Deno.test("agreement reads Parquet and a map from a file", async () => {
  await withTable(async (_, folder) => {
    const path = join(folder, "codes.parquet");
    const map = join(folder, "map.json");
    await Deno.writeTextFile(map, `{ "1": "one", "2": "two" }`);
    const rows = [{ a: 1, b: 1 }, { a: 2, b: null }, { a: 2, b: 3 }];
    await writeTable(path, { columns: { a: "integer", b: "integer" }, rows });
    const args = ["--csv", path, "--raters", "a,b", "--map", map, "--replicates", "0", "--json"];
    const { code, stdout, stderr } = await runCli("agreement", args);
    assert.equal(code, 0, stderr);
    const { categories, pairwise, unmapped } = JSON.parse(stdout);
    assert.deepEqual(categories, ["one", "two"]);
    assert.deepEqual([pairwise[0].n, pairwise[0].kappa], [1, null]);
    assert.deepEqual(unmapped, { b: { "3": 1 } });
  });
});

const WRONG: readonly (readonly [string, readonly string[], RegExp])[] = [
  ["an unknown column", ["--raters", "anna,who"], /'who' but found item, anna, ben, gold/],
  ["one rater", ["--raters", "anna"], /two raters or more/],
  ["a rater named twice", ["--raters", "anna,anna"], /'anna' is named twice/],
  ["a bad map", ["--raters", "anna,ben", "--map", "a=b,c"], /'c'/],
  ["no raters", [], /--raters/],
];

for (const [what, args, message] of WRONG) {
  Deno.test(`agreement refuses ${what} in one line with exit code 1`, async () => {
    await withTable(async (path) => {
      const { code, stdout, stderr } = await runCli("agreement", ["--csv", path, ...args]);
      assert.equal(code, 1);
      assert.equal(stdout, "");
      assert.match(stderr, message);
      assert.equal(stderr.trimEnd().split("\n").length, 1, stderr);
    });
  });
}
