import assert from "node:assert/strict";
import { basename, join } from "node:path";
import { PROJECT_ROOT } from "../base/project_paths.ts";
import { temporaryFolder } from "../testing/temporary_folder.ts";
import { listOutputs } from "./list_outputs.ts";
import { numberedNotebooks } from "./run_demo.ts";
import { runNotebooks } from "./run_notebooks.ts";
import { setUp } from "./setup/set_up.ts";

Deno.test("the notebooks run from fresh kernels, in order, into a run of their own", async () => {
  await using folder = await temporaryFolder();
  const notebooks = await numberedNotebooks(PROJECT_ROOT);
  const finished = await runNotebooks(notebooks, {
    jupyter: await setUp({ say: () => {} }),
    output: join(folder.path, "notebooks"),
    env: { NEUTRALITY_RUN: folder.path },
  });
  assert.equal(finished, true);
  const made = (await listOutputs(folder.path)).map((file) => file.path);
  for (const notebook of notebooks) {
    const name = basename(notebook, ".ipynb");
    assert.ok(made.includes(`notebooks/${name}.ipynb`), `${name}.ipynb is missing`);
    assert.ok(made.includes(`notebooks/${name}.html`), `${name}.html is missing`);
  }
  assert.ok(made.includes("run.sqlite"), `no run file among ${made.join(", ")}`);
});
