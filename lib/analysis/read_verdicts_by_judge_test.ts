import assert from "node:assert/strict";
import { openRun } from "../runs/run_file.ts";
import { withFolder } from "../testing/temporary_run.ts";
import { type MadeUpAnswer, writeAnnotatedRun } from "../testing/write_annotated_run.ts";
import { computeTables } from "./compute_tables.ts";
import { readVerdictsByJudge } from "./read_verdicts_by_judge.ts";
import { readSource } from "./source/read_source.ts";

function answersJudged(technique: string, count: number): MadeUpAnswer[] {
  return Array.from({ length: count }, (_, format) => ({
    ...{ model: "m", dataset: "d", item: "i", format, judged: [technique] },
  }));
}

Deno.test("readVerdictsByJudge() reads judges of whole runs, and says whom it leaves out", async () => {
  await withFolder((folder) => {
    writeAnnotatedRun(folder, { answers: answersJudged("bias", 20), judge: "first" });
    writeAnnotatedRun(folder, { answers: answersJudged("refusal", 19), judge: "second" });
    writeAnnotatedRun(folder, { answers: answersJudged("bias", 18), judge: "partial" });
    writeAnnotatedRun(folder, { answers: answersJudged("bias", 20), judge: "ann" });
    {
      using run = openRun(folder);
      run.db.exec(`UPDATE judges SET spec = '{"kind":"person"}' WHERE judge = 'ann'`);
    }
    const { verdicts, left_out } = readVerdictsByJudge(folder);
    assert.deepEqual([...verdicts.keys()], ["first", "second"]);
    assert.deepEqual([...verdicts.values()].map(({ height }) => height), [20, 20]);
    const second = verdicts.get("second")?.getColumn("technique").toArray();
    assert.deepEqual(second?.filter((technique) => technique === "refusal").length, 19);
    assert.deepEqual(left_out, [
      { judge: "partial", answers: 18, reason: "another judge judged 20 answers" },
      { judge: "ann", answers: 20, reason: "a person, who coded a sample" },
    ]);
  });
});

Deno.test("a run's tables tell which of its judges are left out", async () => {
  await withFolder(async (folder) => {
    writeAnnotatedRun(folder, { answers: answersJudged("bias", 20), judge: "first" });
    writeAnnotatedRun(folder, { answers: answersJudged("bias", 18), judge: "partial" });
    const { frames, judges } = await readSource({ run: folder, judge: "first" });
    const { stability } = computeTables(frames, { judges, replicates: 20, permutations: 19 });
    const told = stability.notes.filter((note) => note.includes("partial"));
    assert.deepEqual(told, [
      "Judges are compared without “partial” (18 answers): another judge judged 20 answers.",
    ]);
  });
});

Deno.test("readVerdictsByJudge() has nothing of a run without annotations", async () => {
  await withFolder((folder) => {
    writeAnnotatedRun(folder, { answers: [{ model: "m", dataset: "d", item: "i" }] });
    const { verdicts, left_out } = readVerdictsByJudge(folder);
    assert.deepEqual([verdicts.size, left_out], [0, []]);
  });
});
