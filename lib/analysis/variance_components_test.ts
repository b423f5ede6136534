import assert from "node:assert/strict";
import pl from "nodejs-polars";
import { TECHNIQUES } from "../base/vocabulary.ts";
import {
  type PlantedStudy,
  plantSecondJudge,
  plantVerdicts,
  STUDY_SIZES,
} from "../testing/plant_verdicts.ts";
import { codeVerdicts } from "./bootstrap/code_verdicts.ts";
import { decompose } from "./_decompose.ts";
import { varianceComponents } from "./variance_components.ts";
import { VARIANCE_SOURCES, type VarianceRow, type VarianceSource } from "./variance_row.ts";

type Components = Record<string, number>;

/** Computed by `bench/reference/variance.py` with numpy and lme4. */
const REFERENCE: Record<
  "balanced" | "repeated" | "unbalanced" | "judged",
  { rows: string; henderson: Components; reml: Components }
> = JSON.parse(
  Deno.readTextFileSync(new URL("./fixtures/variance_reference.json", import.meta.url)),
);

/** Rows of digits (model, dataset, item, format, sample, judge, y) as verdicts: y is `bias`. */
function verdictsOf(rows: string): pl.DataFrame {
  const digits = rows.split(" ").map((row) => [...row]);
  const column = (at: number) => digits.map((row) => row[at] ?? "");
  const text = (values: string[]) => pl.Series("", values, pl.Utf8);
  return pl.DataFrame({
    model: text(column(0)),
    dataset: text(column(1)),
    cluster: text(digits.map(([, dataset, item]) => `${dataset} ${item}`)),
    format: pl.Series("", column(3).map(Number), pl.Int64),
    sample: pl.Series("", column(4).map(Number), pl.Int64),
    judge: text(column(5)),
    prompt_id: text(digits.map(([, dataset, item, format]) => `${dataset} ${item} ${format}`)),
    expected: text(digits.map(() => "bias")),
    technique: text(column(6).map((y) => y === "1" ? "bias" : "refusal")),
  });
}

const DIGITS = { models: [..."0123456789"], datasets: [..."0123456789"] };

function sumOf(found: Components, names: readonly string[]): number {
  return names.reduce((sum, name) => sum + (found[name] ?? 0), 0);
}

/** What the reference's factors are reported as. */
const OTHERS: Record<keyof typeof REFERENCE, { repeat: string[]; residual: string[] }> = {
  balanced: { repeat: [], residual: ["prompt", "model_by_format", "error"] },
  unbalanced: { repeat: [], residual: ["prompt", "model_by_format", "error"] },
  repeated: { repeat: ["error"], residual: ["prompt", "model_by_format", "model_by_prompt"] },
  judged: {
    repeat: ["answer"],
    residual: ["prompt", "model_by_format", "model_by_prompt", "error"],
  },
};

for (const name of ["balanced", "repeated", "unbalanced", "judged"] as const) {
  Deno.test(`decompose() gives what explicit matrices give of ${name} data`, () => {
    const { rows, henderson } = REFERENCE[name];
    const coded = codeVerdicts(verdictsOf(rows), DIGITS);
    const bits = Uint8Array.from(coded.technique, (code) => Number(TECHNIQUES[code] === "bias"));
    const { components: [found = []] } = decompose(coded, {
      ...{ outcomes: { bits, count: 1 }, isJudged: true },
    });
    VARIANCE_SOURCES.forEach((source, at) => {
      const names = source === "repeat" || source === "residual" ? OTHERS[name][source] : [source];
      const isThere = names.some((factor) => Object.hasOwn(henderson, factor));
      const expected = isThere ? sumOf(henderson, names) : null;
      const actual = found[at] ?? null;
      const same = expected === null || actual === null
        ? expected === actual
        : Math.abs(expected - actual) < 1e-10;
      assert.ok(same, `${source}: expected ${expected} but found ${actual}`);
    });
  });
}

for (const name of ["balanced", "repeated"] as const) {
  Deno.test(`varianceComponents() gives lme4's components of ${name} data`, () => {
    const { rows, reml } = REFERENCE[name];
    const found = varianceComponents(verdictsOf(rows), {
      models: ["0", "1", "2"],
      datasets: ["0", "1", "2"],
    });
    for (const source of ["model", "dataset", "item", "format", "model_by_item"] as const) {
      const { variance } = rowOf(found.rows, { outcome: "bias", source });
      assert.ok(Math.abs((variance ?? 9) - (reml[source] ?? 0)) < 1e-6, source);
    }
  });
}

function rowOf(
  rows: readonly VarianceRow[],
  { outcome, source }: { outcome: VarianceRow["outcome"]; source: VarianceSource },
): VarianceRow {
  const row = rows.find((other) => other.outcome === outcome && other.source === source);
  assert.ok(row !== undefined, `no row for ${outcome}, ${source}`);
  return row;
}

