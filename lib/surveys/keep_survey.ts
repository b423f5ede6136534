import { UserError } from "../base/user_error.ts";
import { addPrompts } from "../runs/add_prompts.ts";
import type { RunFile } from "../runs/run_file.ts";
import { surveyPrompts, type SurveyPromptsOptions } from "./survey_prompts.ts";
import type { SurveyQuestion } from "./survey_question.ts";

/** Where questions came from, for captions and citations. */
export type SurveyOrigin = Readonly<Record<string, unknown>>;

/** Options of {@linkcode keepSurvey}. */
export interface KeepSurveyOptions extends SurveyPromptsOptions {
  /** Where the questions came from: a name, a licence, a hash. Kept as JSON. */
  origin: SurveyOrigin;
}

/** The prompts of a survey in a run. */
export interface KeptSurvey {
  /** Ids of prompts with worked examples, one per question, variant and repeat. */
  repeated: readonly string[];
  /** Ids of prompts without, one per question and variant. */
  single: readonly string[];
}

const OTHER = `SELECT count(*) AS count FROM prompts
  WHERE item IS NULL OR item NOT IN (SELECT question_id FROM survey_questions)`;
const PUT = `INSERT INTO survey_questions
    (question_id, position, survey, number, text, options, source, key, human, origin)
  VALUES ($question_id, (SELECT count(*) FROM survey_questions), $survey, $number, $text, $options,
    $source, $key, $human, $origin)
  ON CONFLICT (question_id) DO UPDATE SET human = excluded.human, origin = excluded.origin`;

/**
 * Puts questions, people's answers to them and the prompts that ask them into a run. What is there
 * stays; people's distributions become those given now.
 *
 * @throws {UserError} for a run with prompts of another kind, and where a prompt would change that
 * stands there already (other worked examples, say, or another seed).
 */
export function keepSurvey(
  run: RunFile,
  questions: readonly SurveyQuestion[],
  { origin, ...options }: KeepSurveyOptions,
): KeptSurvey {
  const others = Number(run.statement(OTHER).get()?.count);
  if (others > 0) {
    throw new UserError(
      `Cannot keep a survey in ${run.path}: it has ${others} prompts of another kind, such as those ` +
        `of the study. Take another run folder.`,
    );
  }
  const prompts = surveyPrompts(questions, options);
  run.transaction(() => {
    for (const question of questions) putQuestion(run, question, origin);
    addPrompts(run, prompts);
  });
  const repeated = new Set(
    options.variants.filter(({ examples }) => examples).map(({ name }) => name),
  );
  const idsOf = (isRepeated: boolean) =>
    prompts.filter(({ task }) => repeated.has(task ?? "") === isRepeated)
      .map(({ prompt_id }) => prompt_id);
  return { repeated: idsOf(true), single: idsOf(false) };
}

function putQuestion(run: RunFile, question: SurveyQuestion, origin: SurveyOrigin): void {
  const { human, options, ...rest } = question;
  run.statement(PUT).run({
    ...rest,
    options: JSON.stringify(options),
    human: JSON.stringify([...human]),
    origin: JSON.stringify(origin),
  });
}
