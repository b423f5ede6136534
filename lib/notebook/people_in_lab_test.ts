import assert from "node:assert/strict";
import { join } from "node:path";
import { projectPath } from "../base/project_paths.ts";
import { testInBrowser } from "../testing/browser.ts";
import { pixelsOf } from "../testing/canvas_pixels.ts";
import { type HeldServer, startHeldServer } from "../testing/held_server.ts";
import {
  failedCells,
  type LabBrowser,
  openNotebook,
  readCells,
  runCommand,
  startLabBrowser,
} from "../testing/lab/lab_browser.ts";
import {
  cellWith,
  editLines,
  eventually,
  findCell,
  restartAnd,
  runCell,
  runFrom,
  runNewCell,
  saidIn,
  shownText,
  startFrom,
} from "../testing/lab/lab_edits.ts";
import { makeLabProject } from "../testing/lab/lab_project.ts";
import { withFolder } from "../testing/temporary_run.ts";
import { writeLabRuns } from "../testing/lab/write_lab_runs.ts";
import { runProgram } from "./setup/run_program.ts";
import { setUp } from "./setup/set_up.ts";

const ASK = "const summary = await";
const PARAMETERS = "const RUN =";
/** What only someone who knows the program can read. */
const INSIDE = /\bat (async|file:|<)|\.ts\b|ext:|node:|os error/;

/** What a model's row of the table of answers says: wanted, there before, reused, answered. */
async function countsOf(lab: LabBrowser, model: string): Promise<number[]> {
  const text = shownText((await readCells(lab))[await findCell(lab, ASK)]);
  const row = text.split("\n").find((line) =>
    /^ *\S+ +[\d,]+ +[\d,]+ /.test(line) && line.includes(model)
  );
  return (row ?? "").trim().split(/ {2,}/).slice(1, 5).map(Number);
}

async function changeWhoIsAsked(lab: LabBrowser): Promise<void> {
  await editLines(lab, {
    "limit: undefined": "limit: 20 as number | undefined,",
    '"simulated-direct",': "",
    '"simulated-partisan",': "",
  });
  assert.deepEqual(failedCells(await runFrom(lab, "import {")), []);
  assert.deepEqual(await countsOf(lab, "simulated-cautious"), [20, 0, 0, 20]);
  await editLines(lab, {
    "limit: 20": "limit: 30 as number | undefined,",
    '"simulated-cautious",': "",
  });
  assert.deepEqual(failedCells(await runFrom(lab, PARAMETERS)), []);
  assert.deepEqual(await countsOf(lab, "simulated-pluralist"), [30, 20, 0, 10]);
  assert.deepEqual(await countsOf(lab, "simulated-cautious"), []);
}

async function restartAndRunAll(lab: LabBrowser): Promise<void> {
  await restartAnd(lab, "notebook:restart-run-all");
  assert.deepEqual(failedCells(await readCells(lab)), []);
  assert.deepEqual(await countsOf(lab, "simulated-pluralist"), [30, 30, 0, 0]);
}