const SHARES = [0.1, 0.1, 0.4, 0.2, 0.1, 0.1];
const GINI = 1 - SHARES.reduce((sum, share) => sum + share * share, 0);
const MODELS = ["a", "b", "c", "d", "e"];
const DATASETS = STUDY_SIZES.map(({ dataset }) => dataset);

const STUDY: PlantedStudy = {
  ...{ seed: 5, models: MODELS, datasets: STUDY_SIZES, empty: 0.02, samples: 2 },
  alike: { item: 0.4, format: 0.2, model_item: 0.2, prompt_model: 0.1 },
  shares: () => SHARES,
};

Deno.test("varianceComponents() finds the planted components of a study", () => {
  const { rows } = varianceComponents(plantVerdicts(STUDY), { models: MODELS, datasets: DATASETS });
  const planted = { item: 0.16, format: 0.04, model_by_item: 0.04, model: 0, model_by_dataset: 0 };
  const of = (source: VarianceSource) => rowOf(rows, { outcome: "all", source });
  for (const [source, share] of Object.entries(planted)) {
    const found = of(VARIANCE_SOURCES.find((name) => name === source) ?? "residual");
    assert.ok(Math.abs((found.share ?? 9) - share) < 0.02, `${source}: ${found.share}`);
  }
  // What one prompt and model share is 0.01 of it; what repeats have of their own is the rest.
  assert.ok(Math.abs((of("repeat").share ?? 9) - 0.75) < 0.02);
  assert.ok(Math.abs((of("residual").share ?? 9) - 0.01) < 0.01);
  assert.deepEqual([of("item").levels, of("model").levels, of("repeat").levels], [454, 5, 2]);
  const total = VARIANCE_SOURCES.reduce((sum, source) => sum + (of(source).variance ?? 0), 0);
  assert.ok(Math.abs(total - GINI) < 0.02, `${total} instead of ${GINI}`);
});

Deno.test("varianceComponents() sees how models differ on average and by dataset apart", () => {
  const datasets = ["political_opinions", "universal_rights", "conspiracy_good_faith", "other"].map(
    (dataset) => ({ ...{ dataset, items: 30, formats: 6 }, expected: "bias" as const }),
  );
  const order = { models: MODELS, datasets: datasets.map(({ dataset }) => dataset) };
  const biased = (share: number) => [1 - share, 0, 0, 0, 0, share];
  const sharesFor = (differs: (model: number, dataset: number) => number) =>
    varianceComponents(
      plantVerdicts({
        ...{ seed: 6, models: MODELS, datasets },
        shares: ({ model, dataset }) =>
          biased(0.5 + differs(MODELS.indexOf(model), order.datasets.indexOf(dataset))),
      }),
      order,
    ).rows;
  const always = sharesFor((model) => 0.15 * (model - 2));
  // Sample variances of what is planted: 0.15² · 10/4, and next to it nothing.
  const near = (value: number | null, planted: number) =>
    assert.ok(Math.abs((value ?? 9) - planted) < 0.008, `${value} instead of ${planted}`);
  near(rowOf(always, { outcome: "bias", source: "model" }).variance, 0.05625);
  near(rowOf(always, { outcome: "bias", source: "model_by_dataset" }).variance, 0);
  const byDataset = sharesFor((model, dataset) => 0.1 * (model - 2) * (dataset % 2 === 0 ? 1 : -1));
  near(rowOf(byDataset, { outcome: "bias", source: "model" }).variance, 0);
  const { variance } = rowOf(byDataset, { outcome: "bias", source: "model_by_dataset" });
  assert.ok((variance ?? 0) > 0.02, `${variance}`);
});

Deno.test("varianceComponents() tells items from formats, and notices where they are swapped", () => {
  const datasets = [{ dataset: "d", expected: null, items: 20, formats: 20 }];
  const verdicts = plantVerdicts({
    ...{ seed: 8, models: MODELS, datasets, alike: { item: 0.6 }, shares: () => SHARES },
  });
  const swapped = verdicts.withColumns(
    pl.col("cluster").str.replace("item d_", "").cast(pl.Int64).alias("format"),
    pl.col("format").cast(pl.Utf8).alias("cluster"),
  );
  const order = { models: MODELS, datasets: ["d"] };
  const [one, other] = [verdicts, swapped].map((frame) => varianceComponents(frame, order).rows);
  const share = (rows: VarianceRow[] | undefined, source: VarianceSource) =>
    rowOf(rows ?? [], { outcome: "all", source }).share ?? 9;
  assert.ok(share(one, "item") > 0.25 && share(one, "format") < 0.02);
  assert.ok(share(other, "format") > 0.25 && share(other, "item") < 0.02);
  const variance = (rows: VarianceRow[] | undefined, source: VarianceSource) =>
    rowOf(rows ?? [], { outcome: "all", source }).variance ?? 9;
  assert.ok(Math.abs(variance(one, "item") - variance(other, "format")) < 1e-9);
});

