import assert from "node:assert/strict";
import { join } from "node:path";
import { openRun, type RunFile } from "../runs/run_file.ts";
import { plantAnswers } from "../testing/plant_answers.ts";
import { withFolder } from "../testing/temporary_run.ts";
import { writeAnnotatedRun } from "../testing/write_annotated_run.ts";
import { drawAnswers } from "./draw_answers.ts";

async function withAnswers(use: (run: RunFile) => void): Promise<void> {
  await withFolder((parent) => {
    const folder = join(parent, "run");
    const datasets = { voting_questions: "no_approximation", own: null } as const;
    writeAnnotatedRun(folder, { answers: plantAnswers({ models: ["a", "b"], datasets }) });
    using run = openRun(folder);
    use(run);
  });
}

Deno.test("drawAnswers() draws as many from each group, the same ones for the same seed", async () => {
  await withAnswers((run) => {
    const drawn = drawAnswers(run, { by: "dataset", each: 3 });
    assert.deepEqual(drawn.map(({ dataset }) => dataset), [
      ...Array(3).fill("voting_questions"),
      ...Array(3).fill("own"),
    ]);
    assert.equal(new Set(drawn.map(({ prompt_id, model }) => `${prompt_id} ${model}`)).size, 6);
    assert.deepEqual(drawAnswers(run, { by: "dataset", each: 3 }), drawn);
    assert.notDeepEqual(drawAnswers(run, { by: "dataset", each: 3, seed: 2 }), drawn);
    assert.ok(drawn.every(({ technique }) => technique === null), "no judge was named");
  });
});

Deno.test("drawAnswers() brings what the named judge said, and only answers of that status", async () => {
  await withAnswers((run) => {
    const parsed = drawAnswers(run, { by: "technique", judge: "rules", status: "parsed", each: 2 });
    assert.ok(parsed.every(({ technique }) => technique !== null));
    assert.equal(parsed.length, 2 * new Set(parsed.map(({ technique }) => technique)).size);
    const unparsed = drawAnswers(run, { by: "model", judge: "rules", status: "unparsed" });
    assert.ok(unparsed.length > 0 && unparsed.every(({ technique }) => technique === null));
    assert.deepEqual(drawAnswers(run, { by: "model", judge: "nobody", status: "parsed" }), []);
  });
});
