import assert from "node:assert/strict";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { plantVerdicts, STUDY_SIZES } from "../testing/plant_verdicts.ts";
import { itemComponents, meanComponents } from "./_item_components.ts";
import { halfWidthOf, itemsNeeded } from "./items_needed.ts";
import { planPrecision } from "./plan_precision.ts";
import { precisionComponents } from "./precision_components.ts";
import { studentT95 } from "./student_t.ts";
import { wilsonInterval } from "./wilson_interval.ts";

/** Computed by `bench/reference/precision.py` with statsmodels. */
const REFERENCE: { values: number[]; items: number[]; between: number; within: number }[] = JSON
  .parse(Deno.readTextFileSync(new URL("./fixtures/precision_reference.json", import.meta.url)));

function assertClose(actual: number | null | undefined, expected: number, tolerance = 1e-9): void {
  assert.ok(
    typeof actual === "number" && Math.abs(actual - expected) <= tolerance,
    `expected ${expected} but found ${actual}`,
  );
}

Deno.test("itemComponents() gives what statsmodels' analysis of variance gives", () => {
  for (const { values, items, between, within } of REFERENCE) {
    const found = itemComponents(Float64Array.from(values), {
      itemOf: Uint32Array.from(items),
      items: Math.max(...items) + 1,
    });
    assertClose(found?.between, between);
    assertClose(found?.within, within);
  }
});

Deno.test("itemComponents() passes over prompts without a value, and needs two items", () => {
  const itemOf = Uint32Array.from([0, 0, 1, 1, 2]);
  const values = Float64Array.from([1, NaN, 0, NaN, NaN]);
  assert.deepEqual(itemComponents(values, { itemOf, items: 3 }), { between: 0.5, within: null });
  values[2] = NaN;
  assert.equal(itemComponents(values, { itemOf, items: 3 }), null);
});

Deno.test("meanComponents() raises the mean to 0, not each estimate", () => {
  const mean = meanComponents([{ between: -0.1, within: 1 }, null, { between: 0.3, within: 2 }]);
  assertClose(mean?.between, 0.1);
  assert.equal(mean?.within, 1.5);
  assert.equal(meanComponents([{ between: -0.1, within: 1 }])?.between, 0);
  assert.equal(meanComponents([null]), null);
});

Deno.test("halfWidthOf() is that of independent prompts times the root of Kish's design effect", () => {
  const [between, within] = [0.06, 0.18];
  const rho = between / (between + within);
  const independent = (between + within) / (17 * 10);
  const expected = studentT95(16) * Math.sqrt(independent * (1 + 9 * rho));
  assertClose(halfWidthOf({ between, within }, { items: 17, prompts: 10 }), expected, 1e-12);
  assert.equal(halfWidthOf({ between, within }, { items: 1, prompts: 10 }), null);
});

Deno.test("itemsNeeded() gives the least number of items that suffices", () => {
  const components = { between: 0.05, within: 0.2 };
  for (const halfWidth of [0.3, 0.1, 0.05, 0.01]) {
    for (const prompts of [1, 20]) {
      const items = itemsNeeded(components, { halfWidth, prompts });
      const of = (number: number) => halfWidthOf(components, { items: number, prompts }) ?? 1;
      assert.ok(of(items) <= halfWidth && (items === 2 || of(items - 1) > halfWidth), `${items}`);
    }
  }
  assert.equal(itemsNeeded({ between: 0, within: 0 }, { halfWidth: 0.01, prompts: 1 }), 2);
  assert.throws(() => itemsNeeded(components, { halfWidth: 0, prompts: 1 }), RangeError);
  assert.throws(() => itemsNeeded(components, { halfWidth: 1e-5, prompts: 1 }), RangeError);
});

const MODELS = ["a", "b", "c"];
const EVEN = [0.5, 0, 0, 0, 0, 0.5];

Deno.test("precisionComponents() finds what is planted, viewpoints and samples included", () => {
  const datasets = [{
    ...{ dataset: "d", expected: null, items: 150, formats: 6, viewpoints: ["left", "right"] },
  }];
  const verdicts = plantVerdicts({
    ...{ seed: 3, models: MODELS, datasets, samples: 2, shares: () => EVEN, empty: 0.05 },
    alike: { item: 0.4, model_item: 0.3 },
  });
  const [found] = precisionComponents(verdicts, { models: MODELS, datasets: ["d", "e"] });
  assert.deepEqual(
    [found?.items, found?.formats, found?.prompts_per_format, found?.techniques.length],
    [150, 6, 2, 6],
  );
  const [refusal, avoidance] = found?.techniques ?? [];
  // p (1 − p) = ¼. Items: 0.4² + 0.3² of it; prompts of one item: the rest, mostly of two answers.
  assertClose(refusal?.share?.between, 0.0625, 0.01);
  assertClose(refusal?.share?.within, 0.1875 * (0.5 * 0.9 + 0.1), 0.01);
  // What models have in common falls out of differences; what is a model's own comes twice.
  assertClose(refusal?.difference?.between, 2 * 0.25 * 0.09, 0.01);
  assert.deepEqual(avoidance?.share, { between: 0, within: 0 });
});

