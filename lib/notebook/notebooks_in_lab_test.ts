import assert from "node:assert/strict";
import { basename, join } from "node:path";
import type { Locator } from "playwright-core";
import { PROJECT_ROOT, projectPath } from "../base/project_paths.ts";
import { sleepForReal } from "../base/sleep.ts";
import type { Technique } from "../base/vocabulary.ts";
import { INK, TECHNIQUE_COLOURS } from "../figures/theme.ts";
import { openRun } from "../runs/run_file.ts";
import { testInBrowser } from "../testing/browser.ts";
import { type PixelPlace, pixelsOf } from "../testing/canvas_pixels.ts";
import {
  failedCells,
  type LabBrowser,
  type LabBrowserOptions,
  openNotebook,
  readCells,
  runAll,
  runCommand,
  showCell,
  startLabBrowser,
  unpaintedOutputs,
} from "../testing/lab_browser.ts";
import { makeLabProject } from "../testing/lab_project.ts";
import { plantAnswers } from "../testing/plant_answers.ts";
import { withFolder } from "../testing/temporary_run.ts";
import { writeAnnotatedRun } from "../testing/write_annotated_run.ts";
import { numberedNotebooks } from "./run_demo.ts";

/** What the notebooks looked like, to be looked at. */
const SHOTS = projectPath("outputs", "tests", "notebooks_in_lab");
const ANSWERED = '.nn-text[aria-label="What was answered"]';
const NOTEBOOK = projectPath("notebooks", "04_analyze_techniques.ipynb");
const HOSTILE =
  `<img src=x onerror="window.broken = 1"></script><script>window.broken = 2</script> answer#`;

/** Writes a judged run whose texts are hostile; each answer ends in a number of its own. */
function writeHostileRun(folder: string): void {
  const answers = plantAnswers({
    models: ["<b>one</b>", "two"],
    datasets: { voting_questions: "no_approximation", conspiracy_bad_faith: "avoidance" },
    ...{ items: 5, wordings: 4 },
  });
  const marks = { judge: "simulated-judge", simulated: true, simulatedJudge: true };
  writeAnnotatedRun(folder, { answers, ...marks });
  using run = openRun(folder);
  run.db.prepare("UPDATE responses SET response = ? || rowid || '#'").run(HOSTILE);
  run.db.prepare("UPDATE prompts SET input = ?").run(HOSTILE);
}

/** Calls `use` with notebook 04 run to its end in JupyterLab. */
async function withAnalysis(
  options: Omit<LabBrowserOptions, "root">,
  use: (lab: LabBrowser, path: string) => Promise<void>,
): Promise<void> {
  await withFolder(async (folder) => {
    const [path = ""] = await makeLabProject(folder, [NOTEBOOK]);
    const run = join(folder, "outputs", "trial");
    writeHostileRun(run);
    await using lab = await startLabBrowser({
      ...options,
      root: folder,
      env: { NEUTRALITY_RUN: run },
    });
    await openNotebook(lab, path);
    await runAll(lab);
    assert.deepEqual(failedCells(await readCells(lab)), []);
    await use(lab, path);
    assert.equal(await lab.page.evaluate("globalThis.broken"), undefined);
    assert.deepEqual(lab.troubles, []);
  });
}

/** The cell whose source has these words. */
async function cellWith(lab: LabBrowser, words: string): Promise<Locator> {
  const cells = await readCells(lab);
  return await showCell(
    lab,
    cells.findIndex(({ source }) => [source].flat().join("").includes(words)),
  );
}

testInBrowser("notebook 04 paints all of its outputs, dark and narrow", async ({ browser }) => {
  await withAnalysis({ browser, dark: true, width: 700 }, async (lab) => {
    assert.deepEqual(await unpaintedOutputs(lab, { shots: join(SHOTS, "04_dark_700") }), []);
    const explorer = await cellWith(lab, "techniqueExplorer(tables)");
    const text = await pixelsOf(explorer.locator("canvas"), INK.text);
    assert.ok(text.length > 200, `the explorer's texts have only ${text.length} dark pixels`);
  });
});

testInBrowser(
  "notebook 04 paints all, and what is clicked and typed there is answered",
  async (test) => {
    await withAnalysis({ browser: test.browser }, async (lab, path) => {
      assert.deepEqual(await unpaintedOutputs(lab, { shots: join(SHOTS, "04_light_1280") }), []);
      await filterExplorer(lab);
      const button = await readAnswers(lab);
      await runCommand(lab, "docmanager:save");
      await openNotebook(lab, path);
      await cellWith(lab, "showAnswerBrowser(");
      await button.click();
      const answered = await lab.page.locator(ANSWERED).innerText();
      assert.ok(answered.startsWith(HOSTILE), "a reload leaves nothing to read");
    });
  },
);

/** All is asked in the demo; here a sample will do. */
async function askFewer(notebook: string): Promise<void> {
  const text = await Deno.readTextFile(notebook);
  const fewer = text.replace("stratified: undefined as", "stratified: { count: 200, seed: 1 } as");
  assert.notEqual(fewer, text, "notebook 02 has no sample to set");
  await Deno.writeTextFile(notebook, fewer);
}

