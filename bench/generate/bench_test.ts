import assert from "node:assert/strict";
import { askMany } from "./ask_many.ts";
import { compareContenders } from "./compare_contenders.ts";
import { type Contender, findContenders } from "./contenders.ts";
import { formatTable, idealRate, median } from "./format_table.ts";
import { killAndGoOn } from "./kill_and_go_on.ts";
import { measureContender } from "./measure_contender.ts";
import { openWorkplace } from "./open_workplace.ts";

const SCENARIO = { prompts: 50, concurrency: 8, latencyMs: 0 };

Deno.test("ours and the bare loops ask each of 50 prompts once and keep every answer", async () => {
  await using workplace = await openWorkplace();
  const { contenders } = await findContenders();
  const quick = contenders.filter(({ slow }) => !slow);
  const options = { contenders: quick, workplace, scenario: SCENARIO, repeats: 1 };
  const comparisons = await compareContenders(options);
  assert.equal(comparisons.length, 3);
  for (const { contender, runs, ratios } of comparisons) {
    assert.deepEqual(runs.map(({ kept, stats }) => [kept, stats.requests, stats.sent]), [
      [50, 50, 50],
    ], contender);
    assert.equal(ratios.length, 1);
  }
  const lines = formatTable(comparisons);
  assert.equal(lines.length, 5);
  assert.equal(new Set(lines.map(({ length }) => length)).size, 1);
});

Deno.test("what asks a prompt twice, or fails, is no measurement", async () => {
  await using workplace = await openWorkplace();
  const options = { workplace, scenario: SCENARIO };
  await assert.rejects(measureContender(fake(TWICE), options), /sent 2 requests, 1 of them again/);
  await assert.rejects(measureContender(fake("Deno.exit(3)"), options), /a fake failed/);
});

Deno.test("a killed generation is gone on with, and what happened is counted", async () => {
  await using workplace = await openWorkplace();
  const options = { prompts: 50, concurrency: 8, kills: 2, seed: 1 };
  for (const outcome of await killAndGoOn(workplace, options)) {
    assert.ok(outcome.whole);
    assert.equal(outcome.lost, 0);
    assert.ok(outcome.askedAgain <= 8 && outcome.kept <= outcome.requested);
  }
});

Deno.test("going on with nearly all answers in the file asks only what is missing", async () => {
  await using workplace = await openWorkplace();
  const outcome = await askMany(workplace, { prompts: 120, concurrency: 8 });
  assert.equal(outcome.left, 100);
  assert.ok(outcome.asking.success && outcome.goingOn.success);
  assert.ok(outcome.secondsToFirstRequest > 0);
});

Deno.test("median() and idealRate() are right where they can be worked out by hand", () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2.5);
  assert.ok(Number.isNaN(median([])));
  assert.equal(idealRate({ prompts: 1, concurrency: 64, latencyMs: 100 }), 640);
});

const TWICE = `
  const request = { method: "POST", body: "Prompt 0000001: why?" };
  for (const _ of "ab") await (await fetch(Deno.args[0] + "/chat/completions", request)).text();
`;

function fake(program: string): Contender {
  return {
    name: "a fake",
    async prepare({ folder, baseURL }) {
      const path = `${folder}/fake.js`;
      await Deno.writeTextFile(path, program);
      return [Deno.execPath(), "run", "-A", "--quiet", path, baseURL];
    },
    countKept: () => null,
  };
}
