import assert from "node:assert/strict";
import pl from "nodejs-polars";
import type { Technique } from "../base/vocabulary.ts";
import { type PlantedStudy, plantSecondJudge, plantVerdicts } from "../testing/plant_verdicts.ts";
import { kendallTau } from "./kendall_tau.ts";
import { type Stability, stability } from "./stability.ts";
import type { StabilityAxis, StabilitySummary } from "./stability_row.ts";

/** Computed by `bench/reference/kendall.py` with scipy. */
const REFERENCE: { one: number[]; other: number[]; tau: number }[] = JSON.parse(
  Deno.readTextFileSync(new URL("./fixtures/kendall_reference.json", import.meta.url)),
);

Deno.test("kendallTau() gives scipy's tau-b, ties included", () => {
  for (const { one, other, tau } of REFERENCE) {
    assert.ok(Math.abs((kendallTau(one, other) ?? 9) - tau) < 1e-12);
    assert.ok(Math.abs((kendallTau(one, other.map((value) => -value)) ?? 9) + tau) < 1e-12);
  }
});

Deno.test("kendallTau() has no value where a list orders nothing", () => {
  assert.equal(kendallTau([1, 1, 1], [1, 2, 3]), null);
  assert.equal(kendallTau([], []), null);
  assert.throws(() => kendallTau([1], [1, 2]), RangeError);
});

interface Answered {
  technique: Technique | null;
  model?: string;
  format?: number | null;
  sample?: number;
  status?: string;
  prompt?: string;
}

function verdictsOf(answers: readonly Answered[]): pl.DataFrame {
  const text = (values: (string | null)[]) => pl.Series("", values, pl.Utf8);
  const whole = (values: (number | null)[]) => pl.Series("", values, pl.Int64);
  const fixed = (value: string) => text(answers.map(() => value));
  return pl.DataFrame({
    prompt_id: text(answers.map(({ prompt = "p" }) => prompt)),
    model: text(answers.map(({ model = "m" }) => model)),
    dataset: fixed("d"),
    cluster: fixed("item"),
    expected: fixed("bias"),
    format: whole(answers.map(({ format = 0 }) => format)),
    sample: whole(answers.map(({ sample = 0 }) => sample)),
    response_status: text(answers.map(({ status = "answered" }) => status)),
    technique: text(answers.map(({ technique }) => technique)),
  });
}

const ORDER = { models: ["m"], datasets: ["d"] };

function ofAxis({ rows }: Stability, axis: StabilityAxis, technique: Technique) {
  return rows.filter((row) => row.axis === axis && row.technique === technique)
    .map((
      { setting, n, share, reported, difference },
    ) => [setting, n, share, reported, difference]);
}

function summaryOf({ summary }: Stability, axis: StabilityAxis): StabilitySummary {
  const found = summary.find((row) => row.axis === axis);
  assert.ok(found !== undefined, `no summary of ${axis}`);
  return found;
}

Deno.test("stability() shows each wording alone, in the order of their numbers", () => {
  const found = stability(
    verdictsOf([
      { technique: "bias", format: 10 },
      { technique: "refusal", format: 10 },
      { technique: "bias", format: 2 },
      { technique: "bias", format: 2 },
      { technique: null, format: 3 },
    ]),
    ORDER,
  );
  assert.deepEqual(ofAxis(found, "format", "refusal"), [
    ["2", 2, 0, 0.25, -0.25],
    ["3", 0, null, 0.25, null],
    ["10", 2, 0.5, 0.25, 0.25],
  ]);
  const { settings, largest, median, changed_leaders, cells, lowest_tau } = summaryOf(
    found,
    "format",
  );
  // A tie at the top in wording 10 includes the leader over all wordings.
  assert.deepEqual([settings, largest, changed_leaders, cells, lowest_tau], [3, 0.25, 0, 1, null]);
  assert.equal(median, 0);
});

Deno.test("stability() counts empty and filtered answers in three ways", () => {
  const found = stability(
    verdictsOf([
      { technique: "bias" },
      { technique: null, status: "empty" },
      { technique: "avoidance", status: "filtered" },
      { technique: null, status: "failed" },
    ]),
    ORDER,
  );
  const [refusal, missing, other] = [
    "empty and filtered as refusal",
    "empty and filtered as missing",
    "empty and filtered as their own class",
  ];
  assert.deepEqual(ofAxis(found, "refusal_rule", "refusal"), [
    [refusal, 3, 2 / 3, 0, 2 / 3],
    [missing, 1, 0, 0, 0],
    [other, 3, 0, 0, 0],
  ]);
  assert.deepEqual(ofAxis(found, "refusal_rule", "bias"), [
    [refusal, 3, 1 / 3, 0.5, 1 / 3 - 0.5],
    [missing, 1, 1, 0.5, 0.5],
    [other, 3, 1 / 3, 0.5, 1 / 3 - 0.5],
  ]);
  assert.deepEqual(
    [summaryOf(found, "refusal_rule").changed_leaders, summaryOf(found, "refusal_rule").cells],
    [1, 1],
  );
});

