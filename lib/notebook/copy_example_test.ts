import assert from "node:assert/strict";
import { join } from "node:path";
import { withFolder } from "../testing/temporary_run.ts";
import { copyExample } from "./copy_example.ts";
import { listOutputs } from "./list_outputs.ts";

function page(run: string): string {
  return `<html><head><style>:root { --jp-x: 1 }</style></head><body class="jp-Notebook">
<img alt="a" src="data:image/svg+xml;base64,${btoa("new")}">
<img alt="other" src="data:image/png;base64,AAAA">
<p>${run}/coding at 2026-01-02T03:04:05.678Z, 1,224/s</p><script>alert(1)</script></body></html>`;
}

Deno.test("copyExample() replaces figures, tables and pages, and leaves everything else alone", async () => {
  await withFolder(async (folder) => {
    const files = {
      "demo/figures/a.svg": "new",
      "demo/figures/a.vl.json": "{}",
      "demo/tables/shares.csv": "new",
      "demo/tables/prompts.csv": "long",
      "demo/run.sqlite": "run",
      "demo/survey/figures/b.png": "other",
      "demo/survey/run.sqlite": "run",
      "demo/notebooks/a.ipynb": "{}",
      "demo/notebooks/a.html": page(join(folder, "demo")),
      "example/notebooks/old.html": "old",
      "example/README.md": "kept",
      "example/figures/old.svg": "old",
    };
    for (const [path, text] of Object.entries(files)) {
      await Deno.mkdir(join(folder, path, ".."), { recursive: true });
      await Deno.writeTextFile(join(folder, path), text);
    }
    const to = join(folder, "example");
    const copied = await copyExample({ from: join(folder, "demo"), to });
    assert.deepEqual(copied, [
      ...["figures/a.svg", "notebooks/a.html", "survey/figures/b.png", "tables/shares.csv"],
    ]);
    const left = (await listOutputs(to)).map(({ path }) => path);
    assert.deepEqual(left, [
      ...["README.md", "figures/a.svg", "notebooks/a.html"],
      ...["survey/figures/b.png", "tables/shares.csv"],
    ]);
    const html = await Deno.readTextFile(join(to, "notebooks", "a.html"));
    assert.match(html, /<img alt="a" src="\.\.\/figures\/a\.svg">/);
    assert.match(html, /<img alt="other" src="data:image\/png;base64,AAAA">/);
    assert.match(html, /demo\/coding at \(time\), …\/s/);
    assert.doesNotMatch(html, /<script|alert|--jp-/);
  });
});