testInBrowser(
  "notebooks 01 to 04 run one after another from a fresh start",
  async ({ browser }) => {
    await withFolder(async (folder) => {
      const paths = await makeLabProject(folder, await numberedNotebooks(PROJECT_ROOT));
      await askFewer(join(folder, paths[1] ?? ""));
      const env = { NEUTRALITY_RUN: join(folder, "outputs", "trial") };
      await using lab = await startLabBrowser({ browser, root: folder, env });
      for (const path of paths) {
        await openNotebook(lab, path);
        await runAll(lab);
        assert.deepEqual(failedCells(await readCells(lab)), [], path);
        const shots = join(SHOTS, basename(path, ".ipynb"));
        assert.deepEqual(await unpaintedOutputs(lab, { shots }), [], path);
        await runCommand(lab, "docmanager:save");
      }
      assert.deepEqual(lab.troubles, []);
    });
  },
);

/** Reads, turns over and searches answers by mouse and keyboard; gives the part of a bar that it picked. */
async function readAnswers(lab: LabBrowser): Promise<Locator> {
  const { page } = lab;
  const count = (await readCells(lab)).length;
  const cell = await cellWith(lab, "showAnswerBrowser(");
  const status = cell.locator(".nn-count");
  const answered = cell.locator(ANSWERED);
  const widest = cell.locator(".nn-bar button").filter({ visible: true })
    .and(cell.locator('[aria-label*="No approximation"]')).first();
  await widest.click();
  assert.match(await status.innerText(), /^1 of (?!1\b)\d/);
  const first = await answered.innerText();
  assert.ok(first.startsWith(HOSTILE), first);

  await cell.getByRole("button", { name: "Next" }).click();
  assert.match(await status.innerText(), /^2 of/);
  assert.notEqual(await answered.innerText(), first);
  await cell.getByRole("button", { name: "Previous" }).click();
  assert.equal(await answered.innerText(), first);

  await widest.focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowRight");
  assert.match(await status.innerText(), /^2 of/);
  await page.keyboard.press("End");
  assert.match(await status.innerText(), /^(\d+) of \1/);
  await page.keyboard.press("Home");
  await page.keyboard.press("/");
  // In JupyterLab's command mode these letters would delete, cut and add cells.
  await page.keyboard.type("dd x a b nowhere");
  assert.match(await status.innerText(), /^None of \d+ .*has “dd x a b nowhere”/);
  const [number = ""] = /#\d+#/.exec(first) ?? [];
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type(number);
  assert.match(await status.innerText(), /^1 of 1 with/);
  assert.equal(await answered.locator("mark").innerText(), number);
  await showCell(lab, 0);
  await cellWith(lab, "showAnswerBrowser(");
  assert.match(
    await status.innerText(),
    /^1 of 1 with/,
    "what was read is gone after scrolling",
  );

  await cell.getByRole("searchbox").focus();
  await page.keyboard.press("Escape");
  assert.match(
    await status.innerText(),
    /^1 of (?!1\b)\d/,
    "Escape leaves the search as it was",
  );
  await page.keyboard.press("Escape");
  assert.ok(
    await widest.evaluate((button) => button.matches(":focus")),
    "the bar has no focus",
  );
  assert.equal((await readCells(lab)).length, count);

  return widest;
}

/** Vega draws what was changed in a moment of its own: asks again for up to five seconds. */
async function eventually(isSo: () => Promise<boolean>, otherwise: string): Promise<void> {
  for (let tries = 0; !await isSo(); tries++) {
    assert.ok(tries < 100, otherwise);
    await sleepForReal(50);
  }
}

/** Filters the explorer by its legend, its bars and its list. */
async function filterExplorer(lab: LabBrowser): Promise<void> {
  const cell = await cellWith(lab, "techniqueExplorer(tables)");
  const canvas = cell.locator("canvas");
  const pixels = (name: Technique) => pixelsOf(canvas, TECHNIQUE_COLOURS[name]);
  const click = async (position: PixelPlace | undefined) => {
    assert.ok(position !== undefined, "nothing of this colour is drawn");
    await canvas.click({ position: { x: position.x + 3, y: position.y + 3 } });
  };
  const bars = await pixels("no_approximation");
  const avoidance = await pixels("avoidance");
  const image = (): Promise<string> => canvas.evaluate((element) => element.toDataURL());
  const before = await image();

  const lowest = avoidance.at(-1);
  const inLegend = lowest && { x: lowest.x - 4, y: lowest.y - 6 };
  const pale = async () => (await pixels("no_approximation")).length < bars.length / 10;
  await click(inLegend);
  await eventually(pale, "the legend leaves the other techniques as they were");
  await click(inLegend);
  await eventually(async () => !await pale(), "a second click does not bring them back");

  const [first] = bars;
  const second = bars.find(({ y }) => y > (first?.y ?? 0) + 15);
  await click(second);
  await eventually(async () => await image() !== before, "a click on a bar changes nothing");
  await click(first);
  await eventually(async () => await image() === before, "the first bar does not lead back");

  await cell.locator("select").selectOption({ label: "Voting questions" });
  const higher = async () => ((await pixels("avoidance")).at(-1)?.y ?? 0) < (lowest?.y ?? 0) - 50;
  await eventually(higher, "the choice of a dataset leaves all as it was");
}
