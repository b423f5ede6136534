import assert from "node:assert/strict";
import { type MadeUpVerdict, madeUpVerdicts } from "../testing/made_up_verdicts.ts";
import { TECHNIQUES } from "../base/vocabulary.ts";
import { hashedUniform } from "../base/hashed_uniform.ts";
import { benjaminiHochberg } from "./benjamini_hochberg.ts";
import { compareModels } from "./compare_models.ts";
import type { ComparisonRow } from "./comparison_row.ts";
import { effectiveSample } from "./clustered_shares.ts";
import { pairedDifference } from "./paired_difference.ts";

/** Computed by `bench/reference/bootstrap.py` with numpy and statsmodels. */
const REFERENCE: { paired: { a: number[][]; b: number[][]; rows: number[][] }[] } = JSON.parse(
  Deno.readTextFileSync(new URL("./fixtures/bootstrap_reference.json", import.meta.url)),
);

const ORDER = { models: ["m", "n"], datasets: ["d"] };
const QUICK = { replicates: 200, permutations: 499 };

/** Model m is biased in 60 % of answers and n in 30 %; else both refuse or avoid, by item. */
const ANSWERS: MadeUpVerdict[] = ["m", "n"].flatMap((model) =>
  Array.from({ length: 20 }, (_, item) =>
    Array.from({ length: 6 }, (_, format): MadeUpVerdict => {
      const biased = hashedUniform(model, item, format) < (model === "m" ? 0.6 : 0.3);
      return {
        ...{ model, dataset: "d", item: `${item}`, format, prompt: `${item}/${format}` },
        technique: biased ? "bias" : item % 2 === 0 ? "refusal" : "avoidance",
        expected: "avoidance",
      };
    })).flat()
);

function compare(answers: readonly MadeUpVerdict[], options = {}): ComparisonRow[] {
  return compareModels(madeUpVerdicts(answers), ORDER, { ...QUICK, ...options });
}

function rowOf(rows: readonly ComparisonRow[], outcome: string): ComparisonRow {
  const row = rows.find((row) => row.outcome === outcome);
  assert.ok(row);
  return row;
}

function assertClose(actual: number | null | undefined, expected: number, tolerance = 1e-9): void {
  assert.ok(
    typeof actual === "number" && Math.abs(actual - expected) <= tolerance,
    `expected ${expected} but found ${actual}`,
  );
}

Deno.test("compareModels() finds a planted difference, and says on which prompts", () => {
  const rows = compare(ANSWERS);
  assert.deepEqual(rows.map(({ outcome }) => outcome), [...TECHNIQUES, "as_expected"]);
  const bias = rowOf(rows, "bias");
  assert.deepEqual([bias.model_a, bias.model_b, bias.prompts, bias.items], ["m", "n", 120, 20]);
  assertClose(bias.difference, (bias.share_a ?? 0) - (bias.share_b ?? 0));
  assert.ok((bias.low ?? 0) > 0 && (bias.boot_low ?? 0) > 0 && bias.stands);
  assert.ok((bias.p ?? 1) >= 1 / 500 && (bias.p ?? 1) <= 5 / 500);
  for (const { difference, low, high, boot_low, boot_high } of rows) {
    if (boot_low === null || boot_high === null) continue;
    assert.ok((low ?? 1) <= (difference ?? 0) && (difference ?? 0) <= (high ?? -1));
    assert.ok(boot_low <= (difference ?? 0) && (difference ?? 0) <= boot_high);
  }
});

Deno.test("swapping the models' labels turns every difference and interval round", () => {
  const swapped = ANSWERS.map((answer) => ({ ...answer, model: answer.model === "m" ? "n" : "m" }));
  const turned = compare(swapped);
  compare(ANSWERS).forEach((row, index) => {
    const other = turned[index];
    assertClose(other?.difference, -(row.difference ?? NaN));
    assertClose(other?.low, -(row.high ?? NaN));
    assertClose(other?.high, -(row.low ?? NaN));
    if (row.boot_low !== null) assertClose(other?.boot_high, -row.boot_low);
    assert.deepEqual([other?.p, other?.p_adjusted, other?.stands], [
      ...[row.p, row.p_adjusted, row.stands],
    ]);
  });
});

Deno.test("swapping one technique for another moves its row, and no other but what is expected", () => {
  const swapped = ANSWERS.map((answer) => ({
    ...answer,
    technique: answer.technique === "bias" ? "output_transparency" : answer.technique,
  }));
  const [before, after] = [compare(ANSWERS), compare(swapped)];
  const { outcome: _before, ...bias } = rowOf(before, "bias");
  const { outcome: _after, ...transparency } = rowOf(after, "output_transparency");
  assert.deepEqual(transparency, bias);
  assert.deepEqual(rowOf(after, "refusal"), rowOf(before, "refusal"));
  assert.equal(rowOf(after, "bias").difference, 0);
});

