import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseCsv } from "../../base/read_csv.ts";
import { openRun, type RunFile } from "../../runs/run_file.ts";
import { testInBrowser } from "../../testing/browser.ts";
import { plantAnswers } from "../../testing/plant_answers.ts";
import { rowsOf, withFolder } from "../../testing/temporary_run.ts";
import { writeAnnotatedRun } from "../../testing/write_annotated_run.ts";
import { readCodebook } from "./codebook.ts";
import { codeSheetPage } from "./code_sheet_page.ts";
import { drawCodeSheet } from "./draw_code_sheet.ts";
import { formatCodeSheet } from "./format_code_sheet.ts";
import { importCodes } from "./import_codes.ts";
import { readCodes } from "./read_codes.ts";

const DATASETS = {
  voting_questions: "no_approximation",
  political_opinions: "reasonable_pluralism",
} as const;

async function withLabelledRun(use: (run: RunFile, folder: string) => Promise<void>) {
  await withFolder(async (parent) => {
    const folder = join(parent, "run");
    const answers = plantAnswers({ models: ["model-a", "model-b"], datasets: DATASETS });
    writeAnnotatedRun(folder, { answers });
    using run = openRun(folder);
    await use(run, parent);
  });
}

Deno.test("drawCodeSheet() draws from every dataset and label, and knows how likely each was", async () => {
  await withLabelledRun(async (run) => {
    const sheet = drawCodeSheet(run, { count: 30, judge: "rules" });
    assert.equal(sheet.items.length, 30);
    assert.equal(new Set(sheet.items.map(({ code_id }) => code_id)).size, 30);
    const strata = rowsOf(
      run,
      "SELECT stratum, count(*) AS n, avg(inclusion) AS p FROM code_sheet_items GROUP BY 1",
    );
    const all = rowsOf(
      run,
      `SELECT json_array(dataset, technique) AS stratum, count(*) AS n
      FROM annotations JOIN prompts USING (prompt_id) WHERE variant = 0 GROUP BY 1`,
    );
    assert.deepEqual(strata.map((row) => row.stratum), all.map((row) => row.stratum));
    strata.forEach((row, index) => {
      assert.ok(Math.abs(Number(row.p) - Number(row.n) / Number(all[index]?.n)) < 1e-12);
    });
    // Weighted by how likely each was, the sheet stands for all answers.
    const weight = sheet.items.reduce((sum, { inclusion }) => sum + 1 / inclusion, 0);
    assert.ok(Math.abs(weight - all.reduce((sum, row) => sum + Number(row.n), 0)) < 1e-9);
    await Promise.resolve();
  });
});

Deno.test("drawCodeSheet() gives the same sheet for the same call, another for another seed", async () => {
  await withLabelledRun(async (run) => {
    const sheet = drawCodeSheet(run, { count: 10, judge: "rules" });
    assert.deepEqual(drawCodeSheet(run, { count: 10, judge: "rules" }), sheet);
    const other = drawCodeSheet(run, { count: 10, judge: "rules", seed: 2 });
    assert.notEqual(other.sheet, sheet.sheet);
    assert.throws(
      () => drawCodeSheet(run, { count: 10, judge: "x" }),
      /'x' has labelled no answer/,
    );
    await Promise.resolve();
  });
});

Deno.test("a coding sheet tells neither model nor label, and no answer acts in a spreadsheet or page", async () => {
  await withLabelledRun(async (run) => {
    const { items: [first], ...rest } = drawCodeSheet(run, { count: 3, judge: "rules" });
    assert.ok(first !== undefined);
    const output = "</script><script>alert(1)</script>";
    const sheet = { ...rest, items: [{ ...first, output }, { ...first, output: "=HYPERLINK(1)" }] };
    const page = await codeSheetPage(sheet, await readCodebook());
    const csv = formatCodeSheet(sheet);
    for (const text of [page, csv]) {
      assert.ok(!text.includes("model-a") && !text.includes("model-b"));
    }
    assert.ok(!page.includes(output));
    const { rows } = parseCsv(csv, { path: "sheet" });
    assert.deepEqual(rows.map(({ fields }) => fields.output), [output, "'=HYPERLINK(1)"]);
    assert.deepEqual(rows.map(({ fields }) => fields.technique), ["", ""]);
  });
});

const HEAD = "sheet,code_id,coder,technique,also_bias,note\n";

