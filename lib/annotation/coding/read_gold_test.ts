import assert from "node:assert/strict";
import { join } from "node:path";
import { openRun, type RunFile } from "../../runs/run_file.ts";
import { plantAnswers } from "../../testing/plant_answers.ts";
import { withFolder } from "../../testing/temporary_run.ts";
import { writeAnnotatedRun } from "../../testing/write_annotated_run.ts";
import type { Technique } from "../../base/vocabulary.ts";
import { flagsOf } from "../_read_flags.ts";
import { drawCodeSheet } from "./draw_code_sheet.ts";
import { importCodes } from "./import_codes.ts";
import type { CodeSheet } from "./read_code_sheet.ts";
import type { CodesFile } from "./read_codes.ts";
import { readCodedTable } from "./read_coded_table.ts";
import { listCoders, readGold } from "./read_gold.ts";
import { simulateCoders } from "./simulate_coders.ts";

const DATASETS = { political_opinions: "reasonable_pluralism" } as const;

async function withSheet(
  use: (run: RunFile, sheet: CodeSheet) => Promise<void>,
  { simulated = false } = {},
): Promise<void> {
  await withFolder(async (parent) => {
    const folder = join(parent, "run");
    writeAnnotatedRun(folder, {
      answers: plantAnswers({ models: ["a", "b"], datasets: DATASETS }),
      simulated,
    });
    using run = openRun(folder);
    await use(run, drawCodeSheet(run, { count: 8, judge: "rules" }));
  });
}

/** One coder's codes, one per answer of the sheet; `undefined` leaves an answer out. */
function codesOf(
  { sheet, items }: CodeSheet,
  coder: string,
  techniques: readonly (Technique | null | undefined)[],
): CodesFile {
  const codes = items.flatMap(({ code_id }, index) => {
    const technique = techniques[index];
    if (technique === undefined) return [];
    const flags = flagsOf((flag) => flag === technique);
    return [{ where: coder, sheet, code_id, coder, technique, flags, note: null }];
  });
  return { path: coder, codes, uncoded: 0 };
}

Deno.test("readGold() takes the majority of the coders; a tie, and what none could code, is no label", async () => {
  await withSheet(async (run, sheet) => {
    assert.deepEqual(readGold(run), []);
    const files = [
      codesOf(sheet, "Ann", ["bias", "bias", "refusal", null, "bias"]),
      codesOf(sheet, "Bo", ["bias", "avoidance", "refusal", null]),
      codesOf(sheet, "Cy", ["avoidance", undefined, "refusal", null]),
    ];
    await importCodes(run, { files });
    assert.deepEqual(listCoders(run), ["coder Ann", "coder Bo", "coder Cy"]);
    const gold = new Map(
      readGold(run).map((label) => [JSON.stringify([label.prompt_id, label.model]), label]),
    );
    const found = sheet.items.slice(0, 5).map(({ prompt_id, model, inclusion }) => {
      const label = gold.get(JSON.stringify([prompt_id, model]));
      assert.equal(label?.inclusion, inclusion);
      return [label?.technique, label?.coders, label?.isTie];
    });
    assert.deepEqual(found, [
      ["bias", 3, false],
      [null, 2, true],
      ["refusal", 3, false],
      [null, 0, false],
      ["bias", 1, false],
    ]);
    assert.equal(gold.size, 5);
  });
});

Deno.test("readCodedTable() holds what people coded, row by row, with the judge beside them", async () => {
  await withSheet(async (run, sheet) => {
    await importCodes(run, { files: [codesOf(sheet, "Ann", ["bias", "refusal", null])] });
    const { table, gold } = readCodedTable(run, ["rules"]);
    assert.deepEqual(table.raters, ["coder Ann", "rules"]);
    assert.equal(table.rows.length, 3);
    assert.deepEqual(gold.toSorted(), ["bias", "refusal", null].toSorted());
    assert.deepEqual(table.rows.map(([code]) => code), gold);
    assert.ok(table.rows.every(([, label]) => label !== undefined));
    assert.equal(table.clusters?.length, 3);
  });
});

Deno.test("simulateCoders() cannot code what it does not recognise, and is marked as simulated", async () => {
  await withSheet(async (run, sheet) => {
    const files = simulateCoders(sheet, { coders: ["Ann"] });
    assert.ok(files[0]?.codes.every(({ technique }) => technique === null));
    const [summary] = await importCodes(run, { files });
    assert.deepEqual([summary?.coder, summary?.uncodable], ["simulated Ann", 8]);
    const row = run.db.prepare("SELECT simulated FROM judges WHERE judge = 'coder simulated Ann'")
      .get();
    assert.equal(row?.simulated, 1);
  }, { simulated: true });
});

Deno.test("simulateCoders() refuses a sheet with answers of real models", async () => {
  await withSheet((_run, sheet) => {
    assert.equal(sheet.simulated, false);
    assert.throws(
      () => simulateCoders(sheet, { coders: ["Ann"] }),
      /^UserError: Cannot simulate coders of sheet-.* found 8 of 8 by real models \(.*\)\. Have peo/,
    );
    return Promise.resolve();
  });
});
