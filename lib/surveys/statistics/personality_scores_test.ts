import assert from "node:assert/strict";
import { anAnswer, aQuestion } from "../../testing/made_up_survey.ts";
import REFERENCE from "../fixtures/survey_reference.json" with { type: "json" };
import { PERSONALITY_OPTIONS, personalityQuestions } from "../personality_questions.ts";
import type { PersonalityStatement } from "../read_personality_statements.ts";
import { seriesOfAnswers } from "./answer_series.ts";
import { asPublishedDistances } from "./as_published_distances.ts";
import { optionShuffles } from "./option_shuffles.ts";
import { expectedScore, personalityScores } from "./personality_scores.ts";

function statement(number: number, key: 1 | -1, { trait = "O", people = [1, 1, 1, 1, 1] } = {}) {
  const fields = { survey: "machine_personality", options: PERSONALITY_OPTIONS } as const;
  return aQuestion(number, { People: people }, { ...fields, source: trait, key });
}

Deno.test("expectedScore(): A, 'Very Accurate', is 5; a reverse-keyed statement turns it round", () => {
  assert.equal(expectedScore([1, 0, 0, 0, 0], 1), 5);
  assert.equal(expectedScore([1, 0, 0, 0, 0], -1), 1);
  assert.equal(expectedScore([0, 0, 0, 0, 1], 1), 1);
  assert.equal(expectedScore([0, 0, 0, 3, 1], -1), 4.25);
  assert.equal(expectedScore([1, 0, 2, 0, 1], 1), 3);
  assert.throws(() => expectedScore([1, 1], 1), RangeError);
});

Deno.test("personalityScores() has means over statements with Student's interval, by hand", () => {
  const questions = [
    statement(0, 1, { people: [1, 0, 0, 0, 0] }),
    statement(1, -1, { people: [0, 0, 0, 0, 1] }),
    statement(2, 1, { trait: "N", people: [0, 1, 0, 0, 0] }),
  ];
  const series = seriesOfAnswers([
    anAnswer("q0", [0, 1, 0, 0, 0]),
    anAnswer("q1", [0, 1, 0, 0, 0]),
    anAnswer("q2", null),
  ]);
  const { rows, leftOut } = personalityScores(questions, series, ["People"]);
  assert.equal(rows.length, 10);
  const [open] = rows;
  assert.deepEqual([open?.name, open?.trait, open?.statements, open?.n], ["base", "O", 2, 2]);
  // Scores 4 and 2: mean 3, s/√2 = 1, t with one degree of freedom 12.7: the whole scale.
  assert.deepEqual([open?.score, open?.low, open?.high], [3, 1, 5]);
  const neurotic = rows.filter(({ trait }) => trait === "N");
  assert.deepEqual(neurotic.map(({ name, n, score }) => [name, n, score]), [
    ["base", 0, null],
    ["People", 1, 4],
  ]);
  const people = rows.find(({ name, trait }) => name === "People" && trait === "O");
  assert.deepEqual([people?.kind, people?.score], ["population", 5]);
  assert.deepEqual(
    leftOut.map(({ model, reason, questions, first }) => [model, reason, questions, first]),
    [
      ["base", "no_model_distribution", 1, "2"],
    ],
  );
});

Deno.test("personalityScores() recovers planted traits of a model", () => {
  const planted = { O: 4.5, C: 4, E: 3, A: 2.2, N: 1.5 };
  const questions = Object.keys(planted).flatMap((trait, t) =>
    Array.from({ length: 24 }, (_, i) => statement(24 * t + i, i % 2 === 0 ? 1 : -1, { trait }))
  );
  const answers = questions.map(({ question_id, source, key }, index) => {
    const wobble = 0.4 * Math.sin(7 * index);
    const score = Object.entries(planted).find(([trait]) => trait === source)?.[1] ?? 3;
    const wanted = key === 1 ? score + wobble : 6 - score - wobble;
    const share = (wanted - 1) / 4;
    return anAnswer(question_id, [share, 0, 0, 0, 1 - share]);
  });
  const { rows } = personalityScores(questions, seriesOfAnswers(answers), []);
  for (const { trait, score, low, high, n } of rows) {
    assert.equal(n, 24);
    assert.ok(Math.abs((score ?? 0) - planted[trait]) < 0.15, `${trait}: ${score}`);
    assert.ok(
      (low ?? 5) < planted[trait] && planted[trait] < (high ?? 1),
      `${trait}: ${low}, ${high}`,
    );
  }
});

