import assert from "node:assert/strict";
import { join } from "node:path";
import { testInBrowser } from "../browser.ts";
import {
  failedCells,
  openNotebook,
  readCells,
  runAll,
  startLabBrowser,
  unpaintedOutputs,
} from "./lab_browser.ts";
import { eventually } from "./lab_edits.ts";
import { withFolder } from "../temporary_run.ts";
import { writeNotebook } from "../write_notebook.ts";

const html = (text: string) => `Deno.jupyter.html\`${text}\``;

const CELLS = [
  `"fine"`,
  html(`<img width="40" height="40" src="data:image/png;base64,AAAA">`),
  html(`<canvas width="40" height="40"></canvas>`),
  html(`<svg width="0" height="40"><rect width="9" height="9"/></svg>`),
  html(`<div data-nn-answers>still</div>`),
  html(`<img src="https://example.org/picture.png" hidden>`),
  `throw new Error("broken")`,
  `"after it"`,
];

testInBrowser(
  "a JupyterLab of a test tells what failed, is not painted or asks elsewhere",
  async ({ browser }) => {
    await withFolder(async (folder) => {
      await writeNotebook(join(folder, "n.ipynb"), CELLS);
      await using lab = await startLabBrowser({ browser, root: folder });
      await lab.page.context().route("https://**", (route) => route.abort());
      await openNotebook(lab, "n.ipynb");
      await runAll(lab);
      // JupyterLab takes all for ended where a cell fails, but Deno's kernel goes on to the last one.
      const hasEnded = async () =>
        typeof (await readCells(lab)).at(-1)?.execution_count === "number";
      await eventually(hasEnded, "the last cell does not end");
      const cells = await readCells(lab);
      assert.deepEqual(failedCells(cells), ["cell 7: Error: broken"]);
      const [unrun] = failedCells(cells.map((cell) => ({ ...cell, execution_count: null })));
      assert.equal(unrun, "cell 1 did not run");
      const faults = (await unpaintedOutputs(lab)).map((fault) => fault.replace(/: <.*/s, ""));
      assert.deepEqual(faults, [
        "cell 2: not loaded",
        "cell 3: blank",
        "cell 4: no size",
        "cell 5: script did not run",
      ]);
      assert.ok(lab.troubles.includes("asked https://example.org/picture.png"), `${lab.troubles}`);
    });
  },
);
