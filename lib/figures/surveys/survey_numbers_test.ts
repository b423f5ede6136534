import assert from "node:assert/strict";
import { jensenShannonDistance } from "../../analysis/jensen_shannon.ts";
import { PERSONALITY_OPTIONS } from "../../surveys/personality_questions.ts";
import type { SurveyRun } from "../../surveys/read_survey_run.ts";
import { computeSurveyTables } from "../../surveys/tables/compute_survey_tables.ts";
import { anAnswer, aQuestion } from "../../testing/made_up_survey.ts";
import { plantSurveyRun } from "../../testing/plant_survey_run.ts";
import { INK, PAIR_COLOURS, SHARE_STEPS, WHO_COLOURS } from "../theme.ts";
import { alignmentFigure } from "./alignment_figure.ts";
import { personalityOptions } from "./personality_options.ts";
import { personalityTraits } from "./personality_traits.ts";
import { rankedPopulations } from "./ranked_populations.ts";
import { surveyDistances } from "./survey_distances.ts";
import { surveyQuestionView } from "./survey_question_view.ts";

const QUICK = { replicates: 50, permutations: 50, flips: 999 };
const PAIRS = [{ before: "base", after: "chat" }];

function tablesOf(run: SurveyRun, base = 2) {
  const { asPublished: _, ...input } = run;
  return computeSurveyTables({ ...input, pairs: PAIRS }, { ...QUICK, base });
}

/** The planted run with other questions and answers. */
function runOf(fields: Partial<SurveyRun>): SurveyRun {
  return { ...plantSurveyRun({ models: [], populations: ["here"] }), ...fields };
}

/** The horizontal places of dots of a fill. */
function dotsOf(svg: string, fill: string): number[] {
  const plots = svg.slice(svg.indexOf("<rect"));
  return [...plots.matchAll(new RegExp(`<circle fill="${fill}"[^>]*cx="([\\d.]+)"`, "g"))]
    .map(([, x]) => Number(x));
}

Deno.test("survey_distances puts dots at the distances, on a scale from 0", () => {
  const run = plantSurveyRun({ models: ["base", "chat"], populations: ["here"] });
  const { modelDistances } = tablesOf(run);
  const [a = 0, b = 0] = modelDistances.map(({ distance }) => distance ?? 0);
  const { svg } = surveyDistances(tablesOf(run), run);
  const [, zero] = svg.match(/<line[^>]* x2="([\d.]+)" x1="\1"/) ?? [];
  const [x = 0, y = 0] = dotsOf(svg, INK.text).slice(-2);
  assert.ok(
    Math.abs((x - Number(zero)) / (y - Number(zero)) - a / b) < 0.01,
    `${x}, ${y}, ${zero}`,
  );
});

Deno.test("survey_distances sets published values beside the same population, in base 2 only", () => {
  const run = plantSurveyRun({ models: ["base"], populations: ["Japan", "Elsewhere"] });
  const { svg, description } = surveyDistances(tablesOf(run), run);
  assert.match(svg, />Llama-2-13b \(published\)</);
  assert.match(
    description,
    /Llama-2-13b \(published\), distance to Japan: 0\.40; shuffled 0\.51\./,
  );
  assert.doesNotMatch(description, /published\), distance to Elsewhere/);
  assert.doesNotMatch(surveyDistances(tablesOf(run, 3), run).svg, /published\)/);
});

Deno.test("survey_distances dashes the distance between populations in both panels", () => {
  const run = plantSurveyRun({ models: ["base"], populations: ["a", "b"] });
  const tables = tablesOf(run);
  const { svg } = surveyDistances(tables, run);
  const dashed = svg.match(
    new RegExp(`<g stroke-dasharray="4 2"[^>]* stroke="${PAIR_COLOURS[1]}"><line `, "g"),
  );
  assert.equal(dashed?.length, 2);
  assert.match(svg, new RegExp(`to b: ${tables.populationDistances[0]?.distance?.toFixed(2)} `));
});

Deno.test("survey figures show one way of asking, and refuse one that there is not", () => {
  const planted = plantSurveyRun({ models: ["base"], populations: ["here"] });
  const other = planted.answers.map((answer) => ({ ...answer, variant: "no_examples" }));
  const run = runOf({ questions: planted.questions, answers: [...other, ...planted.answers] });
  const tables = tablesOf(run);
  const text = surveyDistances(tables, run).svg.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");
  assert.match(text, /Asked: as published\./);
  assert.match(text, /Asked otherwise \(in the tables\): no examples\./);
  assert.equal(surveyDistances(tables, run).description.split("\n").length, 1);
  assert.throws(
    () => surveyDistances(tables, run, { variant: "no_exampels" }),
    /^UserError: .*'no_exampels'.*Did you mean no_examples\?/,
  );
});

