import assert from "node:assert/strict";
import { join } from "node:path";
import { parseCsv } from "../base/read_csv.ts";
import { formatCsv } from "../base/write_csv.ts";
import { plantAnswers } from "../testing/plant_answers.ts";
import { runCli } from "../testing/run_cli.ts";
import { withFolder } from "../testing/temporary_run.ts";
import { writeAnnotatedRun } from "../testing/write_annotated_run.ts";

Deno.test("code-sheet draws a sheet, and takes it back when it is filled", async () => {
  await withFolder(async (run) => {
    const datasets = { political_opinions: "reasonable_pluralism" } as const;
    writeAnnotatedRun(run, { answers: plantAnswers({ models: ["a"], datasets }) });
    const drawn = await runCli("code_sheet", ["--run", run, "--n", "8"]);
    assert.equal(drawn.code, 0, drawn.stderr);
    assert.match(drawn.stdout, /^Drew 8 answers to code:$/m);
    const path = /(\S+\.csv)/.exec(drawn.stdout)?.[1] ?? "";
    const { columns, rows } = parseCsv(await Deno.readTextFile(path), { path });
    const filled = rows.map(({ fields }) => ({ ...fields, technique: "3" }));
    const file = join(run, "filled.csv");
    await Deno.writeTextFile(file, formatCsv({ columns, rows: filled.slice(0, 7) }));
    const taken = await runCli("code_sheet", ["--run", run, "--import", file, "--coder", "Ann"]);
    assert.equal(taken.code, 0, taken.stderr);
    assert.match(taken.stdout, /^Ann +sheet-[0-9a-f]{8} +8 +7 +0 +0 +1 +0 +0$/m);
  });
});

Deno.test("code-sheet says in one line what is wrong", async () => {
  await withFolder(async (run) => {
    const neither = await runCli("code_sheet", ["--run", run]);
    assert.deepEqual(
      [neither.code, neither.stderr],
      [1, "error: Expected either --n NUMBER, to draw a sheet, or --import FILE….\n"],
    );
    const noRun = await runCli("code_sheet", ["--run", join(run, "none"), "--n", "3"]);
    assert.equal(noRun.code, 1);
    assert.match(noRun.stderr, /^error: Cannot open .*there is no such run.*\n$/);
  });
});