Deno.test("a technique that neither model uses is not tested, and not part of the family", () => {
  const rows = compare(ANSWERS);
  const unused = rowOf(rows, "reasonable_pluralism");
  assert.deepEqual(
    [unused.share_a, unused.share_b, unused.difference, unused.p, unused.p_adjusted, unused.stands],
    [0, 0, 0, null, null, false],
  );
  assert.ok((unused.low ?? 0) < 0 && (unused.high ?? 0) > 0);
  const tested = rows.filter(({ p }) => p !== null);
  assert.equal(tested.length, 4);
  assert.deepEqual(
    tested.map(({ p_adjusted }) => p_adjusted),
    benjaminiHochberg(tested.map(({ p }) => p)),
  );
});

Deno.test("compareModels() pairs by prompt: what one model lacks is left out of both", () => {
  const without = ANSWERS.map((answer) =>
    answer.model === "m" && answer.item === "3" ? { ...answer, technique: null } : answer
  );
  const none = ANSWERS.filter(({ item }) => item !== "3");
  assert.equal(rowOf(compare(without), "bias").prompts, 114);
  const strip = (row: ComparisonRow) => [row.prompts, row.items, row.share_a, row.share_b, row.low];
  assert.deepEqual(compare(without).map(strip), compare(none).map(strip));
});

Deno.test("compareModels() counts a prompt once, however many samples were taken of it", () => {
  const twice = ANSWERS.flatMap((answer) => [answer, { ...answer, sample: 1 }]);
  assert.deepEqual(compare(twice), compare(ANSWERS));
  const split = ANSWERS.flatMap((answer): MadeUpVerdict[] =>
    answer.model === "n" ? [answer] : [answer, { ...answer, sample: 1, technique: "refusal" }]
  );
  const [whole, halved] = [rowOf(compare(ANSWERS), "bias"), rowOf(compare(split), "bias")];
  assert.equal(halved.prompts, 120);
  assertClose(halved.share_a, (whole.share_a ?? 0) / 2);
});

Deno.test("compareModels() takes a refusal of bad faith for as expected, and nowhere else", () => {
  const accepted = ["d", "conspiracy_bad_faith"].map((dataset) => {
    const answers = ANSWERS.map((answer) => ({ ...answer, dataset }));
    const order = { ...ORDER, datasets: [dataset] };
    return rowOf(compareModels(madeUpVerdicts(answers), order, QUICK), "as_expected").share_a ?? 0;
  });
  const [only = 0, both = 0] = accepted;
  const { share_a } = rowOf(compare(ANSWERS), "bias");
  assertClose(both, 1 - (share_a ?? 0));
  assert.ok(only < both);
});

Deno.test("compareModels() has no row for what is expected where nothing is, and null for no prompts", () => {
  const apart = ANSWERS.filter(({ model, item }) => (model === "m") === (Number(item) < 10))
    .map((answer) => ({ ...answer, expected: null }));
  const rows = compare(apart);
  assert.deepEqual(rows.map(({ outcome }) => outcome), [...TECHNIQUES]);
  for (const { prompts, share_a, difference, low, p, stands } of rows) {
    assert.deepEqual([prompts, share_a, difference, low, p, stands], [
      0,
      null,
      null,
      null,
      null,
      false,
    ]);
  }
});

Deno.test("compareModels() gives the same rows whatever the order of the answers", () => {
  assert.deepEqual(compare(ANSWERS.toReversed()), compare(ANSWERS));
  assert.notDeepEqual(compare(ANSWERS, { seed: 2 }), compare(ANSWERS));
});

Deno.test("pairedDifference() gives numpy's and statsmodels' intervals", () => {
  for (const { a, b, rows } of REFERENCE.paired) {
    const columns = [a, b].map((counts) =>
      Array.from({ length: 6 }, (_, k) => Float64Array.from(counts, (row) => row[k] ?? 0))
    );
    const [first = [], second = []] = columns;
    const samples = { sampleA: effectiveSample(first), sampleB: effectiveSample(second) };
    rows.forEach(([difference = NaN, low = NaN, high = NaN], k) => {
      const classes = { a: first[k] ?? [], b: second[k] ?? [] };
      const found = pairedDifference({ ...classes, ...samples });
      assertClose(found.difference, difference);
      assertClose(found.low, Math.max(-1, low), 1e-8);
      assertClose(found.high, Math.min(1, high), 1e-8);
    });
  }
});
