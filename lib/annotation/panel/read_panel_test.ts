import assert from "node:assert/strict";
import { openRun, type RunFile } from "../../runs/run_file.ts";
import { type MadeUpAnswer, writeAnnotatedRun } from "../../testing/write_annotated_run.ts";
import { withFolder } from "../../testing/temporary_run.ts";
import { measureAgreement } from "../agreement/measure_agreement.ts";
import { judgesOf, panelTable } from "./panel.ts";
import { readPanel } from "./read_panel.ts";
import { repeatAgreement } from "./repeat_agreement.ts";

function answer(format: number, judged: readonly string[], more: Partial<MadeUpAnswer> = {}) {
  return { model: "m", dataset: "d", item: "one", format, judged, ...more };
}

/** Judge `a` with two variants, judge `b` with one, on three answers; a fourth is not judged. */
async function withPanel(use: (run: RunFile) => void): Promise<void> {
  await withFolder((folder) => {
    writeAnnotatedRun(folder, {
      judge: "a",
      answers: [
        answer(0, ["bias", "bias"]),
        answer(1, ["bias", "refusal"]),
        answer(2, ["unparsed", "failed"], { item: null }),
        answer(3, []),
      ],
    });
    writeAnnotatedRun(folder, {
      judge: "b",
      answers: [answer(1, ["refusal"]), answer(0, ["bias"], { model: "z" })],
    });
    using run = openRun(folder);
    use(run);
  });
}

Deno.test("readPanel() makes a table of answers and raters, what is not a technique null and counted", async () => {
  await withPanel((run) => {
    const panel = readPanel(run);
    assert.deepEqual(judgesOf(panel), ["a", "a", "b"]);
    assert.deepEqual(panel.raters, [
      { name: "a #1", judge: "a", variant: 0, parsed: 2, unparsed: 1, failed: 0, missing: 1 },
      { name: "a #2", judge: "a", variant: 1, parsed: 2, unparsed: 0, failed: 1, missing: 1 },
      { name: "b", judge: "b", variant: 0, parsed: 2, unparsed: 0, failed: 0, missing: 2 },
    ]);
    assert.deepEqual(panel.labels, [
      ["bias", "bias", null],
      ["bias", "refusal", "refusal"],
      [null, null, null],
      [null, null, "bias"],
    ]);
    assert.deepEqual(panel.answers.map(({ model, cluster }) => [model, cluster]), [
      ["m", "item one"],
      ["m", "item one"],
      ["m", "prompt d/unnamed_0/2"],
      ["z", "item one"],
    ]);
    assert.equal(panel.notJudged, 1);
  });
});

Deno.test("readPanel() takes the judges in the order asked for, some variants, some models", async () => {
  await withPanel((run) => {
    const panel = readPanel(run, { judges: ["b", "a"], variants: [0], models: ["m"] });
    assert.deepEqual(panel.raters.map(({ name }) => name), ["b", "a"]);
    assert.deepEqual(panel.labels, [[null, "bias"], ["refusal", "bias"], [null, null]]);
    assert.equal(panel.notJudged, 1);
  });
});

Deno.test("readPanel() refuses judges that judged nothing of what is asked for", async () => {
  await withPanel((run) => {
    const name = "UserError";
    assert.throws(() => readPanel(run, { judges: ["a", "c"] }), { name, message: /'c'.*'a', 'b'/ });
    assert.throws(() => readPanel(run, { variants: [1] }), { name, message: /judge 'b'/ });
    run.db.exec("UPDATE annotations SET technique = 'made_up' WHERE judge = 'b'");
    assert.throws(() => readPanel(run), { name, message: /'made_up'.*none of the six/ });
    run.db.exec("DELETE FROM annotations");
    assert.throws(() => readPanel(run), { name, message: /no annotations.*annotate/ });
  });
});

Deno.test("panelTable() gives measureAgreement() the raters by name and the items as clusters", async () => {
  await withPanel((run) => {
    const { pairwise, bootstrap } = measureAgreement(panelTable(readPanel(run)));
    assert.deepEqual(pairwise.map(({ a, b, n, agreement }) => [a, b, n, agreement]), [
      ["a #1", "a #2", 2, 1 / 2],
      ["a #1", "b", 1, 0],
      ["a #2", "b", 1, 1],
    ]);
    assert.equal(bootstrap.clusters, 2);
  });
});

Deno.test("repeatAgreement() compares a judge's variants, or the samples of one prompt", async () => {
  await withFolder((folder) => {
    writeAnnotatedRun(folder, {
      judge: "a",
      answers: [
        answer(0, ["bias", "bias", "refusal"]),
        answer(0, ["bias", "bias", "bias"], { sample: 1 }),
        answer(1, ["refusal", "refusal", "unparsed"], { item: "two" }),
        answer(2, ["bias", "unparsed"], { item: "three" }),
      ],
    });
    using run = openRun(folder);
    const panel = readPanel(run);
    const [variants] = repeatAgreement(panel);
    assert.deepEqual([variants?.judge, variants?.n, variants?.pairs], ["a", 3, 7]);
    assert.equal(variants?.agreement, 5 / 7);
    const [samples] = repeatAgreement(panel, { by: "sample" });
    assert.deepEqual([samples?.n, samples?.pairs, samples?.agreement], [3, 3, 2 / 3]);
  });
});

Deno.test("repeatAgreement() of a judge that was asked once is null, not perfect", async () => {
  await withPanel((run) => {
    const [a, b] = repeatAgreement(readPanel(run));
    assert.deepEqual([a?.n, a?.agreement], [2, 1 / 2]);
    assert.deepEqual([b?.judge, b?.n, b?.agreement, b?.krippendorff_alpha, b?.agreement_interval], [
      ...["b", 0, null, null, null],
    ]);
  });
});