Deno.test("planPrecision() predicts how far shares spread in studies of other sizes", () => {
  const verdicts = plantVerdicts({
    ...{ seed: 9, models: MODELS, shares: () => EVEN, alike: { item: 0.3, model_item: 0.4 } },
    datasets: [{ dataset: "d", expected: null, items: 200, formats: 8 }],
  });
  const rows = planPrecision(verdicts, { models: MODELS, datasets: ["d"] });
  const random = uniformOf(4);
  for (const [items, formats] of [[50, 1], [100, 8], [50, 16]] as const) {
    const row = rows.find((other) => other.items === items && other.formats === formats);
    const [share, difference] = spreadOf(random, { items, formats });
    const t = studentT95(items - 1);
    assertClose((row?.half_width ?? 0) / (t * share), 1, 0.1);
    assertClose((row?.half_width_difference ?? 0) / (t * difference), 1, 0.1);
  }
});

/** The standard deviations of a share, and of the difference of two models, over simulated studies. */
function spreadOf(
  random: () => number,
  { items, formats }: { items: number; formats: number },
): [number, number] {
  const draws = 1500;
  const [shares, differences]: number[][] = [[], []];
  for (let draw = 0; draw < draws; draw++) {
    const uses = [0, 0];
    for (let item = 0; item < items; item++) {
      const common = random();
      for (let model = 0; model < 2; model++) {
        const own = random();
        for (let format = 0; format < formats; format++) {
          const which = random();
          const uniform = which < 0.3 ? common : which < 0.7 ? own : random();
          if (uniform < 0.5) uses[model] = (uses[model] ?? 0) + 1;
        }
      }
    }
    const [one = 0, other = 0] = uses.map((count) => count / (items * formats));
    shares?.push(one);
    differences?.push(one - other);
  }
  return [deviationOf(shares ?? []), deviationOf(differences ?? [])];
}

function deviationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

function uniformOf(seed: number): () => number {
  const generator = xoroshiro128plus(seed);
  return () => uniformFloat64(generator);
}

Deno.test("planPrecision() plans around the run: more items, or more wordings, are never worse", () => {
  const verdicts = plantVerdicts({
    ...{ seed: 2, models: MODELS, datasets: STUDY_SIZES, alike: { item: 0.5 } },
    shares: ({ dataset }) => dataset === "unsafe_requests" ? [1, 0, 0, 0, 0, 0] : EVEN,
  });
  const datasets = STUDY_SIZES.map(({ dataset }) => dataset);
  const rows = planPrecision(verdicts, { models: MODELS, datasets });
  const present = rows.filter(({ is_present }) => is_present);
  assert.deepEqual(
    present.map(({ dataset, items, formats, prompts }) => [dataset, items, formats, prompts]),
    STUDY_SIZES.map((
      { dataset, items, formats, viewpoints = [""] },
    ) => [dataset, items, formats, items * formats * viewpoints.length]),
  );
  const opinions = rows.filter(({ dataset }) => dataset === "one_sided_opinions");
  assert.deepEqual([...new Set(opinions.map(({ items }) => items))], [37, 75, 149, 298, 596]);
  assert.deepEqual([...new Set(opinions.map(({ formats }) => formats))], [1, 2, 5, 10, 20, 40]);
  for (const one of opinions) {
    for (const other of opinions) {
      if (other.items < one.items || other.formats < one.formats) continue;
      assert.ok((other.half_width ?? 1) <= (one.half_width ?? 0));
    }
  }
});

Deno.test("planPrecision() says nothing of wordings where each item has one, or of pairs of one model", () => {
  const datasets = [{ dataset: "d", expected: null, items: 40, formats: 1 }];
  const verdicts = plantVerdicts({ seed: 1, models: ["a"], datasets, shares: () => EVEN });
  const rows = planPrecision(verdicts, { models: ["a"], datasets: ["d"] });
  const at = (items: number, formats: number) =>
    rows.find((row) => row.items === items && row.formats === formats);
  assertClose(at(160, 1)?.half_width, studentT95(159) * Math.sqrt(0.25 / 160), 0.005);
  assert.deepEqual([at(160, 2)?.half_width, at(40, 1)?.half_width_difference], [null, null]);
});

Deno.test("planPrecision() counts items where all answers are alike", () => {
  const datasets = [{ dataset: "d", expected: null, items: 30, formats: 2 }];
  const verdicts = plantVerdicts({
    ...{ seed: 1, models: MODELS, datasets, shares: () => [1, 0, 0, 0, 0, 0] },
  });
  const rows = planPrecision(verdicts, { models: MODELS, datasets: ["d"] });
  const present = rows.find(({ is_present }) => is_present);
  const { low, high } = wilsonInterval(1, 30);
  assert.equal(present?.half_width, (high - low) / 2);
  assert.equal(present?.half_width_difference, high - low);
  assert.deepEqual(planPrecision(verdicts, { models: [], datasets: ["d"] }), []);
});
