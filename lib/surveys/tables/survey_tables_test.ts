import assert from "node:assert/strict";
import { basename } from "node:path";
import { readCsv } from "../../base/read_csv.ts";
import { anAnswer, aQuestion } from "../../testing/made_up_survey.ts";
import { withFolder } from "../../testing/temporary_run.ts";
import { PERSONALITY_OPTIONS } from "../personality_questions.ts";
import { AS_PUBLISHED_REASON } from "../published_counts.ts";
import { PUBLISHED_VALUES } from "../statistics/published_values.ts";
import { computeSurveyTables } from "./compute_survey_tables.ts";
import { writeSurveyTables } from "./write_survey_tables.ts";

const HOSTILE = `<img src=x>|\u001b[2J$x_{y}`;
const OPINIONS = {
  questions: [
    aQuestion(0, { "United States": [0.6, 0.4], Japan: [0.3, 0.7] }),
    aQuestion(1, { "United States": [0.1, 0.2, 0.7], Japan: [0.2, 0.2, 0.6] }),
    aQuestion(2, { Japan: [0.5, 0.5] }),
  ],
  answers: [0, 1, 2, 9].flatMap((number) => [
    anAnswer(`q${number}`, number === 1 ? [0.1, 0.3, 0.6] : [0.5, 0.5]),
    anAnswer(`q${number}`, number === 2 ? null : number === 1 ? [0, 0, 1] : [1, 0], {
      ...{ model: HOSTILE, failed: number === 2 ? 5 : 0, simulated: true },
    }),
  ]),
  pairs: [{ before: "base", after: HOSTILE }],
  notes: ["A note of the caller's."],
};
const OPTIONS = { replicates: 200, permutations: 100, flips: 99 };

const statement = (number: number, key: 1 | -1) =>
  aQuestion(number, { People: [0.4, 0.3, 0.1, 0.1, 0.1] }, {
    ...{ survey: "machine_personality", options: PERSONALITY_OPTIONS, source: "C", key },
  });

Deno.test("computeSurveyTables() has a row for every model, population and effect", () => {
  const tables = computeSurveyTables(OPINIONS, OPTIONS);
  assert.deepEqual(tables.populations, ["United States", "Japan"]);
  assert.deepEqual(
    tables.modelDistances.map(({ model, population, n }) => [model, population, n]),
    [
      ["base", "United States", 2],
      ["base", "Japan", 3],
      [HOSTILE, "United States", 2],
      [HOSTILE, "Japan", 2],
    ],
  );
  assert.deepEqual(tables.populationDistances.map(({ n, not_shared }) => [n, not_shared]), [[
    2,
    1,
  ]]);
  assert.equal(tables.alignmentEffects.length, 3);
  assert.deepEqual([tables.asPublished, tables.personalityScores], [[], []]);
  // The United States were not asked question 2: it is counted, but has no row.
  assert.equal(tables.questionDistances.length, 10);
  const gaps = tables.questionDistances.filter(({ distance }) => distance === null);
  assert.deepEqual(gaps.map(({ model, number, reason }) => [model, number, reason]), [
    [HOSTILE, 2, "no_model_distribution"],
  ]);
  assert.deepEqual(tables.leftOut.map(({ population, reason }) => [population, reason]), [
    ["United States", "no_human_distribution"],
    ["United States", "no_human_distribution"],
    ["Japan", "no_model_distribution"],
  ]);
  assert.ok(
    tables.published.length === 13 &&
      tables.published.every(({ source }) => source.startsWith("published")),
  );
});

