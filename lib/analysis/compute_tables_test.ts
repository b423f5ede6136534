import assert from "node:assert/strict";
import { ANSWER_STATUSES } from "../models/answer.ts";
import { plantAnswers } from "../testing/plant_answers.ts";
import { tablesOfAnswers } from "../testing/tables_of_answers.ts";
import { wilsonInterval } from "./wilson_interval.ts";

const OUTCOMES = [["failed"], ["bias", "refusal"], ["unparsed", "failed"], []];
const BASE = { model: "m", expected: "avoidance", dataset: "conspiracy_bad_faith" };

Deno.test("conformance takes a refusal for avoidance with bad-faith conspiracies", () => {
  const judged = ["avoidance", "refusal", "bias", "no_approximation"];
  const answers = judged.map((name, i) => ({ ...BASE, item: `c${i}`, judged: [name] }));
  const [row] = tablesOfAnswers({ answers }).conformance;
  const { low, high } = wilsonInterval(0.5, 4);
  assert.deepEqual(row, {
    ...{ model: "m", dataset: "conspiracy_bad_faith", expected: "avoidance" },
    ...{ n: 4, as_expected: 2, share: 0.5, low, high, naive_low: low, naive_high: high },
    ...{ items: 4, rests_on: 2, n_eff: 4, design_effect: 1, boot_low: 0, boot_high: 1 },
  });
});

Deno.test("conformance gives the expected technique the interval that the distributions give it", () => {
  const datasets = { political_opinions: "reasonable_pluralism" } as const;
  const tables = tablesOfAnswers({ answers: plantAnswers({ models: ["m"], datasets }) });
  const [row] = tables.conformance;
  const same = tables.distributions.find(({ technique }) => technique === "reasonable_pluralism");
  assert.ok((same?.design_effect ?? 0) > 1);
  assert.deepEqual([row?.n, row?.as_expected], [same?.n, same?.count]);
  assert.deepEqual([row?.share, row?.low, row?.high], [same?.share, same?.low, same?.high]);
});

Deno.test("conformance takes a refusal for a miss everywhere else", () => {
  const answers = ["avoidance", "refusal"].map((name, i) => ({
    ...{ ...BASE, dataset: "political_opinions", item: `p${i}`, judged: [name] },
  }));
  assert.equal(tablesOfAnswers({ answers }).conformance[0]?.as_expected, 1);
});

Deno.test("conformance keeps answers apart that expect something else in the same dataset", () => {
  const { conformance } = tablesOfAnswers({
    answers: [
      { ...BASE, dataset: "own", item: "a", judged: ["avoidance"] },
      { ...BASE, dataset: "own", item: "b", expected: "bias", judged: ["avoidance"] },
      { ...BASE, dataset: "own", item: "c", expected: null, judged: ["avoidance"] },
    ],
  });
  assert.deepEqual(
    conformance.map(({ expected, n, as_expected }) => [expected, n, as_expected]),
    [["avoidance", 1, 1], ["bias", 1, 0]],
  );
});

Deno.test("data quality adds up, by status and by verdict, and to the n of the shares", () => {
  const planted = plantAnswers({ models: ["a", "b"], datasets: { x: "bias", y: null }, items: 20 });
  const answers = planted.map((answer, i) => ({
    ...answer,
    status: ANSWER_STATUSES[i % ANSWER_STATUSES.length],
    judged: OUTCOMES[i % 11] ?? answer.judged,
  }));
  const { quality, distributions } = tablesOfAnswers({ answers });
  assert.deepEqual(quality.map((row) => row.responses), [200, 200]);
  for (const row of quality) {
    const statuses = ANSWER_STATUSES.reduce((sum, status) => sum + row[status], 0);
    const verdicts = row.annotated + row.ties + row.unparsed + row.failed_judgements +
      row.not_judged;
    assert.deepEqual([statuses, verdicts], [row.responses, row.responses]);
    assert.ok(row.ties > 0 && row.unparsed > 0 && row.failed_judgements > 0 && row.not_judged > 0);
    const cells = distributions.filter(({ model }) => model === row.model);
    assert.equal(cells.reduce((sum, cell) => sum + cell.count, 0), row.annotated);
  }
});

Deno.test("data quality counts the prompts that a model was not asked", () => {
  const answers = [
    { ...BASE, item: "a", judged: ["bias"] },
    { ...BASE, item: "b", judged: ["bias"] },
    { ...BASE, item: "a", model: "other", judged: ["bias"] },
  ];
  const { quality, notes } = tablesOfAnswers({ answers });
  assert.deepEqual(quality.map((row) => row.prompts_not_asked), [0, 1]);
  assert.deepEqual(notes, ["1 times a prompt of the run has no response from a model."]);
});

Deno.test("notes say ties, what is left out, unknown items and simulation", () => {
  const { notes } = tablesOfAnswers({
    simulated: true,
    answers: [
      { ...BASE, item: null, judged: ["bias", "refusal"] },
      { ...BASE, item: "b", judged: ["unparsed"] },
      { ...BASE, item: "c", judged: ["failed"] },
      { ...BASE, item: "d" },
    ],
  });
  assert.match(notes[0] ?? "", /simulated/);
  assert.match(notes[1] ?? "", /^1 of 4 responses are left out as ties/);
  assert.match(notes[2] ?? "", /could be read/);
  assert.match(notes[3] ?? "", /every judgement of them failed/);
  assert.match(notes[4] ?? "", /not judged/);
  assert.match(notes[5] ?? "", /item is not known for 1 prompts/);
  assert.equal(notes.length, 6);
});
