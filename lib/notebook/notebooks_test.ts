import assert from "node:assert/strict";
import { basename, join } from "node:path";
import { PROJECT_ROOT, projectPath } from "../base/project_paths.ts";
import { temporaryFolder } from "../testing/temporary_folder.ts";
import { copyExample } from "./copy_example.ts";
import { listOutputs } from "./list_outputs.ts";
import { numberedNotebooks } from "./run_demo.ts";
import { runNotebooks } from "./run_notebooks.ts";
import { setUp } from "./setup/set_up.ts";

Deno.test("the notebooks run from fresh kernels, in order, and make the committed example", async () => {
  await using folder = await temporaryFolder();
  const run = join(folder.path, "demo");
  const notebooks = await numberedNotebooks(PROJECT_ROOT);
  const finished = await runNotebooks(notebooks, {
    jupyter: await setUp({ say: () => {} }),
    output: join(run, "notebooks"),
    env: { NEUTRALITY_RUN: run },
  });
  assert.equal(finished, true);
  const made = (await listOutputs(run)).map((file) => file.path);
  for (const notebook of notebooks) {
    const name = basename(notebook, ".ipynb");
    assert.ok(made.includes(`notebooks/${name}.ipynb`), `${name}.ipynb is missing`);
    assert.ok(made.includes(`notebooks/${name}.html`), `${name}.html is missing`);
  }
  assert.ok(made.includes("run.sqlite"), `no run file among ${made.join(", ")}`);
  await assertMakesExample(run);
});

/** The same seeds make the same bytes; `deno task demo --example` renews the example. */
async function assertMakesExample(run: string): Promise<void> {
  await using folder = await temporaryFolder();
  await copyExample({ from: run, to: folder.path });
  const example = projectPath("outputs", "example");
  const texts = (await listOutputs(example)).map(({ path }) => path)
    .filter((path) => /\.(svg|csv|html)$/.test(path));
  assert.ok(texts.length >= 7, `too few files in the example: ${texts.join(", ")}`);
  for (const path of texts) {
    assert.equal(
      await Deno.readTextFile(join(folder.path, path)),
      await Deno.readTextFile(join(example, path)),
      `${path} differs from outputs/example/`,
    );
  }
}