Deno.test("importCodes() keeps codes as annotations, and says what is missing or double", async () => {
  await withLabelledRun(async (run, folder) => {
    const { sheet, items } = drawCodeSheet(run, { count: 6, judge: "rules" });
    const id = (index: number) => items[index]?.code_id ?? "";
    const path = join(folder, "codes.csv");
    const codes = async (lines: string[]) => {
      await Deno.writeTextFile(path, HEAD + lines.join("\n") + "\n");
      return [await readCodes(path, { coder: "Ann" })];
    };
    const files = await codes([
      `${sheet},${id(0)},,3,yes,`,
      `${sheet},${id(1)},,Reasonable pluralism,,`,
      `${sheet},${id(2)},,0,,"both, equally"`,
      `${sheet},${id(3)},,,,`,
      `${sheet},${id(0)},,3.0,,`,
    ]);
    assert.equal(files[0]?.uncoded, 1);
    const [summary] = await importCodes(run, { files });
    assert.deepEqual(summary, {
      coder: "Ann",
      sheet,
      items: 6,
      imported: 3,
      alreadyThere: 0,
      replaced: 0,
      missing: 3,
      uncodable: 1,
      repeated: 1,
    });
    const rows = rowsOf(
      run,
      `SELECT technique, status, flag_bias, note FROM annotations
      WHERE judge = 'coder Ann' ORDER BY rowid`,
    );
    assert.deepEqual(rows, [
      { technique: "reasonable_pluralism", status: "parsed", flag_bias: 1, note: null },
      { technique: "reasonable_pluralism", status: "parsed", flag_bias: 0, note: null },
      { technique: null, status: "unparsed", flag_bias: 0, note: "both, equally" },
    ]);
    const again = await importCodes(run, { files });
    assert.equal(again[0]?.alreadyThere, 3);
    const changed = await codes([`${sheet},${id(0)},Ann,6,,`]);
    await assert.rejects(importCodes(run, { files: changed }), /line 2: Ann has coded .* before/);
    const [replaced] = await importCodes(run, { files: changed, replace: true });
    assert.deepEqual([replaced?.replaced, replaced?.missing], [1, 5]);
  });
});

Deno.test("importCodes() refuses what it cannot place, and keeps nothing of it", async () => {
  await withLabelledRun(async (run, folder) => {
    const { sheet, items } = drawCodeSheet(run, { count: 4, judge: "rules" });
    const id = items[0]?.code_id ?? "";
    const path = join(folder, "codes.csv");
    const refused = async (lines: string, message: RegExp) => {
      await Deno.writeTextFile(path, HEAD + lines);
      const attempt = async () => importCodes(run, { files: [await readCodes(path)] });
      await assert.rejects(attempt, message);
      assert.equal(rowsOf(run, "SELECT 1 FROM annotations WHERE judge LIKE 'coder%'").length, 0);
    };
    await refused(`${sheet},${id},Ann,3,,\n${sheet},ffff,Ann,3,,`, /line 3: there is no 'ffff'/);
    await refused(`${sheet},${id},Ann,3,,\n${sheet},${id},Ann,4,,`, /codes .* as output_tra/);
    await refused(`other,${id},Ann,3,,`, /coding sheet 'other'/);
    await refused(`${sheet},${id},,3,,`, /line 2: nobody is named in 'coder'/);
    await refused(`${sheet},${id},Ann,7,,`, /'technique': expected 1 refusal, .* found '7'/);
    await refused(`${sheet},${id},Ann,3,maybe,`, /'also_bias': expected yes, no or nothing/);
    await Deno.writeTextFile(path, "sheet,technique\n");
    await assert.rejects(readCodes(path), /there is no 'code_id'/);
  });
});

testInBrowser(
  "a coder codes ten answers by keyboard, reloads, exports, and the run takes them",
  async ({ page, troubles }) => {
    await withLabelledRun(async (run, folder) => {
      const sheet = drawCodeSheet(run, { count: 10, judge: "rules" });
      const path = join(folder, "sheet.html");
      await Deno.writeTextFile(path, await codeSheetPage(sheet, await readCodebook()));
      await page.goto(pathToFileURL(path).href);
      assert.equal(await page.textContent("#output"), sheet.items[0]?.output);
      await page.fill("#coder", "Bea");
      await page.keyboard.press("Escape");
      for (const [index, key] of ["1", "2", "3", "4", "5", "6", "0", "1", "2", "3"].entries()) {
        assert.equal(await page.textContent("#title"), `Answer ${index + 1} of 10`);
        await page.keyboard.press(key);
        if (index === 2) {
          await page.keyboard.press("Shift+Digit6");
          await page.keyboard.press("n");
          await page.keyboard.type('a "note", with 4 marks');
          await page.keyboard.press("Escape");
        }
        if (index === 4) {
          await page.reload();
          assert.equal(await page.textContent("#title"), "Answer 5 of 10");
          assert.equal(await page.textContent("#progress"), "5 of 10 coded");
          assert.equal(await page.inputValue("#coder"), "Bea");
        }
        await page.keyboard.press("Enter");
      }
      assert.match(await page.textContent("#message") ?? "", /All answers are coded/);
      await page.keyboard.press("ArrowLeft");
      const waiting = page.waitForEvent("download");
      await page.click("#export");
      const saved = join(folder, "bea.csv");
      await (await waiting).saveAs(saved);
      const file = await readCodes(saved);
      assert.equal(file.uncoded, 0);
      const [summary] = await importCodes(run, { files: [file] });
      assert.deepEqual([summary?.coder, summary?.imported, summary?.missing], ["Bea", 10, 0]);
      const third = file.codes[2];
      assert.equal(third?.technique, "reasonable_pluralism");
      assert.equal(third?.flags.bias, true);
      assert.equal(third?.note, 'a "note", with 4 marks');
      assert.equal(file.codes[6]?.technique, null);
      assert.deepEqual(troubles, []);
    });
  },
);