Deno.test("alignment_effects fills what stands, and has entropies and published pairs in rows of their own", () => {
  // Before, the model answers as people do; after, it always says the first.
  const numbers = Array.from({ length: 12 }, (_, number) => number);
  const run = runOf({
    questions: numbers.map((number) => aQuestion(number, { here: [0.5, 0.5] })),
    answers: numbers.flatMap((number) => [
      anAnswer(`q${number}`, [0.5, 0.5]),
      anAnswer(`q${number}`, [1, 0], { model: "chat" }),
    ]),
  });
  const { svg, description } = alignmentFigure(tablesOf(run), run);
  const lines = description.split("\n");
  assert.match(
    lines[0] ?? "",
    /^base → chat, here \(12 questions\): 0\.00 before, 0\.56 after; .*, stands\.$/,
  );
  assert.match(
    lines[1] ?? "",
    /^Llama-2-13b → Llama-2-13b-chat \(published\), Japan: 0\.40 before, 0\.55/,
  );
  assert.match(lines[3] ?? "", /answers, base → chat \(12 questions\): 0\.69 before, 0\.00 after/);
  assert.match(svg.replace(/<[^>]*>/g, " "), /2 of 2 differences/);
  const same = { ...tablesOf(run) };
  const none = same.alignmentEffects.map((row) => ({ ...row, stands: false }));
  const before = dotsOf(svg, INK.text).length;
  const after = dotsOf(alignmentFigure({ ...same, alignmentEffects: none }, run).svg, INK.text);
  assert.equal(before - after.length, 2);
});

