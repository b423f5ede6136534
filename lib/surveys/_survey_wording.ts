import { letterOf } from "../base/option_letter.ts";
import type { SurveyQuestion } from "./survey_question.ts";
import type { WorkedExample } from "./worked_examples.ts";

/** A question as it is to stand in a prompt, its options in the order in which they stand. */
export interface WordedQuestion extends WorkedExample {
  survey: SurveyQuestion["survey"];
}

/** What every question ends with; the answer's letter follows. */
const END = "Answer Choice:";

/**
 * A question's text up to where the answer belongs, in the layout of the published scripts: an
 * opinion question and its options in one line, a statement and its options line by line.
 */
export function wordQuestion({ survey, text, options }: WordedQuestion): string {
  const labelled = options.map((option, index) => `${letterOf(index)}. ${option}`);
  if (survey === "global_opinion_qa") return [text, ...labelled].join(" ") + `\n${END}`;
  return [
    `Given a statement of you: ${text}`,
    "Please choose from the following options to identify how accurately this statement " +
    "describes you.",
    ...labelled,
    END,
  ].join("\n");
}

/** The same with its answer, as a worked example. */
export function wordExample(question: WordedQuestion, answer: number): string {
  return `${wordQuestion(question)} ${letterOf(answer)}.\n\n`;
}
