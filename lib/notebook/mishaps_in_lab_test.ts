import assert from "node:assert/strict";
import { join } from "node:path";
import { sleepForReal } from "../base/sleep.ts";
import { addPrompts } from "../runs/add_prompts.ts";
import { openRun } from "../runs/run_file.ts";
import { testInBrowser } from "../testing/browser.ts";
import {
  openNotebook,
  readCells,
  runAll,
  runCommand,
  showCell,
  startLabBrowser,
} from "../testing/lab_browser.ts";
import type { NotebookJsonOutput } from "../testing/lab_page.ts";
import { makeLabProject } from "../testing/lab_project.ts";
import { somePrompts, withFolder } from "../testing/temporary_run.ts";
import { writeNotebook } from "../testing/write_notebook.ts";

const PROMPTS = 40;
/** The first answers come at once; the others would take so long that no test waits for them. */
const ASK = `
let asked = 0;
const client = {
  ask: async ({ signal }) => {
    if (asked++ >= 5) {
      await new Promise((go, stop) => {
        const timer = setTimeout(go, SLOW);
        signal.addEventListener("abort", () => (clearTimeout(timer), stop(signal.reason)));
      });
    }
    return fakeAnswer();
  },
};
`;

const CELLS = [
  `import { changeFigure, findModel, generateResponses, generationRows, interruptSignal, openRun,
  showProgress, showTable } from "@lib/mod.ts";
import { fakeAnswer } from "@lib/testing/fake_client.ts";`,
  `const damaged = openRun(Deno.env.get("DAMAGED"));`,
  `damaged.path`,
  `const run = openRun(Deno.env.get("RUN"));\nlet SLOW = 600_000;`,
  `${ASK}
const summary = await showProgress((onProgress) => generateResponses(run, {
  models: [{ spec: { name: "m", model: "m", baseURL: "http://127.0.0.1:1/v1" }, client }],
  concurrency: 4, signal: interruptSignal(), onProgress,
}));
console.log(JSON.stringify(summary.models.map((m) => [m.total, m.alreadyThere, m.answered, m.left])));`,
  `SLOW = 0;\nconsole.log("alive", summary.aborted);`,
];

function textOf(outputs: readonly NotebookJsonOutput[] = []): string {
  return outputs.flatMap(({ text = "", data }) => [text, data?.["text/plain"] ?? ""].flat()).join(
    "",
  );
}

async function eventually(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !await isSo(); tries++) {
    assert.ok(tries < 200, "the last cell does not end");
    await sleepForReal(50);
  }
}

testInBrowser(
  "a damaged run, a missing value and an interrupt are told in JupyterLab, and the kernel lives on",
  async ({ browser }) => {
    await withFolder(async (folder) => {
      const notebook = join(folder, "source", "mishaps.ipynb");
      await writeNotebook(notebook, CELLS);
      const [path = ""] = await makeLabProject(folder, [notebook]);
      const damaged = join(folder, "damaged");
      await Deno.mkdir(damaged);
      await Deno.writeTextFile(join(damaged, "run.sqlite"), "This is no database. ".repeat(200));
      {
        using run = openRun(join(folder, "run"), { create: true });
        addPrompts(run, somePrompts(PROMPTS));
      }
      const env = { DAMAGED: damaged, RUN: join(folder, "run") };
      await using lab = await startLabBrowser({ browser, root: folder, env });
      await openNotebook(lab, path);
      // Where a cell fails, JupyterLab takes all for ended, while the kernel goes on.
      await runAll(lab);
      const error = async (index: number) => {
        const cell = await showCell(lab, index);
        return await cell.locator(".jp-OutputArea-output").innerText();
      };
      const bar = (await showCell(lab, 5)).locator(".jp-OutputArea-output").first();
      await bar.filter({ hasText: "5/40" }).waitFor();
      await runCommand(lab, "notebook:interrupt-kernel");
      await eventually(async () =>
        typeof (await readCells(lab)).at(-1)?.execution_count === "number"
      );

      const unusable = await error(2);
      assert.match(unusable, /run\.sqlite:\s+it\s+is\s+not\s+a\s+database/);
      assert.doesNotMatch(unusable, /\bat |\.ts\b|ext:|node:/);
      const waiting = await error(3);
      assert.match(waiting, /waits for 'damaged', which code cell \[2\] under “A notebook/);

      // The grace ends what is under way: ten minutes too early for an answer.
      const [, , , , , asked, after] = await readCells(lab);
      assert.match(textOf(asked?.outputs), /\[\[40,0,5,35\]\]/);
      assert.equal(textOf(after?.outputs).trim(), "alive true");

      await showCell(lab, 5);
      await runCommand(lab, "notebook:run-cell");
      assert.match(textOf((await readCells(lab))[5]?.outputs), /\[\[40,5,35,0\]\]/);
      await runCommand(lab, "docmanager:save");
      assert.deepEqual(lab.troubles, []);
    });
  },
);
