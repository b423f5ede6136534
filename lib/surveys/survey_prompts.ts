import { hashedUniform } from "../base/hashed_uniform.ts";
import { UserError } from "../base/user_error.ts";
import type { Prompt } from "../prompts/prompt.ts";
import { MOST_OPTIONS } from "../base/option_letter.ts";
import type { SurveyQuestion } from "./survey_question.ts";
import { orderOfOptions, type SurveyVariant } from "./survey_variant.ts";
import { wordExample, wordQuestion } from "./_survey_wording.ts";
import type { WorkedExample, WorkedExamples } from "./worked_examples.ts";

/** Options of {@linkcode surveyPrompts}. */
export interface SurveyPromptsOptions {
  variants: readonly SurveyVariant[];
  /** How often each question is asked, each time with other answers to the worked examples. */
  repeats: number;
  /** What those answers are drawn by. */
  seed: number;
  examples: WorkedExamples;
}

/**
 * The prompts that ask questions: every question once, then every question again. Their `dataset` is
 * the survey, their `task` the variant, their `item` the question and their `format` the repeat. A
 * variant without worked examples has nothing to draw and is one prompt per question.
 *
 * The answers to worked examples are drawn anew for each repeat, each option being as likely; of
 * personality statements no two of one prompt have the same, as published. No two repeats of a question
 * have the same answers to all of them, as long as there are enough: equal prompts would be asked once.
 * They follow from seed, question and repeat, not from what else is asked: unlike the published draws,
 * which are one stream of random numbers.
 *
 * @throws {UserError} for a question with more options than there are letters.
 */
export function surveyPrompts(
  questions: readonly SurveyQuestion[],
  { variants, repeats, seed, examples }: SurveyPromptsOptions,
): Prompt[] {
  for (const question of questions) checkOptions(question);
  const answers = questions.map((question) =>
    drawAnswers(question, { repeats, seed, shown: examples[question.survey] })
  );
  return variants.flatMap((variant) =>
    Array.from(
      { length: variant.examples ? repeats : 1 },
      (_, repeat) =>
        questions.map((question, index): Prompt => ({
          prompt_id: `${question.question_id}/${variant.name}/${repeat}`,
          dataset: question.survey,
          task: variant.name,
          source: question.source,
          item: question.question_id,
          format: repeat,
          style: null,
          viewpoint: null,
          original_input: question.text,
          input: wordPrompt(question, {
            variant,
            shown: examples[question.survey],
            answers: answers[index]?.[repeat] ?? [],
          }),
          expected: null,
        })),
    ).flat()
  );
}

interface WordPromptOptions {
  variant: SurveyVariant;
  shown: readonly WorkedExample[];
  /** The index of each example's answer. */
  answers: readonly number[];
}

function wordPrompt(
  question: SurveyQuestion,
  { variant, shown, answers }: WordPromptOptions,
): string {
  const { survey, text } = question;
  const options = orderOfOptions(question, variant).map((index) => question.options[index] ?? "");
  const asked = wordQuestion({ survey, text, options });
  if (!variant.examples) return asked;
  const worked = shown.map((example, index) =>
    wordExample({ survey, ...example }, answers[index] ?? 0)
  );
  return worked.join("") + asked;
}

interface DrawAnswersOptions {
  repeats: number;
  seed: number;
  shown: readonly WorkedExample[];
}

/** So often another draw is made where an earlier repeat has the same. */
const TRIES = 100;

/** By repeat, the answers to the worked examples; no two repeats have the same, as long as may be. */
function drawAnswers(
  { question_id, survey }: SurveyQuestion,
  { repeats, seed, shown }: DrawAnswersOptions,
): number[][] {
  const sizes = shown.map(({ options }) => options.length);
  const different = survey === "machine_personality";
  const seen = new Set<string>();
  return Array.from({ length: repeats }, (_, repeat) => {
    let drawn: number[] = [];
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const draws = sizes.map((_, index) =>
        hashedUniform("worked example", seed, question_id, repeat, index, attempt)
      );
      drawn = answersAt(draws, { sizes, different });
      if (!seen.has(drawn.join())) break;
    }
    seen.add(drawn.join());
    return drawn;
  });
}

function answersAt(
  draws: readonly number[],
  { sizes, different }: { sizes: readonly number[]; different: boolean },
): number[] {
  const taken: number[] = [];
  for (const [index, size] of sizes.entries()) {
    const all = Array.from({ length: size }, (_, option) => option);
    const left = all.filter((option) => !different || !taken.includes(option));
    // With more examples than options some have to be the same.
    const among = left.length === 0 ? all : left;
    taken.push(among[Math.floor((draws[index] ?? 0) * among.length)] ?? 0);
  }
  return taken;
}

function checkOptions({ question_id, text, options }: SurveyQuestion): void {
  if (options.length <= MOST_OPTIONS) return;
  throw new UserError(
    `Cannot ask the question ${question_id} ('${text.slice(0, 60)}'): expected at most ` +
      `${MOST_OPTIONS} options, one per letter, but found ${options.length}. Leave it out.`,
  );
}
