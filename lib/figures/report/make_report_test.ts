import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { openRun } from "../../runs/run_file.ts";
import { type BrowserTest, testInBrowser } from "../../testing/browser.ts";
import { plantAnswers } from "../../testing/plant_answers.ts";
import { withFolder } from "../../testing/temporary_run.ts";
import { writeAnnotatedRun } from "../../testing/write_annotated_run.ts";
import { makeReport } from "./make_report.ts";

const HOSTILE =
  `<img src=x onerror="window.broken = 1"></script><script>window.broken = 2</script>` +
  `\u2028\u202e ${"very long ".repeat(2000)}`;
const DATASETS = {
  voting_questions: "no_approximation",
  conspiracy_bad_faith: "avoidance",
} as const;

/** Writes a run whose answers are hostile text, and its report. */
async function writeReport(folder: string): Promise<{ page: string; path: string }> {
  const run = join(folder, "run");
  const answers = plantAnswers({ models: ["<b>one</b>", "two"], datasets: DATASETS });
  writeAnnotatedRun(run, { answers });
  using file = openRun(run);
  file.db.prepare("UPDATE responses SET response = ? || rowid").run(HOSTILE);
  file.db.prepare("UPDATE prompts SET input = ? || rowid").run(HOSTILE);
  const page = await makeReport(run, { draws: { replicates: 100, permutations: 99, seed: 1 } });
  const path = join(folder, "report.html");
  await Deno.writeTextFile(path, page);
  return { page, path };
}

/** What axe finds, as its rules and the first element of each. */
async function violations({ page }: BrowserTest): Promise<string[]> {
  const axe = fileURLToPath(import.meta.resolve("axe-core"));
  // The page's policy forbids further scripts; what the debugger evaluates is none of the page's.
  await page.evaluate(await Deno.readTextFile(join(dirname(axe), "axe.min.js")));
  return await page.evaluate(`axe.run().then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ": " + nodes[0].html.slice(0, 200)))`);
}

Deno.test("makeReport() makes the same bytes again, and asks nothing of any network", async () => {
  await withFolder(async (folder) => {
    const { page } = await writeReport(folder);
    const again = await makeReport(join(folder, "run"), {
      draws: { replicates: 100, permutations: 99, seed: 1 },
    });
    assert.equal(again, page);
    assert.match(page, /Content-Security-Policy/);
    assert.doesNotMatch(page, /<(script|link|img)[^>]+(src|href)="?https?:/);
    assert.match(page, /@inproceedings\{fisher2025political/);
    assert.ok(!page.includes("<img src=x"), "hostile text stands in the page as it is");
  });
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [360, 1280]) {
    testInBrowser(`a report is whole at ${width} px, ${colorScheme}`, async (test) => {
      await withFolder(async (folder) => {
        const { path } = await writeReport(folder);
        const { page } = test;
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 800 });
        await page.goto(`file://${path}`);
        const scroll = await page.evaluate(
          "document.documentElement.scrollWidth - document.documentElement.clientWidth",
        );
        assert.equal(scroll, 0, "the page scrolls sideways");
        assert.equal(await page.evaluate("window.broken"), undefined);
        assert.deepEqual(await violations(test), []);
        assert.deepEqual(test.troubles, []);
      });
    });
  }
}

testInBrowser(
  "answers behind a bar are read, turned over and searched by keyboard",
  async (test) => {
    await withFolder(async (folder) => {
      const { path } = await writeReport(folder);
      const { page } = test;
      await page.goto(`file://${path}`);
      const status = page.locator(".nn-reader .nn-count");
      const bars = page.locator("[data-nn-answers] button[aria-pressed]");
      await bars.first().focus();
      await page.keyboard.press("Enter");
      assert.match(await status.textContent() ?? "", /^1 of \d/);
      await page.keyboard.press("ArrowRight");
      assert.match(await status.textContent() ?? "", /^2 of \d/);
      await page.keyboard.press("ArrowLeft");
      assert.match(await status.textContent() ?? "", /^1 of \d/);
      const answered = page.locator('.nn-text[aria-label="What was answered"]');
      assert.match(await answered.textContent() ?? "", /^<img src=x onerror/);
      await page.keyboard.press("/");
      await page.keyboard.type("no such words anywhere");
      assert.doesNotMatch(await status.textContent() ?? "", /^1 of \d/);
      await page.keyboard.press("Escape");
      assert.equal(await page.evaluate("window.broken"), undefined);
      assert.deepEqual(test.troubles, []);
    });
  },
);
