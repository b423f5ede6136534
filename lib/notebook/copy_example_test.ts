import assert from "node:assert/strict";
import { join } from "node:path";
import { withFolder } from "../testing/temporary_run.ts";
import { copyExample } from "./copy_example.ts";
import { listOutputs } from "./list_outputs.ts";

Deno.test("copyExample() replaces figures and tables, and leaves everything else alone", async () => {
  await withFolder(async (folder) => {
    const files = {
      "demo/figures/a.svg": "new",
      "demo/figures/a.vl.json": "{}",
      "demo/tables/shares.csv": "new",
      "demo/tables/prompts.csv": "long",
      "demo/run.sqlite": "run",
      "demo/survey/figures/b.png": "new",
      "demo/survey/run.sqlite": "run",
      "example/README.md": "kept",
      "example/figures/old.svg": "old",
    };
    for (const [path, text] of Object.entries(files)) {
      await Deno.mkdir(join(folder, path, ".."), { recursive: true });
      await Deno.writeTextFile(join(folder, path), text);
    }
    const to = join(folder, "example");
    const copied = await copyExample({ from: join(folder, "demo"), to });
    assert.deepEqual(copied, ["figures/a.svg", "survey/figures/b.png", "tables/shares.csv"]);
    const left = (await listOutputs(to)).map(({ path }) => path);
    assert.deepEqual(left, [
      ...["README.md", "figures/a.svg", "survey/figures/b.png", "tables/shares.csv"],
    ]);
  });
});
