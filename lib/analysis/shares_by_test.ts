import assert from "node:assert/strict";
import { type MadeUpVerdict, madeUpVerdicts } from "../testing/made_up_verdicts.ts";
import { codeVerdicts } from "./bootstrap/code_verdicts.ts";
import { distributions } from "./distributions.ts";
import type { Grouping } from "./grouped_share_row.ts";
import { sharesBy } from "./shares_by.ts";

const ORDER = { models: ["b", "a"], datasets: ["one", "two"] };

/** Formats 10 before 2, so that an order of texts would be seen; viewpoints in the first half only. */
const ANSWERS: MadeUpVerdict[] = ORDER.models.flatMap((model) =>
  ORDER.datasets.flatMap((dataset) =>
    [10, 2, 0].flatMap((format) =>
      Array.from({ length: 6 }, (_, i): MadeUpVerdict => ({
        ...{ model, dataset, format, prompt: `${dataset}${format}${i}`, item: `${i}` },
        viewpoint: i < 3 ? ["democrat", "republican"][format % 4 / 2] ?? null : null,
        task: `${dataset}_task`,
        technique: i === 5 && format === 0 ? null : i < 2 + format / 5 ? "bias" : "refusal",
      }))
    )
  )
);

function sharesOf(by: Grouping, answers = ANSWERS) {
  return sharesBy(madeUpVerdicts(answers), { by, ...ORDER, draws: { replicates: 100 } });
}

Deno.test("sharesBy() has a row for each model, dataset, group and technique, formats by number", () => {
  const rows = sharesOf("format");
  assert.equal(rows.length, 2 * 2 * 3 * 6);
  assert.deepEqual(rows.slice(0, 18).filter((_, i) => i % 6 === 0).map(({ group }) => group), [
    ...["0", "2", "10"],
  ]);
  const bias = rows.filter((row) => row.technique === "bias" && row.model === "a");
  assert.deepEqual(
    bias.map(({ dataset, group, n, count }) => [dataset, group, n, count]),
    ["one", "two"].flatMap((dataset) => [
      [dataset, "0", 5, 2],
      [dataset, "2", 6, 3],
      [dataset, "10", 6, 4],
    ]),
  );
});

Deno.test("sharesBy() puts prompts without a value last, so that groups add up to the dataset", () => {
  for (const by of ["viewpoint", "task", "style", "format"] as const) {
    const all = distributions(madeUpVerdicts(ANSWERS), ORDER, { replicates: 2 });
    const rows = sharesOf(by);
    for (const { model, dataset, technique, n, count } of all) {
      const groups = rows.filter((row) =>
        row.model === model && row.dataset === dataset && row.technique === technique
      );
      assert.equal(groups.reduce((sum, row) => sum + row.n, 0), n);
      assert.equal(groups.reduce((sum, row) => sum + row.count, 0), count);
    }
  }
  const groups = new Set(sharesOf("viewpoint").map(({ group }) => group));
  assert.deepEqual([...groups], ["republican", "democrat", "not given"]);
});

Deno.test("sharesBy() has only the groups of each dataset", () => {
  assert.deepEqual(
    [...new Set(sharesOf("task").map(({ dataset, group }) => `${dataset}: ${group}`))],
    ["one: one_task", "two: two_task"],
  );
});

Deno.test("sharesBy() of one group gives the dataset's own intervals", () => {
  const whole = distributions(madeUpVerdicts(ANSWERS), ORDER, { replicates: 100 });
  const grouped = sharesOf("task").map(({ by: _by, group: _group, ...row }) => row);
  assert.deepEqual(grouped, whole);
});

Deno.test("shares do not depend on the order of the answers, or on models that are left out", () => {
  const rows = sharesOf("task");
  assert.deepEqual(sharesOf("task", ANSWERS.toReversed()), rows);
  const others = ANSWERS.map((answer) => ({ ...answer, model: `not ${answer.model}` }));
  assert.deepEqual(sharesOf("task", [...others, ...ANSWERS]), rows);
});

Deno.test("verdicts coded beforehand give the same shares", () => {
  const coded = codeVerdicts(madeUpVerdicts(ANSWERS), ORDER);
  assert.deepEqual(
    sharesBy(coded, { by: "format", ...ORDER, draws: { replicates: 100 } }),
    sharesOf("format"),
  );
});

Deno.test("a technique that is swapped for another changes its own rows and the other's only", () => {
  const swapped = ANSWERS.map((answer) => ({
    ...answer,
    technique: answer.technique === "bias" ? "avoidance" : answer.technique,
  }));
  const [before, after] = [sharesOf("task"), sharesOf("task", swapped)];
  const of = (rows: typeof before, technique: string) =>
    rows.filter((row) => row.technique === technique).map(({ technique: _, ...row }) => row);
  assert.deepEqual(of(after, "avoidance"), of(before, "bias"));
  assert.notDeepEqual(of(after, "bias"), of(before, "bias"));
  assert.deepEqual(of(after, "refusal"), of(before, "refusal"));
});