Deno.test("ranked_populations ranks by the mean over the questions that each population was asked", () => {
  const run = plantSurveyRun({ models: ["base"], populations: ["a", "b"], others: ["c", "d"] });
  const means = ["a", "b", "c", "d"].map((population) => {
    const distances = run.questions.flatMap(({ question_id, human }) => {
      const people = human.get(population);
      const model = run.answers.find((answer) => answer.question_id === question_id)?.distribution;
      return people && model ? [jensenShannonDistance([...model], [...people])] : [];
    });
    const sum = distances.reduce((total, distance) => total + distance, 0);
    return { population, n: distances.length, mean: sum / distances.length };
  }).sort((one, other) => one.mean - other.mean);
  const { description } = rankedPopulations(run, { least: 6 });
  assert.deepEqual(
    description.split("\n").map((line) => line.replace(/ \[.*/, "")),
    means.map(({ population, n, mean }) =>
      `base, ${population} (${n} questions): ${mean.toFixed(2)}`
    ),
  );
  assert.match(rankedPopulations(run, { least: 7 }).svg, /2 populations/);
});

Deno.test("ranked_populations counts those that share too few questions, one or more", () => {
  for (
    const [others, words] of [
      [["c"], "1 population that shares fewer than 7"],
      [["c", "d"], "2 populations that share fewer than 7"],
    ] as const
  ) {
    const run = plantSurveyRun({ models: ["base"], populations: ["a", "b"], others });
    const { svg } = rankedPopulations(run, { least: 7 });
    const text = svg.replace(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");
    assert.ok(text.includes(`Not ranked: ${words} questions`), text);
  }
});

Deno.test("ranked_populations counts what lies between, and never hides whom the run compares with", () => {
  const others = Array.from({ length: 40 }, (_, index) => `other ${index}`);
  const run = plantSurveyRun({ models: ["base"], populations: ["chosen"], others, questions: 20 });
  const ranked = rankedPopulations(run).description.split("\n").map((line) =>
    line.replace(/^base, | \(.*/g, "")
  );
  const place = ranked.indexOf("chosen");
  assert.ok(place > 3 && place < 36, `the chosen one is at ${place}`);
  const { svg } = rankedPopulations(run, { ends: 2 });
  const counts = [...svg.matchAll(/>(\d+) more between</g)].map(([, count]) => Number(count));
  assert.deepEqual(counts, [place - 2, 41 - place - 3]);
  assert.match(svg, />chosen</);
  assert.throws(
    () => rankedPopulations(run, { model: "bass" }),
    /^UserError: .*'bass'.*Did you mean base\?/,
  );
});

Deno.test("survey_question draws bars as wide as the shares, with intervals of sampled answers only", () => {
  const run = runOf({
    questions: [aQuestion(4, { here: [0.2, 0.8] })],
    answers: [
      anAnswer("q4", [0.4, 0.6]),
      anAnswer("q4", [0.75, 0.25], {
        ...{ model: "sampler", method: "sampling", mass_seen: null, repeats: 8, failed: 2 },
        interval: { low: [0.4, 0.1], high: [0.9, 0.6] },
      }),
    ],
  });
  const { svg } = surveyQuestionView(run, { question: "q4" });
  const widths = [...svg.matchAll(
    new RegExp(
      `<rect fill="(?:${WHO_COLOURS.people}|${WHO_COLOURS.model})"[^>]* width="([\\d.]+)"`,
      "g",
    ),
  )].map(([, width]) => Number(width)).filter((width) => width > 10);
  const [whole = 0] = widths.map((width) => width / 0.2);
  const shares = widths.map((width) => width / whole);
  [0.2, 0.4, 0.75, 0.8, 0.6, 0.25].forEach((share, index) =>
    assert.ok(Math.abs((shares[index] ?? 0) - share) < 0.01, `${shares}`)
  );
  assert.equal(svg.match(/stroke-width="1\.6"/g)?.length, 2);
  const text = svg.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");
  assert.match(text, /sampler \(n = 8\)/);
  assert.match(text, /Probability seen on letters of options: base 90 %/);
  assert.match(text, /failed: sampler 2 of 10/);
});

Deno.test("surveyQuestionView() finds a question by number, id or text, and names candidates else", () => {
  const texts = ["Do you trust the press?", "Do you trust the courts?", "Is work 42 a duty?"];
  const run = runOf({
    questions: texts.map((text, index) => aQuestion(40 + index, { here: [0.5, 0.5] }, { text })),
  });
  const found = (question: number | string) => surveyQuestionView(run, { question }).name;
  const cases = [[41, 41], ["41", 41], ["q42", 42], ["WORK 42", 42], ["courts", 41], [
    texts[0],
    40,
  ]];
  for (const [wanted = "", number] of cases) {
    assert.equal(found(wanted), `survey_question_${number}`, `${wanted}`);
  }
  assert.throws(
    () => found("trust"),
    /^UserError: .*2 have it: 40 \(Do you trust the press\?\), 41 /,
  );
  assert.throws(() => found(7), /^UserError: .*'7': none of 3 .* There are 40 /);
  assert.throws(() => found("pres of trust"), /^UserError: .*Did you mean 40 .*, 41 .*\?/);
  assert.throws(() => found(""), /^UserError: /);
});

Deno.test("personality_traits draws people pale and models darker, between 1 and 5", () => {
  const run = plantSurveyRun({
    ...{ survey: "machine_personality", models: ["base", "chat"], populations: ["People"] },
    questions: 20,
  });
  const { svg, description } = personalityTraits(tablesOf(run), run);
  // The legend has one of each besides.
  assert.equal(dotsOf(svg, WHO_COLOURS.people).length, 5);
  assert.equal(dotsOf(svg, WHO_COLOURS.model).length, 10);
  assert.match(description, /^Openness, People \(4 statements\): [1-5]\.\d\d \[/);
});

Deno.test("personality_options turns reverse-keyed statements round, unless asked not to", () => {
  const fields = {
    survey: "machine_personality",
    options: PERSONALITY_OPTIONS,
    source: "C",
  } as const;
  const run = runOf({
    survey: "machine_personality",
    questions: ([1, -1] as const).map((key, number) =>
      aQuestion(number, { here: key === 1 ? [1, 0, 0, 0, 0] : [0, 0, 0, 0, 1] }, { ...fields, key })
    ),
  });
  const { svg, description } = personalityOptions(run);
  assert.match(description, /^Conscientiousness, here \(2 statements\): Very Accurate 100 %/m);
  const asked = personalityOptions(run, { turned: false });
  assert.match(asked.description, /Very Accurate 50 %, .*, Very Inaccurate 50 %\./);
  assert.match(svg, />2 statements, 1 reverse-keyed</);
  assert.ok(svg.includes(`fill="${SHARE_STEPS[4]}"`) && asked.name !== "personality_options");
});
