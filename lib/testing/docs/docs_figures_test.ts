import assert from "node:assert/strict";
import { join } from "node:path";
import { projectPath } from "../../base/project_paths.ts";
import { runProgram } from "../../notebook/setup/run_program.ts";
import { readDocsPage } from "./docs_pages.ts";
import { plantAnswers } from "../plant_answers.ts";
import { withFolder } from "../temporary_run.ts";
import { writeAnnotatedRun } from "../write_annotated_run.ts";

/** What the cells of notebook 04 before them have made. */
const BEFORE = `
import {
  changeFigure, computeTables, exportFigure, readSource, runFolder, showFigure, techniqueShares,
} from "@lib/mod.ts";
const folder = runFolder(Deno.args[0] ?? "");
const { frames } = await readSource({ run: folder });
const tables = computeTables(frames, { replicates: 20, permutations: 19 });
`;
const AFTER = `
console.log(JSON.stringify({ chosen: techniqueShares(chosen).description, svg: mine.svg }));
`;

Deno.test("the cells of docs/figures.md change a figure as they say", async () => {
  await withFolder(async (folder) => {
    const run = join(folder, "planted");
    const datasets = {
      political_opinions: "reasonable_pluralism",
      unsafe_requests: "refusal",
    } as const;
    writeAnnotatedRun(run, { answers: plantAnswers({ models: ["a", "b"], datasets }) });
    const blocks = [...readDocsPage("docs/figures.md").matchAll(/```ts\n([^]*?)```/g)];
    assert.equal(blocks.length, 3);
    const script = join(folder, "cells.ts");
    const cells = blocks.map(([, text = ""]) => text);
    await Deno.writeTextFile(script, [BEFORE, ...cells, AFTER].join("\n"));
    const { code, stdout, stderr } = await runProgram(
      [
        Deno.execPath(),
        "run",
        "-A",
        "--check",
        `--config=${projectPath("deno.json")}`,
        script,
        run,
      ],
      { env: { NO_COLOR: "1" } },
    );
    assert.equal(code, 0, stderr);
    const { chosen, svg } = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
    assert.match(chosen, /political opinions/i);
    assert.doesNotMatch(chosen, /unsafe/i);
    assert.match(svg, />Techniques, by model</);
    assert.doesNotMatch(svg, /Which technique do models use|#147a6b/);
    for (const ending of ["svg", "png", "pdf"]) {
      assert.ok((await Deno.stat(join(run, "figures", `shares_of_mine.${ending}`))).size > 1000);
    }
  });
});