async function interruptAsking(lab: LabBrowser, server: HeldServer): Promise<void> {
  await editLines(lab, {
    '"simulated-pluralist",': '"held",',
    'name: "my-llama"': `{ name: "held", model: "llama3.2", baseURL: "${server.baseURL}" },`,
  });
  server.answer(5);
  await startFrom(lab, PARAMETERS);
  await (await cellWith(lab, ASK)).locator("pre").filter({ hasText: "5/30" }).waitFor();
  const begun = performance.now();
  await runCommand(lab, "notebook:interrupt-kernel");
  await eventually(async () => (await countsOf(lab, "held")).length > 0, "the cell does not stop");
  const seconds = (performance.now() - begun) / 1000;
  assert.ok(seconds < 10, `the cell stopped only after ${seconds} s`);
  assert.deepEqual(await countsOf(lab, "held"), [30, 0, 0, 5]);
  assert.match(
    await saidIn(lab, ASK),
    /^5 of 30 done \(5 new.* run this cell again/,
  );
  assert.equal(shownText(await runNewCell(lab, { below: ASK, source: "summary.aborted" })), "true");
  server.answer(Infinity);
  await runCell(lab, ASK);
  assert.deepEqual(await countsOf(lab, "held"), [30, 5, 0, 25]);
}

async function reloadAndSave(
  lab: LabBrowser,
  { path, file }: { path: string; file: string },
): Promise<void> {
  await runCommand(lab, "docmanager:save");
  await openNotebook(lab, path);
  assert.match(await saidIn(lab, ASK), /^All 30 done \(25 new/);
  assert.deepEqual(await countsOf(lab, "held"), [30, 5, 0, 25]);
  const { python } = await setUp({ say: () => {} });
  const script = "import nbformat, sys; nbformat.validate(nbformat.read(sys.argv[1], 4))";
  const { code, stderr } = await runProgram([python, "-W", "error", "-c", script, file]);
  assert.equal(code, 0, stderr);
}

async function askWhoCannotAnswer(lab: LabBrowser): Promise<void> {
  const closed = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const host = `127.0.0.1:${closed.addr.port}`;
  closed.close();
  await editLines(lab, {
    '"held",': '"gpt-4o", "away",',
    'name: "held"': `{ name: "away", model: "m", baseURL: "http://${host}/v1" },`,
  });
  assert.deepEqual(failedCells(await runFrom(lab, "import {")), []);
  const said = await saidIn(lab, ASK);
  assert.match(said, /gpt-4o is asked no more: .*OPENAI_API_KEY is not set\. Put/);
  assert.match(
    said,
    new RegExp(`away is asked no more: nothing answers at ${host} .*Start the server`),
  );
  assert.doesNotMatch(said, INSIDE);
  assert.deepEqual(await countsOf(lab, "gpt-4o"), [30, 0, 0, 0]);
}

async function fillTheDisk(lab: LabBrowser): Promise<void> {
  await editLines(lab, { '"gpt-4o", "away",': '"simulated-direct",', "limit: 30": "limit: 900," });
  await runCell(lab, PARAMETERS);
  await runCell(lab, "const models = connectModels");
  // Out of order: without the cell that works out the cost of these models.
  await runCell(lab, ASK);
  assert.match(
    await saidIn(lab, ASK),
    /Cannot ask 'simulated-direct': the cost was worked out for/,
  );
  await runCell(lab, "await priceGeneration");
  const pages = 'run.db.prepare("PRAGMA page_count").get()?.page_count';
  await runNewCell(lab, {
    below: "const run = openRun",
    source: `run.db.exec(\`PRAGMA max_page_count = \${${pages}}\`);`,
  });
  await runCell(lab, ASK);
  const said = await saidIn(lab, ASK);
  assert.match(
    said,
    /my-study\/run\.sqlite:\s+the disk is full \(.*\)\.\s+Make room, then start again/,
  );
  assert.doesNotMatch(said, INSIDE);
}

async function openDamaged(lab: LabBrowser): Promise<void> {
  await editLines(lab, { [PARAMETERS]: 'const RUN = "damaged";' });
  await runFrom(lab, PARAMETERS);
  const said = await saidIn(lab, "const run = openRun");
  assert.match(said, /damaged\/run\.sqlite:\s+it\s+is\s+not\s+a\s+database/);
  assert.doesNotMatch(said, INSIDE);
  // The kernel goes on, but not in the run that was open before.
  assert.match(
    await saidIn(lab, ASK),
    /works on a run that is closed, because the cell that opens it/,
  );
  await restartAnd(lab, "notebook:restart-kernel");
  await runFrom(lab, "import {");
  assert.match(
    await saidIn(lab, ASK),
    /waits for 'run', which code cell \[\d+\] under “Who is asked\?”/,
  );
}

async function leaveBusyCell(lab: LabBrowser): Promise<void> {
  await runNewCell(lab, { below: "const run = openRun", source: "for (;;);", isEndless: true });
  await runCommand(lab, "notebook:interrupt-kernel");
  await restartAnd(lab, "notebook:restart-kernel");
  assert.equal(shownText(await runNewCell(lab, { below: PARAMETERS, source: "40 + 2" })), "42");
}

async function changeFigures(lab: LabBrowser): Promise<void> {
  const figure = "const changed = changeFigure";
  await runCell(lab, "import {");
  await runCell(lab, figure);
  assert.match(
    await saidIn(lab, figure),
    /waits for 'tables', which code cell \[3\] under “Parameters”/,
  );
  await editLines(lab, {
    [PARAMETERS]: 'const RUN = "judged";',
    "const DRAWS": "const DRAWS = { replicates: 20, seed: 1 };",
    'title: "What models do': 'title: "Two & two",',
    'colours: { bias: "#cc0000" }': 'colours: { bias: "#0011fe" },',
  });
  await runCell(lab, PARAMETERS);
  await runCell(lab, "computeTables(source.frames");
  await runCell(lab, figure);
  const picture = (await cellWith(lab, figure)).locator("img");
  assert.match(await picture.getAttribute("alt") ?? "", /^Two & two /);
  assert.ok((await pixelsOf(picture, "#0011fe")).length > 500, "the new colour is not painted");
  await runCell(lab, "showFigure(techniqueShares(tables))");
  const other = (await cellWith(lab, "showFigure(techniqueShares(tables))")).locator("img");
  assert.deepEqual(await pixelsOf(other, "#0011fe"), []);
}

testInBrowser(
  "what people change, interrupt and break in JupyterLab goes well, or says how to go on",
  async ({ browser, step }) => {
    await withFolder(async (folder) => {
      const names = ["02_generate_responses.ipynb", "04_analyze_techniques.ipynb"];
      const [path = "", analysis = ""] = await makeLabProject(
        folder,
        names.map((name) => projectPath("notebooks", name)),
      );
      await writeLabRuns(join(folder, "outputs"));
      await using server = startHeldServer();
      // Whatever keys this user has, none is there.
      const env = { OPENAI_API_KEY: "" };
      await using lab = await startLabBrowser({ browser, root: folder, env });
      await openNotebook(lab, path);
      await step("other models and another limit: the counts follow", () => changeWhoIsAsked(lab));
      await step("a restart asks nothing twice", () => restartAndRunAll(lab));
      await step(
        "an interrupt stops the asking, which then goes on",
        () => interruptAsking(lab, server),
      );
      await step("a reload keeps all, and the file is valid", () => {
        return reloadAndSave(lab, { path, file: join(folder, path) });
      });
      await step("no key, no server: both are named", () => askWhoCannotAnswer(lab));
      await step("a full disk is said", () => fillTheDisk(lab));
      await step("a damaged run is said, and what waits for it", () => openDamaged(lab));
      await step("a busy cell ends with its kernel", () => leaveBusyCell(lab));
      await runCommand(lab, "docmanager:save");
      await openNotebook(lab, analysis);
      await step("a figure takes other words and colours", () => changeFigures(lab));
      await runCommand(lab, "docmanager:save");
      assert.deepEqual(lab.troubles, []);
    });
  },
);
