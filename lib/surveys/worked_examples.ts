import { z } from "zod";
import { projectPath } from "../base/project_paths.ts";
import { readJson } from "../base/read_json.ts";
import { PERSONALITY_OPTIONS } from "./personality_questions.ts";
import type { SurveyQuestion } from "./survey_question.ts";

/** A question that stands, answered, before the one that is asked. */
export type WorkedExample = Pick<SurveyQuestion, "text" | "options">;

/** Worked examples by survey, in the order in which they stand. */
export type WorkedExamples = Readonly<Record<SurveyQuestion["survey"], readonly WorkedExample[]>>;

const TEXT = z.string("expected a text").trim().min(1, "expected a text but found an empty one");
const SCHEMA = z.strictObject({
  global_opinion_qa: z.array(
    z.strictObject({ text: TEXT, options: z.array(TEXT).min(2, "expected two options or more") }),
  ),
  machine_personality: z.array(z.strictObject({ text: TEXT })),
});

/**
 * Reads worked examples from a JSON file:
 * `{ "global_opinion_qa": [{ "text", "options" }], "machine_personality": [{ "text" }] }`.
 *
 * @param path Default: `data/survey_examples.json`, three of our own for each survey.
 * @throws {UserError} for a file that cannot be read, or is not of that shape.
 */
export async function readWorkedExamples(
  path: string = projectPath("data", "survey_examples.json"),
): Promise<WorkedExamples> {
  const { global_opinion_qa, machine_personality } = await readJson(path, SCHEMA);
  return {
    global_opinion_qa,
    machine_personality: machine_personality.map(({ text }) => ({
      text,
      options: PERSONALITY_OPTIONS,
    })),
  };
}
