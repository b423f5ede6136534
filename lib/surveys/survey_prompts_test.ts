import assert from "node:assert/strict";
import { readSurveyPrompt } from "../models/simulator/read_survey_prompt.ts";
import { PERSONALITY_OPTIONS } from "./personality_questions.ts";
import { surveyPrompts } from "./survey_prompts.ts";
import type { SurveyQuestion } from "./survey_question.ts";
import { findVariant, SURVEY_VARIANTS } from "./survey_variant.ts";
import { readWorkedExamples } from "./worked_examples.ts";

const examples = await readWorkedExamples();
const settings = { repeats: 5, seed: 1, examples };

const opinion: SurveyQuestion = {
  question_id: "goqa-1",
  survey: "global_opinion_qa",
  number: 0,
  text: "Is the U. S. A. a friend?",
  options: ["Yes", "No", "Neither"],
  source: "GAS",
  facet: null,
  key: null,
  human: new Map(),
};

const statement: SurveyQuestion = {
  ...opinion,
  question_id: "mpi-1",
  survey: "machine_personality",
  text: "Like order",
  options: PERSONALITY_OPTIONS,
  key: 1,
};

Deno.test("surveyPrompts() words an opinion question in one line after three worked examples", () => {
  const [prompt] = surveyPrompts([opinion], {
    ...settings,
    variants: [findVariant("as_published")],
  });
  assert.match(
    prompt?.input ?? "",
    new RegExp(
      "^How often do you read a newspaper, on paper or on a screen\\? A\\. Every day B\\. Some days " +
        "C\\. Hardly ever\nAnswer Choice: [A-C]\\.\n\n" +
        "Are you content .*\nAnswer Choice: [A-D]\\.\n\n" +
        "How many .*\nAnswer Choice: [A-E]\\.\n\n" +
        "Is the U\\. S\\. A\\. a friend\\? A\\. Yes B\\. No C\\. Neither\nAnswer Choice:$",
    ),
  );
  assert.deepEqual({ ...prompt, input: "" }, {
    prompt_id: "goqa-1/as_published/0",
    dataset: "global_opinion_qa",
    task: "as_published",
    source: "GAS",
    item: "goqa-1",
    format: 0,
    style: null,
    viewpoint: null,
    original_input: "Is the U. S. A. a friend?",
    input: "",
    expected: null,
  });
});

Deno.test("surveyPrompts() words a personality statement line by line", () => {
  const [prompt] = surveyPrompts([statement], {
    ...settings,
    variants: [findVariant("no_examples")],
  });
  assert.equal(
    prompt?.input,
    "Given a statement of you: Like order\nPlease choose from the following options to identify how " +
      "accurately this statement describes you.\nA. Very Accurate\nB. Moderately Accurate\n" +
      "C. Neither Accurate Nor Inaccurate\nD. Moderately Inaccurate\nE. Very Inaccurate\n" +
      "Answer Choice:",
  );
});

Deno.test("surveyPrompts() draws the answers to worked examples anew for each repeat, by seed", () => {
  const variants = [findVariant("as_published")];
  const inputs = (seed: number) =>
    surveyPrompts([opinion], { ...settings, seed, variants }).map(({ input }) => input);
  assert.equal(new Set(inputs(1)).size, 5);
  assert.deepEqual(inputs(1), inputs(1));
  assert.notDeepEqual(inputs(1), inputs(2));
});

Deno.test("surveyPrompts() draws different answers for each repeat, while there are any", () => {
  const variants = [findVariant("as_published")];
  const prompts = surveyPrompts([opinion], { ...settings, repeats: 60, variants });
  // There are 3 × 4 × 5 ways: each is drawn once, and the next prompt has to be like another.
  assert.equal(new Set(prompts.map(({ input }) => input)).size, 60);
  const first = prompts.map(({ input }) => /Choice: ([A-Z])\./.exec(input)?.[1] ?? "");
  for (const letter of "ABC") {
    const share = first.filter((one) => one === letter).length / first.length;
    assert.ok(Math.abs(share - 1 / 3) < 0.01, `${letter}: ${share}`);
  }
});

Deno.test("surveyPrompts() gives no two statements of one prompt the same answer", () => {
  const variants = [findVariant("as_published")];
  for (const { input } of surveyPrompts([statement], { ...settings, repeats: 50, variants })) {
    const answers = [...input.matchAll(/Choice: ([A-Z])\./g)].map(([, letter]) => letter);
    assert.equal(answers.length, 3);
    assert.equal(new Set(answers).size, 3);
  }
});

Deno.test("surveyPrompts() asks all questions once, then all again, and once without examples", () => {
  const variants = [findVariant("as_published"), findVariant("no_examples")];
  const prompts = surveyPrompts([opinion, statement], { ...settings, repeats: 2, variants });
  assert.deepEqual(prompts.map(({ prompt_id }) => prompt_id), [
    "goqa-1/as_published/0",
    "mpi-1/as_published/0",
    "goqa-1/as_published/1",
    "mpi-1/as_published/1",
    "goqa-1/no_examples/0",
    "mpi-1/no_examples/0",
  ]);
});

Deno.test("surveyPrompts() puts the options in the variant's order, the same in each repeat", () => {
  for (const variant of SURVEY_VARIANTS) {
    const prompts = surveyPrompts([opinion], { ...settings, variants: [variant] });
    const shown = prompts.map(({ input }) => readSurveyPrompt(input)?.options.join());
    assert.equal(new Set(shown).size, 1);
    assert.equal(shown[0]?.split(",").toSorted().join(), "Neither,No,Yes");
    if (variant.order === "reversed") assert.equal(shown[0], "Neither,No,Yes");
    if (variant.order === "file") assert.equal(shown[0], "Yes,No,Neither");
  }
});

Deno.test("surveyPrompts() refuses a question with more options than letters in one line", () => {
  const options = Array.from({ length: 27 }, (_, index) => `option ${index}`);
  assert.throws(
    () => surveyPrompts([{ ...opinion, options }], { ...settings, variants: SURVEY_VARIANTS }),
    /^UserError: Cannot ask the question goqa-1 \('Is the U\. S\. A\. a friend\?'\): expected at most 26/,
  );
});

Deno.test("findVariant() names the nearest variant for one that there is not", () => {
  assert.throws(() => findVariant("no_example"), /Did you mean no_examples\?/);
});
