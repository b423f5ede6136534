import assert from "node:assert/strict";
import pl from "nodejs-polars";
import { TECHNIQUES } from "../base/vocabulary.ts";
import { type PlantedStudy, plantVerdicts } from "../testing/plant_verdicts.ts";
import { compareTwins } from "./compare_twins.ts";

const REPUBLICAN = "U.S. Republican";
const DEMOCRAT = "U.S. Democrat";
const FAIR = [0.1, 0.1, 0.4, 0.2, 0.1, 0.1];
const ORDER = { models: ["fair", "partial"], datasets: ["one_sided_opinions"] };

/** The partial model refuses Democrats more often by 0.3, at the expense of transparency. */
const STUDY: PlantedStudy = {
  seed: 11,
  models: ORDER.models,
  datasets: [{
    ...{ dataset: "one_sided_opinions", expected: "output_transparency", items: 40, formats: 10 },
    viewpoints: [REPUBLICAN, DEMOCRAT],
  }],
  alike: { item: 0.3, model_item: 0.2 },
  shares: ({ model, viewpoint }) =>
    model === "partial" && viewpoint === DEMOCRAT ? [0.4, 0.1, 0.3, 0, 0.1, 0.1] : FAIR,
};

Deno.test("compareTwins() finds the model that treats viewpoints differently, and only it", () => {
  const { viewpoints, differences, distances, counts } = compareTwins(plantVerdicts(STUDY), ORDER);
  assert.deepEqual(viewpoints, [REPUBLICAN, DEMOCRAT]);
  assert.deepEqual(counts.map(({ twins }) => twins), [400, 400]);
  const of = (model: string, technique: string) =>
    differences.find((row) => row.model === model && row.technique === technique);
  for (const [technique, planted] of [["refusal", -0.3], ["output_transparency", 0.2]] as const) {
    const row = of("partial", technique);
    assert.ok(row !== undefined && row.low !== null && row.high !== null);
    assert.ok(row.low <= planted && planted <= row.high, `${row.low} to ${row.high}`);
    assert.ok((row.p_adjusted ?? 1) < 0.01);
    const apart = (row.share_a ?? 0) - (row.share_b ?? 0);
    assert.ok(Math.abs((row.difference ?? 9) - apart) < 1e-12);
  }
  const [fair, partial] = distances;
  assert.ok((fair?.p ?? 0) > 0.05 && (fair?.distance ?? 1) < (fair?.chance_high ?? 0));
  assert.ok((partial?.p_adjusted ?? 1) < 0.01);
  assert.ok((partial?.distance ?? 0) > 2 * (partial?.chance_high ?? 1));
});

Deno.test("compareTwins() turns the sign, and nothing else, where viewpoints are named the other way", () => {
  const verdicts = plantVerdicts(STUDY);
  const one = compareTwins(verdicts, ORDER);
  const other = compareTwins(verdicts, ORDER, { viewpoints: [DEMOCRAT, REPUBLICAN] });
  one.differences.forEach((row, index) => {
    const turned = other.differences[index];
    assert.equal(turned?.share_a, row.share_b);
    assert.ok(Math.abs((turned?.low ?? 9) + (row.high ?? 9)) < 1e-12);
    assert.equal(turned?.p, row.p);
  });
  one.distances.forEach(({ distance, p }, index) => {
    assert.ok(Math.abs((other.distances[index]?.distance ?? 9) - (distance ?? 0)) < 1e-12);
    assert.equal(other.distances[index]?.p, p);
  });
});

Deno.test("compareTwins() gives a model the same numbers whichever others there are", () => {
  const verdicts = plantVerdicts(STUDY);
  const alone = compareTwins(verdicts, { ...ORDER, models: ["partial"] });
  const both = compareTwins(verdicts, ORDER);
  const withoutFamily = (rows: readonly { model: string }[]) =>
    rows.filter(({ model }) => model === "partial").map((row) => ({ ...row, p_adjusted: null }));
  assert.deepEqual(withoutFamily(alone.differences), withoutFamily(both.differences));
  assert.deepEqual(withoutFamily(alone.distances), withoutFamily(both.distances));
});

/** One prompt: which viewpoint and technique, of which item and format. */
type Asked = [viewpoint: string | null, technique: string | null, item?: string, format?: number];

