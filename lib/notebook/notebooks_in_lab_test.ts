import assert from "node:assert/strict";
import { basename, join } from "node:path";
import { PROJECT_ROOT, projectPath } from "../base/project_paths.ts";
import { INK } from "../figures/theme.ts";
import { openRun } from "../runs/run_file.ts";
import { testInBrowser } from "../testing/browser.ts";
import { pixelsOf } from "../testing/canvas_pixels.ts";
import { ANSWERED, readAnswers } from "../testing/lab/lab_answers.ts";
import {
  failedCells,
  type LabBrowser,
  openNotebook,
  readCells,
  runAll,
  runCommand,
  setTheme,
  startLabBrowser,
  unpaintedOutputs,
} from "../testing/lab/lab_browser.ts";
import { cellWith } from "../testing/lab/lab_edits.ts";
import { filterExplorer } from "../testing/lab/lab_explorer.ts";
import type { NotebookJsonCell } from "../testing/lab/lab_page.ts";
import { makeLabProject } from "../testing/lab/lab_project.ts";
import { plantAnswers } from "../testing/plant_answers.ts";
import { withFolder } from "../testing/temporary_run.ts";
import { writeAnnotatedRun } from "../testing/write_annotated_run.ts";
import { numberedNotebooks } from "./run_demo.ts";

/** What the notebooks looked like, to be looked at. */
const SHOTS = projectPath("outputs", "tests", "notebooks_in_lab");
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

/** The demo asks all and plays chance through 2,000 times; here less will do. */
const LESS: readonly (readonly [from: string, to: string])[] = [
  ["stratified: undefined as", "stratified: { count: 200, seed: 1 } as"],
  ["replicates: 2000", "replicates: 100"],
];

/** Drawing every figure three times over takes longer than all else: once will do. */
const WRITES_FIGURES = "...await writeFigures(`${folder}/figures`, tables),";

async function copyWith(
  notebook: string,
  { to = notebook, changes }: { to?: string; changes: typeof LESS },
): Promise<void> {
  const text = await Deno.readTextFile(notebook);
  await Deno.writeTextFile(
    to,
    changes.reduce((sum, [from, instead]) => sum.replace(from, instead), text),
  );
}

/** What cells show after a run, without what has a clock or counts what is new. */
function steadyOutputs(cells: readonly NotebookJsonCell[]): string[] {
  return cells
    .filter(({ source }) =>
      !/showProgress|addPrompts|importCodes|priceGeneration|priceJudging|plan\.notes/.test(
        [source].flat().join(""),
      )
    )
    .map(({ outputs = [] }) =>
      JSON.stringify(outputs.map(({ data = {}, text }) => [Object.entries(data).sort(), text]))
    );
}

async function runTwice(lab: LabBrowser, path: string): Promise<void> {
  await runAll(lab);
  assert.deepEqual(failedCells(await readCells(lab)), [], path);
  const first = steadyOutputs(await readCells(lab));
  await runAll(lab);
  assert.deepEqual(failedCells(await readCells(lab)), [], `${path}, run a second time`);
  const second = steadyOutputs(await readCells(lab));
  const others = second.filter((shown, index) => shown !== first[index]);
  assert.deepEqual(others.map((shown) => shown.slice(0, 300)), [], `${path} shows something else`);
}

/** Looks at the open notebook in a wide window, then in a narrow dark one. */
async function assertPainted(lab: LabBrowser, path: string): Promise<void> {
  const shots = join(SHOTS, basename(path, ".ipynb"));
  assert.deepEqual(await unpaintedOutputs(lab, { shots: `${shots}_light_1280` }), [], path);
  await setTheme(lab, "Dark");
  const dark = { width: 700, shots: `${shots}_dark_700` };
  assert.deepEqual(await unpaintedOutputs(lab, dark), [], `${path}, dark and narrow`);
  if (path.includes("04_")) {
    const explorer = await cellWith(lab, "techniqueExplorer(tables)");
    const text = await pixelsOf(explorer.locator("canvas"), INK.text);
    assert.ok(text.length > 200, `the explorer's texts have only ${text.length} dark pixels`);
  }
  await setTheme(lab, "Light");
}

testInBrowser(
  "the notebooks run in JupyterLab, show all that they make, and answer clicks",
  async ({ browser, step }) => {
    await withFolder(async (folder) => {
      const notebooks = await numberedNotebooks(PROJECT_ROOT);
      const paths = await makeLabProject(folder, notebooks);
      const hostile = "notebooks/hostile.ipynb";
      const analysis = notebooks.find((path) => path.includes("04_")) ?? "";
      const run = join(folder, "outputs", "hostile");
      writeHostileRun(run);
      const own = ['Deno.env.get(\\"NEUTRALITY_RUN\\")', '\\"hostile\\"'] as const;
      const noFiles = [JSON.stringify(WRITES_FIGURES).slice(1, -1), ""] as const;
      await copyWith(analysis, { to: join(folder, hostile), changes: [...LESS, own, noFiles] });
      for (const path of paths) await copyWith(join(folder, path), { changes: LESS });
      const env = { NEUTRALITY_RUN: join(folder, "outputs", "trial") };
      await using lab = await startLabBrowser({ browser, root: folder, env });
      for (const path of paths) {
        await step(`${basename(path)} runs twice and paints all, dark and narrow too`, async () => {
          await openNotebook(lab, path);
          // The list of files leaves a narrow window no room.
          await runCommand(lab, "application:toggle-left-area");
          await runTwice(lab, path);
          await assertPainted(lab, path);
          await runCommand(lab, "docmanager:save");
        });
      }
      await step(
        "what is clicked and typed in notebook 04 is answered, whatever models say",
        async () => {
          await openNotebook(lab, hostile);
          await runAll(lab);
          assert.deepEqual(failedCells(await readCells(lab)), []);
          await filterExplorer(lab);
          const button = await readAnswers(lab, HOSTILE);
          await runCommand(lab, "docmanager:save");
          await openNotebook(lab, hostile);
          await cellWith(lab, "showAnswerBrowser(");
          await button.click();
          const answered = await lab.page.locator(ANSWERED).innerText();
          assert.ok(answered.startsWith(HOSTILE), "a reload leaves nothing to read");
        },
      );
      assert.equal(await lab.page.evaluate("globalThis.broken"), undefined);
      assert.deepEqual(lab.troubles, []);
    });
  },
);
