import { nearestNames } from "../../base/nearest_names.ts";
import { UserError } from "../../base/user_error.ts";
import { cutText } from "../../base/cut_text.ts";
import { oneLine } from "../../base/one_line.ts";
import type { SurveyQuestion } from "../../surveys/survey_question.ts";

const CANDIDATES = 5;

/**
 * The question of a number in the file, an id, or a part of its text, whatever the case.
 *
 * @throws {UserError} naming candidates where none is meant, or several may be.
 */
export function findQuestion(
  questions: readonly SurveyQuestion[],
  wanted: number | string,
): SurveyQuestion {
  const text = String(wanted).trim();
  const exact = questions.find(({ question_id }) => question_id === text) ??
    (/^\d+$/.test(text) ? questions.find(({ number }) => number === Number(text)) : undefined);
  if (exact !== undefined) return exact;
  const found = typeof wanted === "number" || text === "" ? [] : matches(questions, text);
  const [first, ...others] = found;
  if (first !== undefined && others.length === 0) return first;
  throw new UserError(
    found.length > 1
      ? `Cannot choose a question by '${oneLine(text)}': ${found.length} have it: ` +
        `${listed(found)}. Use a number, or more of the text.`
      : `Cannot choose the question '${oneLine(text)}': none of ${questions.length} has this ` +
        `number, id or text. ${nearest(questions, text)}`,
  );
}

function matches(questions: readonly SurveyQuestion[], text: string): SurveyQuestion[] {
  const part = text.toLowerCase();
  const whole = questions.filter((question) => question.text.trim().toLowerCase() === part);
  if (whole.length === 1) return whole;
  return questions.filter((question) => question.text.toLowerCase().includes(part));
}

function listed(questions: readonly SurveyQuestion[]): string {
  const named = questions.slice(0, CANDIDATES).map(({ number, text }) =>
    `${number} (${cutText(oneLine(text), 60)})`
  );
  const more = questions.length - named.length;
  return named.join(", ") + (more > 0 ? ` and ${more} more` : "");
}

function nearest(questions: readonly SurveyQuestion[], text: string): string {
  const near = nearestNames(text, questions.map((question) => question.text));
  const words = text.toLowerCase().split(/\W+/).filter((word) => word.length > 3);
  const alike = questions.filter((question) =>
    near.includes(question.text) ||
    words.some((word) => question.text.toLowerCase().includes(word))
  );
  const shown = alike.length === 0 ? questions : alike;
  return `${alike.length === 0 ? "There are" : "Did you mean"} ${listed(shown)}` +
    `${alike.length === 0 ? "." : "?"}`;
}
