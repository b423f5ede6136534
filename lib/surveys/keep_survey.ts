import { UserError } from "../base/user_error.ts";
import { addPrompts } from "../runs/add_prompts.ts";
import { readManifest, writeManifest } from "../runs/manifest.ts";
import type { RunFile } from "../runs/run_file.ts";
import type { SurveyMaterial } from "./survey_material.ts";
import { surveyPrompts, type SurveyPromptsOptions } from "./survey_prompts.ts";
import type { SurveyQuestion } from "./survey_question.ts";
import type { SurveySource } from "./survey_source.ts";

/** The prompts of a survey in a run. */
export interface KeptSurvey {
  /** Ids of prompts with worked examples, one per question, variant and repeat. */
  repeated: readonly string[];
  /** Ids of prompts without, one per question and variant. */
  single: readonly string[];
  /** How often each question is repeated, which sampling makes up for where there are no examples. */
  repeats: number;
}

/** What a run notes of its survey, beside the questions. */
export interface SurveyRecord {
  survey: SurveyQuestion["survey"];
  populations: readonly string[];
  /** Without the path of the machine. */
  sources: readonly Omit<SurveySource, "path">[];
  /** What was left out in reading, one sentence each. */
  notes: readonly string[];
  /** What the answers to worked examples were drawn by. */
  seed: number;
  repeats: number;
}

const OTHER = `SELECT count(*) AS count FROM prompts
  WHERE item IS NULL OR item NOT IN (SELECT question_id FROM survey_questions)`;
const PUT = `INSERT INTO survey_questions
    (question_id, position, survey, number, text, options, source, facet, key, human, as_published)
  VALUES ($question_id, (SELECT count(*) FROM survey_questions), $survey, $number, $text, $options,
    $source, $facet, $key, $human, $as_published)
  ON CONFLICT (question_id) DO UPDATE
    SET human = excluded.human, as_published = excluded.as_published`;

/**
 * Puts a survey's questions, people's answers to them and the prompts that ask them into a run. What
 * is there stays; people's distributions become those given now.
 *
 * @throws {UserError} for a run with prompts of another kind or another survey, and where a prompt
 * would change that stands there already (other worked examples, say, or another seed).
 */
export function keepSurvey(
  run: RunFile,
  material: SurveyMaterial,
  options: SurveyPromptsOptions,
): KeptSurvey {
  const { survey, questions, populations, sources, notes, asPublished } = material;
  refuseOthers(run, survey);
  const prompts = surveyPrompts(questions, options);
  const { seed, repeats } = options;
  const record: SurveyRecord = {
    ...{ survey, populations, notes, seed, repeats },
    sources: sources.map(({ path: _, ...source }) => source),
  };
  run.transaction(() => {
    for (const question of questions) {
      putQuestion(run, question, asPublished?.get(question.question_id) ?? null);
    }
    writeManifest(run, { survey: { ...record } });
    addPrompts(run, prompts);
  });
  const repeated = new Set(
    options.variants.filter(({ examples }) => examples).map(({ name }) => name),
  );
  const idsOf = (isRepeated: boolean) =>
    prompts.filter(({ task }) => repeated.has(task ?? "") === isRepeated)
      .map(({ prompt_id }) => prompt_id);
  return { repeated: idsOf(true), single: idsOf(false), repeats };
}

function refuseOthers(run: RunFile, survey: SurveyQuestion["survey"]): void {
  const others = Number(run.statement(OTHER).get()?.count);
  const before = readManifest(run).survey?.survey;
  if (others === 0 && (before === undefined || before === survey)) return;
  const what = others > 0
    ? `it has ${others} prompts of another kind, such as those of the study`
    : `it has answers to another survey, ${before}`;
  throw new UserError(
    `Cannot keep a survey in ${run.path}: ${what}. Take another run folder.`,
  );
}

function putQuestion(
  run: RunFile,
  question: SurveyQuestion,
  asPublished: readonly number[] | null,
): void {
  const { human, options, ...rest } = question;
  run.statement(PUT).run({
    ...rest,
    options: JSON.stringify(options),
    human: JSON.stringify([...human]),
    as_published: asPublished === null ? null : JSON.stringify(asPublished),
  });
}
