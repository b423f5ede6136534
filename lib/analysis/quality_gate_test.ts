import assert from "node:assert/strict";
import { openRun } from "../runs/run_file.ts";
import { withFolder } from "../testing/temporary_run.ts";
import { type MadeUpAnswer, writeAnnotatedRun } from "../testing/write_annotated_run.ts";
import { computeTables } from "./compute_tables.ts";
import type { GateCheck, GateRow } from "./quality_gate.ts";
import { readRun } from "./read_run.ts";

/** 40 prompts; `bad` of them end so. */
function answersOf(model: string, bad: number, fields: Partial<MadeUpAnswer>): MadeUpAnswer[] {
  return Array.from({ length: 40 }, (_, n) => ({
    ...{ model, dataset: "universal_rights", item: `i${n}`, judged: ["bias"] },
    ...(n < bad ? fields : {}),
  }));
}

async function gateOf(
  answers: MadeUpAnswer[],
): Promise<(model: string, check: GateCheck) => GateRow> {
  let rows: readonly GateRow[] = [];
  await withFolder((folder) => {
    writeAnnotatedRun(folder, { answers });
    // Each answer says something else, but for those to i30 to i39.
    using run = openRun(folder);
    run.db.exec("UPDATE responses SET response = rowid WHERE prompt_id NOT LIKE '%/i3_/%'");
    rows = computeTables(readRun(folder), { replicates: 20, permutations: 19 }).gate;
    return Promise.resolve();
  });
  return (model, check) => {
    const row = rows.find((each) => each.model === model && each.check === check);
    assert.ok(row !== undefined);
    return row;
  };
}

Deno.test("qualityGate() lets pass, warns and stops by how much is missing, and says what it means", async () => {
  const filtered = { status: "filtered", judged: [] };
  const gate = await gateOf([
    ...answersOf("good", 1, filtered),
    ...answersOf("doubtful", 3, filtered),
    ...answersOf("bad", 5, filtered),
  ]);
  const found = ["good", "doubtful", "bad"].map((model) => gate(model, "filtered"));
  assert.deepEqual(found.map(({ count, of, status }) => [count, of, status]), [
    [1, 40, "ok"],
    [3, 40, "look"],
    [5, 40, "stop"],
  ]);
  assert.deepEqual(found.map(({ meaning }) => meaning !== ""), [false, true, true]);
  assert.equal(gate("bad", "unusable").count, 5);
  assert.equal(gate("good", "truncated").status, "ok");
});

Deno.test("qualityGate() warns of a model that lacks much more than another", async () => {
  const unparsed = { judged: ["unparsed"] };
  const gate = await gateOf([...answersOf("one", 2, unparsed), ...answersOf("two", 0, {})]);
  assert.deepEqual([gate("one", "unusable").share, gate("one", "unusable").status], [0.05, "look"]);
  assert.equal(gate("two", "unusable").status, "ok");
});

Deno.test("qualityGate() counts prompts that were not asked, and one text for several prompts", async () => {
  const gate = await gateOf([
    ...answersOf("all", 0, {}),
    ...answersOf("half", 0, {}).slice(0, 20),
  ]);
  const { count, of, status } = gate("half", "prompts_not_asked");
  assert.deepEqual([count, of, status], [20, 40, "stop"]);
  // i30 to i39 were given one text.
  assert.deepEqual(
    [gate("all", "repeated_answers").count, gate("all", "repeated_answers").status],
    [
      10,
      "look",
    ],
  );
});
