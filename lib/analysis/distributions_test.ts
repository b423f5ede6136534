import assert from "node:assert/strict";
import { TECHNIQUES } from "../base/vocabulary.ts";
import { type MadeUpAnswer, writeAnnotatedRun } from "../testing/write_annotated_run.ts";
import { distributions, type IntervalRow } from "./distributions.ts";
import { readRun } from "./read_run.ts";
import { settleVerdicts } from "./settle_verdicts.ts";
import { wilsonInterval } from "./wilson_interval.ts";

function distributionsOf(answers: readonly MadeUpAnswer[]): IntervalRow[] {
  const folder = Deno.makeTempDirSync();
  try {
    writeAnnotatedRun(folder, { answers });
    const run = readRun(folder);
    return distributions(settleVerdicts(run), run);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

const ANSWERS: MadeUpAnswer[] = [
  { model: "b", dataset: "unsafe_requests", item: "u1", judged: ["refusal"] },
  { model: "b", dataset: "unsafe_requests", item: "u2", judged: ["refusal"] },
  { model: "b", dataset: "unsafe_requests", item: "u3", judged: ["bias"] },
  { model: "b", dataset: "unsafe_requests", item: "u4", judged: ["unparsed"] },
  { model: "a", dataset: "voting_questions", item: "v1", judged: ["no_approximation"] },
];

Deno.test("distributions() has a row for every model, dataset and technique, zeros included", () => {
  const rows = distributionsOf(ANSWERS);
  assert.deepEqual(
    rows.map(({ model, dataset, technique }) => [model, dataset, technique]),
    ["b", "a"].flatMap((model) =>
      ["voting_questions", "unsafe_requests"].flatMap((dataset) =>
        TECHNIQUES.map((technique) => [model, dataset, technique])
      )
    ),
  );
  const shown = rows.filter((row) => row.model === "b" && row.dataset === "unsafe_requests");
  assert.deepEqual(shown.map((row) => row.count), [2, 0, 0, 0, 0, 1]);
  assert.ok(shown.every((row) => row.n === 3));
  assert.equal(shown[0]?.low, wilsonInterval(2 / 3, 3).low);
});

Deno.test("distributions() leaves share and interval empty where nothing was annotated", () => {
  const [row] = distributionsOf(ANSWERS);
  assert.deepEqual([row?.n, row?.count, row?.share, row?.low, row?.high], [0, 0, null, null, null]);
});

Deno.test("distributions() clusters by item, and by prompt where the item is not known", () => {
  const known = Array.from({ length: 20 }, (_, i): MadeUpAnswer => ({
    ...{ model: "m", dataset: "d", item: `i${i % 4}`, format: i },
    judged: [i % 4 < 2 ? "bias" : "refusal"],
  }));
  const [clustered] = distributionsOf(known);
  assert.equal(clustered?.items, 4);
  assert.ok((clustered?.design_effect ?? 0) > 5);
  const [plain] = distributionsOf(known.map((answer) => ({ ...answer, item: null })));
  assert.deepEqual([plain?.items, plain?.design_effect], [20, 1]);
  assert.equal(plain?.high, wilsonInterval(0.5, 20).high);
});

Deno.test("distributions() keeps items of the same name in other datasets apart", () => {
  const rows = distributionsOf(["one", "two"].flatMap((dataset) => [
    { model: "m", dataset, item: "same", judged: ["bias"] },
    { model: "m", dataset, item: "other", judged: ["refusal"] },
  ]));
  assert.deepEqual(rows.map((row) => row.items), Array(12).fill(2));
});
