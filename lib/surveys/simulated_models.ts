/** What of a survey's answers is made up by the simulator; null where nothing is. */
export type SurveySimulation = "models" | "some_models" | null;

/** What is simulated of some answers, by their marks. */
export function simulatedModels(
  answers: readonly { simulated: boolean }[],
): SurveySimulation {
  if (!answers.some(({ simulated }) => simulated)) return null;
  return answers.every(({ simulated }) => simulated) ? "models" : "some_models";
}