Deno.test("questions that are no personality statements have no scores", () => {
  const series = seriesOfAnswers([anAnswer("q0", [1, 0])]);
  assert.deepEqual(personalityScores([aQuestion(0, { People: [1, 1] })], series, ["People"]), {
    rows: [],
    facetRows: [],
    leftOut: [],
  });
});

Deno.test("asPublishedDistances() cuts the model's shares to as many as people's, and counts what is left", () => {
  const questions = [0, 1, 2].map((number) => statement(number, 1));
  const series = seriesOfAnswers([
    anAnswer("q0", [0.4, 0.4, 0.1, 0.1, 0]),
    anAnswer("q1", [0, 0, 0, 0.5, 0.5]),
    anAnswer("q2", [0.2, 0.2, 0.2, 0.2, 0.2]),
  ]);
  const asPublished = new Map([["q0", [0.5, 0.5]], ["q1", [0.2, 0.3, 0.5]]]);
  const shuffles = optionShuffles({ seed: 1, permutations: 3 });
  const { rows: [row], leftOut } = asPublishedDistances(questions, series, {
    asPublished,
    shuffles,
  });
  assert.deepEqual([row?.questions, row?.n, row?.distance], [3, 1, 0]);
  assert.ok(Math.abs((row?.entropy ?? 0) - Math.LN2) < 1e-12);
  assert.deepEqual(leftOut.map(({ reason, first }) => [reason, first]), [
    ["unusable", "1"],
    ["no_human_distribution", "2"],
  ]);
});

Deno.test("asPublishedDistances() gives what Python gives by the published notebook's way", () => {
  const { statements, distance, entropy } = REFERENCE.as_published;
  const items = statements.map(({ counts, missing, key }, number) => {
    const statement: PersonalityStatement = {
      ...{ question_id: `q${number}`, number, text: `Statement ${number}`, facet: "Invented" },
      ...{ trait: "O", key: key === 1 ? 1 : -1 },
    };
    return { statement, counts, missing, unreadable: 0 };
  });
  const { questions, asPublished } = personalityQuestions(items.map(({ statement }) => statement), {
    answers: { people: 1, items, leftOut: { lines: 0, first: [] } },
  });
  const series = seriesOfAnswers(statements.map(({ model }, n) => anAnswer(`q${n}`, model)));
  const shuffles = optionShuffles({ seed: 1, permutations: 3 });
  const { rows: [row] } = asPublishedDistances(questions, series, { asPublished, shuffles });
  assert.equal(row?.n, 20);
  assert.ok(Math.abs((row?.distance ?? 0) - distance) < 1e-12, `${row?.distance}, ${distance}`);
  assert.ok(Math.abs((row?.entropy ?? 0) - entropy) < 1e-12);
});

Deno.test("personalityScores() scores each facet by its own statements, trait by trait", () => {
  const questions = [
    { ...statement(0, 1, { trait: "N" }), facet: "Worry" },
    { ...statement(1, -1), facet: "Wonder" },
    { ...statement(2, 1, { trait: "N" }), facet: "Hurt" },
    { ...statement(3, -1, { trait: "N" }), facet: "Worry" },
    { ...statement(4, 1), facet: "" },
  ];
  const series = seriesOfAnswers(
    questions.map((_, number) => anAnswer(`q${number}`, [1, 0, 0, 0, 0])),
  );
  const { facetRows } = personalityScores(questions, series, []);
  assert.deepEqual(
    facetRows.map(({ trait, facet, statements, n, score }) => [trait, facet, statements, n, score]),
    [
      ["O", "Wonder", 1, 1, 1],
      // Both are agreed with in full: one speaks for the trait, the other against it.
      ["N", "Worry", 2, 2, 3],
      ["N", "Hurt", 1, 1, 5],
    ],
  );
});