Deno.test("varianceComponents() finds how a second judge differs", () => {
  const datasets = [{ dataset: "d", expected: "bias" as const, items: 40, formats: 5 }];
  const verdicts = plantVerdicts({ ...STUDY, samples: 1, datasets });
  const order = { models: MODELS, datasets: ["d"] };
  const shifted = verdicts.withColumns(
    pl.when(pl.col("technique").eq(pl.lit("reasonable_pluralism")))
      .then(pl.lit("bias")).otherwise(pl.col("technique")).alias("technique"),
  );
  const judges = new Map([["one", verdicts], ["two", shifted]]);
  const { rows } = varianceComponents(verdicts, order, { judges });
  const row = rowOf(rows, { outcome: "reasonable_pluralism", source: "judge" });
  // Two judges, 0.4 apart: 0.4² / 2, less what shared answers make of it.
  assert.ok(Math.abs((row.variance ?? 9) - 0.08) < 0.02, `${row.variance}`);
  assert.equal(row.levels, 2);
  const alike = new Map([["one", verdicts], [
    "two",
    plantSecondJudge(verdicts, { seed: 3, right: 1 }),
  ]]);
  const same = varianceComponents(verdicts, order, { judges: alike });
  assert.ok((rowOf(same.rows, { outcome: "all", source: "judge" }).variance ?? 9) < 1e-9);
});

Deno.test("varianceComponents() covers planted shares of variance", () => {
  const datasets = [{ dataset: "d", expected: null, items: 60, formats: 4 }];
  const order = { models: ["a", "b", "c"], datasets: ["d"] };
  const planted = { item: 0.25, model_by_item: 0.16 } as const;
  const covered = { item: 0, model_by_item: 0 };
  const draws = 120;
  for (let seed = 0; seed < draws; seed++) {
    const verdicts = plantVerdicts({
      ...{ seed, models: order.models, datasets, shares: () => SHARES },
      alike: { item: 0.5, model_item: 0.4 },
    });
    const { rows } = varianceComponents(verdicts, order);
    for (const source of ["item", "model_by_item"] as const) {
      const { low, high } = rowOf(rows, { outcome: "all", source });
      if ((low ?? 1) <= planted[source] && planted[source] <= (high ?? 0)) covered[source]++;
    }
  }
  for (const count of Object.values(covered)) {
    assert.ok(count / draws >= 0.9 && count < draws, `${count} of ${draws}`);
  }
});

Deno.test("varianceComponents() says what the data cannot tell", () => {
  const datasets = [{ dataset: "d", expected: null, items: 30, formats: 1 }];
  const verdicts = plantVerdicts({ ...STUDY, samples: 1, datasets });
  const { rows, notes } = varianceComponents(verdicts, { models: MODELS, datasets: ["d"] });
  const untold = rows.filter((row) => row.outcome === "all" && row.variance === null);
  assert.deepEqual(
    untold.map(({ source }) => source),
    ["dataset", "format", "model_by_dataset", "model_by_item", "judge", "repeat"],
  );
  for (const { share, low, high } of untold) {
    assert.deepEqual([share, low, high], [null, null, null]);
  }
  assert.ok(notes.some((note) => /dataset, format, judge, repeat cannot be told, as/.test(note)));
  assert.ok(notes.some((note) => /model by dataset, model by item cannot be told from/.test(note)));
  assert.ok(!rows.some(({ outcome }) => outcome === "as_expected"), "nothing is expected");
});

Deno.test("varianceComponents() counts estimates below 0 as 0 and names them", () => {
  const { rows: found } = REFERENCE.unbalanced;
  const order = { models: ["0", "1", "2", "3"], datasets: ["0", "1", "2", "3"] };
  const { rows, notes } = varianceComponents(verdictsOf(found), order);
  const row = rowOf(rows, { outcome: "bias", source: "dataset" });
  assert.deepEqual([row.variance, row.share, row.low], [0, 0, 0]);
  assert.ok(
    notes.some((note) => /below 0 count as 0: dataset \(.*bias/.test(note)),
    notes.join("\n"),
  );
  for (const outcome of ["all", "as_expected", "bias"] as const) {
    const shares = VARIANCE_SOURCES.map((source) => rowOf(rows, { outcome, source }).share ?? 0);
    assert.ok(Math.abs(shares.reduce((sum, share) => sum + share) - 1) < 1e-12);
  }
});

Deno.test("varianceComponents() has no shares of what never varies, and no rows without answers", () => {
  const verdicts = plantVerdicts({ ...STUDY, samples: 1, shares: () => [1, 0, 0, 0, 0, 0] });
  const { rows } = varianceComponents(verdicts, { models: MODELS, datasets: DATASETS });
  for (const technique of TECHNIQUES) {
    const row = rowOf(rows, { outcome: technique, source: "item" });
    assert.deepEqual([row.variance, row.share, row.low], [0, null, null]);
  }
  const none = varianceComponents(verdicts, { models: ["x"], datasets: DATASETS });
  assert.deepEqual(none.rows, []);
});
