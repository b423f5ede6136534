/**
 * What of a run is made up by the simulator: all models' answers, those of some models, only the
 * judge's verdicts, or these and the answers of some models.
 */
export type Simulation = keyof typeof SIMULATION_WORDS;

/** How each kind of simulation is said: a mark for figures, a sentence for captions and notes. */
export const SIMULATION_WORDS = {
  models: {
    mark: "SIMULATED DATA",
    sentence: "The answers are simulated: no real model gave them.",
  },
  some_models: {
    mark: "PARTLY SIMULATED",
    sentence: "Some of the models are simulated: no real model gave their answers.",
  },
  some_models_and_judge: {
    mark: "SIMULATED JUDGE",
    sentence: "The judge and some of the models are simulated: no share here means anything.",
  },
  judge: {
    mark: "SIMULATED JUDGE",
    sentence: "The judge is simulated: its verdicts mean nothing.",
  },
} as const;