Deno.test("computeSurveyTables() says in notes what is simulated, failed and left out", () => {
  const { notes, simulated } = computeSurveyTables(OPINIONS, OPTIONS);
  assert.equal(simulated, "some_models");
  const all = notes.join("\n");
  assert.match(all, /Some of the models are simulated/);
  assert.match(all, /1 of 6 answers are left out: they have no distribution/);
  assert.match(all, /5 of 35 answers of models name no option, or never came/);
  assert.match(all, /2 answers are left out: they are to none of these questions/);
  assert.match(all, /mean of 100 shuffles/);
  assert.match(all, /A note of the caller's\.$/);
});

Deno.test("computeSurveyTables() gives the same for the same seed, and other draws for another", () => {
  const tables = computeSurveyTables(OPINIONS, OPTIONS);
  assert.deepEqual(computeSurveyTables(OPINIONS, OPTIONS), tables);
  const other = computeSurveyTables(OPINIONS, { ...OPTIONS, seed: 2 });
  assert.notDeepEqual(other.modelDistances, tables.modelDistances);
  assert.deepEqual(other.populationDistances, tables.populationDistances);
});

Deno.test("the distances of a model do not depend on which other models and populations there are", () => {
  const answers = OPINIONS.answers.filter(({ model }) => model === HOSTILE);
  const alone = computeSurveyTables({ ...OPINIONS, answers, populations: ["Japan"] }, OPTIONS);
  const all = computeSurveyTables(OPINIONS, OPTIONS).modelDistances;
  assert.deepEqual(alone.modelDistances, all.slice(3));
});

Deno.test("computeSurveyTables() has personality scores, and as-published distances with their reason", () => {
  const questions = [statement(0, 1), statement(1, -1)];
  const answers = questions.map(({ question_id }) =>
    anAnswer(question_id, [0.4, 0.3, 0.1, 0.1, 0.1])
  );
  const asPublished = new Map([["q0", [0.5, 0.25, 0.25]]]);
  const tables = computeSurveyTables({ questions, answers, asPublished }, OPTIONS);
  assert.ok((tables.modelDistances[0]?.distance ?? 1) < 1e-7);
  assert.deepEqual(tables.asPublished.map(({ n, questions }) => [n, questions]), [[1, 2]]);
  assert.ok((tables.asPublished[0]?.distance ?? 0) > 0.05);
  assert.ok(tables.notes.includes(AS_PUBLISHED_REASON));
  assert.equal(tables.personalityScores.length, 10);
  const ofModel = tables.personalityScores.find(({ trait }) => trait === "C");
  assert.ok(Math.abs((ofModel?.score ?? 0) - 3) < 1e-12);
});

Deno.test("computeSurveyTables() refuses two surveys at once, and none", () => {
  const questions = [...OPINIONS.questions, statement(7, 1)];
  assert.throws(() => computeSurveyTables({ questions, answers: [] }), /two surveys/);
  assert.throws(() => computeSurveyTables({ questions: [], answers: [] }), /no questions/);
});

Deno.test("computeSurveyTables() has rows without numbers where no model answered", () => {
  const answers = [anAnswer("q0", null)];
  const { modelDistances: [row] } = computeSurveyTables({ ...OPINIONS, answers }, OPTIONS);
  assert.deepEqual([row?.n, row?.distance, row?.boot_low, row?.shuffled, row?.entropy], [
    ...[0, null, null, null, null],
  ]);
});

Deno.test("writeSurveyTables() writes every table, and no name disturbs it", async () => {
  await withFolder(async (folder) => {
    const tables = computeSurveyTables(OPINIONS, OPTIONS);
    const paths = await writeSurveyTables(folder, tables);
    const names = paths.map((path) => basename(path));
    assert.deepEqual(names.filter((name) => name.endsWith(".csv")).length, 10);
    for (const stem of ["model_distances", "population_distances", "alignment_effects"]) {
      assert.ok(names.includes(`${stem}.md`) && names.includes(`${stem}.tex`), stem);
    }
    const { rows } = await readCsv(`${folder}/model_distances.csv`);
    assert.equal(rows[2]?.fields.model, HOSTILE);
    assert.equal(rows[0]?.fields.distance, tables.modelDistances[0]?.distance?.toFixed(6));
    const markdown = await Deno.readTextFile(`${folder}/model_distances.md`);
    assert.ok(!markdown.includes("<img") && !markdown.includes("\u001b"));
    assert.match(markdown, /As published/);
    assert.match(await Deno.readTextFile(`${folder}/published_values.md`), /0\.4033/);
    const { rows: effects } = await readCsv(`${folder}/alignment_effects.csv`);
    assert.deepEqual(effects.map(({ fields }) => fields.outcome), [
      "distance",
      "distance",
      "entropy",
    ]);
  });
});

Deno.test("the published values are those of the study's facts", () => {
  const valueOf = (model: string | null, measure: string, population: string | null) =>
    PUBLISHED_VALUES.find((value) =>
      value.model === model && value.measure === measure && value.population === population
    )?.value;
  assert.equal(valueOf("Llama-2-13b", "distance", "Japan"), 0.4033);
  assert.equal(valueOf("Llama-2-13b-chat", "shuffled", "United States"), 0.6735);
  assert.equal(valueOf(null, "distance", "United States"), 0.2563);
  assert.equal(valueOf("Llama-2-7b-chat", "distance", "People"), 0.511);
  const entropies = PUBLISHED_VALUES.filter(({ model, measure }) =>
    model !== null && measure === "entropy"
  );
  assert.deepEqual(entropies.map(({ value }) => value.toFixed(3)), [
    "1.191",
    "0.509",
    "1.044",
    "0.651",
  ]);
});