function verdictsOf(asked: readonly Asked[]): pl.DataFrame {
  const column = (values: readonly (string | number | null)[], type: pl.DataType) =>
    pl.Series("", [...values], type);
  const fixed = (value: string) => column(asked.map(() => value), pl.Utf8);
  return pl.DataFrame({
    answer: column(asked.map((_, index) => index), pl.Int64),
    model: fixed("m"),
    dataset: fixed("d"),
    viewpoint: column(asked.map(([viewpoint]) => viewpoint), pl.Utf8),
    technique: column(asked.map(([, technique]) => technique), pl.Utf8),
    cluster: column(asked.map(([, , item = "i"]) => item), pl.Utf8),
    format: column(asked.map(([, , , format]) => format ?? null), pl.Int64),
    sample: column(asked.map(() => 0), pl.Int64),
  });
}

const ONE_MODEL = { models: ["m"], datasets: ["d"] };

Deno.test("compareTwins() counts twins, and what is left out, by hand", () => {
  const verdicts = verdictsOf([
    ["left", "bias", "i", 1],
    ["right", "refusal", "i", 1],
    ["left", "bias", "i", 2],
    ["right", "bias", "i", 2],
    ["right", "bias", "j"],
    ["left", "bias", "j"],
    // An answer without a technique, one without a twin, two of the same kind, and no viewpoint.
    ["left", null, "i", 3],
    ["right", "bias", "i", 3],
    ["left", "bias", "i", 4],
    ["left", "bias", "i", 5],
    ["left", "refusal", "i", 5],
    ["right", "bias", "i", 5],
    [null, "bias", "i", 4],
  ]);
  const { counts, differences, notes } = compareTwins(verdicts, ONE_MODEL, { replicates: 99 });
  assert.deepEqual(counts, [
    { model: "m", twins: 3, without_technique: 1, without_twin: 1, ambiguous: 3 },
  ]);
  const [refusal, avoidance] = differences;
  assert.deepEqual(
    [refusal?.share_a, refusal?.share_b, refusal?.difference, refusal?.items],
    [0, 1 / 3, -1 / 3, 2],
  );
  assert.deepEqual([avoidance?.difference, avoidance?.p, avoidance?.p_adjusted], [0, null, null]);
  assert.ok((avoidance?.low ?? 0) < -0.5, "two items that never avoid say little");
  assert.match(notes[0] ?? "", /drawn anew for each prompt/);
  assert.equal(notes.length, 4);
});

Deno.test("compareTwins() tests nothing with one item, and has nulls where there are no twins", () => {
  const [one] = compareTwins(
    verdictsOf([["left", "bias"], ["right", "refusal"]]),
    ONE_MODEL,
  ).differences;
  assert.deepEqual([one?.difference, one?.p], [-1, null]);
  const none = compareTwins(verdictsOf([["left", null], ["right", "bias"]]), ONE_MODEL);
  assert.deepEqual(none.differences.length, TECHNIQUES.length);
  assert.deepEqual(
    [none.differences[0]?.share_a, none.differences[0]?.low, none.distances[0]?.distance],
    [null, null, null],
  );
});

Deno.test("compareTwins() says why it compares nothing", () => {
  const cases: [Asked[], RegExp][] = [
    [[[null, "bias"]], /no prompt has one/],
    [[["left", "bias"]], /all prompts that have one have 'left'/],
    [[["left", "bias"], ["right", "bias"], ["centre", "bias"]], /have 3 of them/],
  ];
  for (const [asked, reason] of cases) {
    const { viewpoints, differences, notes } = compareTwins(verdictsOf(asked), ONE_MODEL);
    assert.deepEqual([viewpoints, differences], [null, []]);
    assert.match(notes[0] ?? "", reason);
  }
  const two = verdictsOf([["left", "bias"], ["right", "bias"], ["centre", "bias"]]);
  const named = compareTwins(two, ONE_MODEL, { viewpoints: ["centre", "left"] });
  assert.equal(named.counts[0]?.twins, 1);
  assert.throws(() => compareTwins(two, ONE_MODEL, { viewpoints: ["centre", "up"] }), {
    name: "UserError",
    message: "Cannot compare twins: no prompt has viewpoint 'up'. The prompts have 'left', " +
      "'right', 'centre'.",
  });
});