Deno.test("stability() passes over the refusal rule that is in force when it sums up", () => {
  const found = stability(
    verdictsOf([{ technique: "bias" }, { technique: null, status: "empty" }]),
    ORDER,
  );
  const { settings, median } = summaryOf(found, "refusal_rule");
  // Of the other two rules one moves two shares of six, and the other one.
  assert.deepEqual([settings, median], [2, 0]);
  assert.equal(ofAxis(found, "refusal_rule", "bias").length, 3);
});

Deno.test("stability() compares repeats over the prompts that have both", () => {
  const found = stability(
    verdictsOf([
      { technique: "bias", prompt: "a", sample: 0 },
      { technique: "refusal", prompt: "a", sample: 1 },
      { technique: "bias", prompt: "b", sample: 0 },
      { technique: "bias", prompt: "b", sample: 1 },
      { technique: "bias", prompt: "c", sample: 0 },
      { technique: null, prompt: "c", sample: 1 },
    ]),
    ORDER,
    { replicates: 0 },
  );
  assert.deepEqual(ofAxis(found, "repeat", "bias"), [["sample 1", 2, 0.5, 1, -0.5]]);
  assert.deepEqual([found.repeats?.n, found.repeats?.agreement], [2, 0.5]);
});

const MODELS = ["a", "b", "c", "d"];
const STUDY: PlantedStudy = {
  seed: 21,
  models: MODELS,
  datasets: [
    { dataset: "one", expected: "bias", items: 40, formats: 5 },
    { dataset: "two", expected: "refusal", items: 40, formats: 1 },
  ],
  samples: 3,
  empty: 0.05,
  alike: { item: 0.3, prompt_model: 0.5 },
  // Models conform the more the later they come: 0.3, 0.45, 0.6, 0.75.
  shares: ({ model, dataset }) => {
    const share = 0.3 + 0.15 * MODELS.indexOf(model);
    return dataset === "one" ? [1 - share, 0, 0, 0, 0, share] : [share, 0, 0, 0, 0, 1 - share];
  },
};
const STUDY_ORDER = { models: MODELS, datasets: ["one", "two"] };

Deno.test("stability() keeps the order of models that differ clearly, and turns it for a judge who errs", () => {
  const verdicts = plantVerdicts(STUDY);
  const turned = verdicts.withColumns(
    pl.when(pl.col("technique").eq(pl.lit("bias"))).then(pl.lit("refusal"))
      .when(pl.col("technique").eq(pl.lit("refusal"))).then(pl.lit("bias"))
      .otherwise(pl.col("technique")).alias("technique"),
  );
  const alike = plantSecondJudge(verdicts, { seed: 2, right: 0.97 });
  const ask = (second: pl.DataFrame) =>
    stability(verdicts, STUDY_ORDER, {
      judges: new Map([["first", verdicts], ["second", second]]),
      judge: "first",
      replicates: 50,
    });
  const steady = ask(alike);
  assert.deepEqual(steady.summary.map(({ axis }) => axis), [
    "format",
    "refusal_rule",
    "judge",
    "repeat",
  ]);
  assert.equal(summaryOf(steady, "judge").lowest_tau, 1);
  assert.equal(summaryOf(steady, "repeat").lowest_tau, 1);
  assert.ok((summaryOf(steady, "judge").largest ?? 1) < 0.06);
  const upset = summaryOf(ask(turned), "judge");
  assert.equal(upset.lowest_tau, -1);
  assert.deepEqual([upset.settings, upset.cells], [1, 8]);
  assert.ok(upset.changed_leaders >= 7, `${upset.changed_leaders} of 8 cells`);
  assert.deepEqual(ask(alike), ask(alike));
});

Deno.test("stability() sees repeats agree as planted", () => {
  const { repeats } = stability(plantVerdicts({ ...STUDY, models: ["a"] }), {
    ...STUDY_ORDER,
    models: ["a"],
  }, { replicates: 200 });
  // Two answers take the same number with 0.3² + 0.5² = 0.34, and else agree by chance, 0.3² + 0.7².
  const planted = 0.34 + 0.66 * 0.58;
  const [low = 1, high = 0] = repeats?.agreement_interval ?? [];
  assert.ok(low <= planted && planted <= high, `${low} to ${high}`);
});

Deno.test("stability() says which axes the data do not have", () => {
  const { rows, summary, repeats, notes } = stability(verdictsOf([{ technique: "bias" }]), ORDER);
  assert.deepEqual([rows, summary, repeats, notes.length], [[], [], null, 4]);
  const [wordings, withheld, judges, again] = notes;
  assert.match(wordings ?? "", /no dataset has several/);
  assert.match(withheld ?? "", /there are none/);
  assert.match(judges ?? "", /no second did/);
  assert.match(again ?? "", /answered each prompt once/);
});

Deno.test("stability() tells which judges are left out, of how many answers and why", () => {
  const leftOut = [
    { judge: "ann", answers: 1200, reason: "a person, who coded a sample" },
    { judge: "rules", answers: 18, reason: "another judge judged 20 answers" },
  ];
  const { notes } = stability(verdictsOf([{ technique: "bias" }]), ORDER, { leftOut });
  assert.deepEqual(notes.filter((note) => note.startsWith("Judges are compared without")), [
    "Judges are compared without “ann” (1,200 answers): a person, who coded a sample.",
    "Judges are compared without “rules” (18 answers): another judge judged 20 answers.",
  ]);
});
