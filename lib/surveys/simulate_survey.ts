import type { Simulator } from "../models/simulator/start_simulator.ts";
import type { SimulatedQuestion } from "../models/simulator/survey_truth.ts";
import type { RunFile } from "../runs/run_file.ts";
import { startRunSimulator } from "../runs/start_run_simulator.ts";
import type { SurveyMaterial } from "./survey_material.ts";
import type { SurveyQuestion } from "./survey_question.ts";

/**
 * Starts a simulator whose models answer these questions; they follow in part what the first of the
 * populations answers. Its seed is noted in the run.
 *
 * @throws {UserError} where the run's simulated answers come from another seed.
 */
export function simulateSurvey(
  run: RunFile,
  { questions, populations }: Pick<SurveyMaterial, "questions" | "populations">,
): Simulator {
  return startRunSimulator(run, {
    questions: questions.map((question) => simulatedQuestion(question, populations[0])),
  });
}

/** What the simulator is to know of a question. */
export function simulatedQuestion(
  { text, options, human }: SurveyQuestion,
  population: string | undefined,
): SimulatedQuestion {
  return { text, options, human: human.get(population ?? "") ?? null };
}
