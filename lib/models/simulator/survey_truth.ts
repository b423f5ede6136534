import { hashedUniform } from "../../base/hashed_uniform.ts";
import { softmax } from "../../base/softmax.ts";
import { standardNormal } from "../../base/standard_normal.ts";

/** The simulated models for survey questions, in the order of a pair before and after alignment. */
export const SIMULATED_SURVEY_MODELS = [
  "simulated-base",
  "simulated-aligned",
  "simulated-sampler",
] as const;

/** The name of a simulated model for survey questions. */
export type SimulatedSurveyModel = typeof SIMULATED_SURVEY_MODELS[number];

/** How a simulated model answers survey questions. */
export interface SurveyProfile {
  /** How much of its leaning follows people's shares, in [0, 1]; the rest is its own. */
  closeness: number;
  /** How peaked its distributions are: what the logits are multiplied by. */
  sharpness: number;
  /** What the option that stands first gets on top, as a logit. */
  firstOption: number;
  /** The probability of tokens that name no option. */
  elsewhere: number;
  /** What its endpoint gives. */
  logprobs: "chat" | "completions" | "none";
}

/**
 * The planted truth of survey answers. Made up: the base model is near people and flat, the aligned one
 * farther and peaked, as published for models of that time.
 */
export const SURVEY_PROFILES: Readonly<Record<SimulatedSurveyModel, SurveyProfile>> = {
  "simulated-base": {
    closeness: 0.75,
    sharpness: 0.8,
    firstOption: 0.3,
    elsewhere: 0.25,
    logprobs: "completions",
  },
  "simulated-aligned": {
    closeness: 0.35,
    sharpness: 2.2,
    firstOption: 0.15,
    elsewhere: 0.03,
    logprobs: "chat",
  },
  "simulated-sampler": {
    closeness: 0.55,
    sharpness: 1.4,
    firstOption: 0,
    elsewhere: 0.04,
    logprobs: "none",
  },
};

/** What the simulator knows of a survey question. */
export interface SimulatedQuestion {
  /** The question, or the statement; prompts are told by it. */
  text: string;
  options: readonly string[];
  /** People's shares of the options, which models follow in part; null where there are none. */
  human: readonly number[] | null;
}

/** Options of {@linkcode plantedOptionShares}. */
export interface PlantedOptionSharesOptions {
  /** The simulator's seed. */
  seed: number;
  /** The order in which the options stand, as indexes into them. Default: as they are. */
  order?: readonly number[];
}

/** Whether the simulator has a model of this name for survey questions. */
export function isSurveyModel(name: string): name is SimulatedSurveyModel {
  return SIMULATED_SURVEY_MODELS.some((model) => model === name);
}

/**
 * The distribution over a question's options that analyses should recover: one share per option, in
 * the question's order whatever the order of standing.
 */
export function plantedOptionShares(
  model: SimulatedSurveyModel,
  question: SimulatedQuestion,
  { seed, order = question.options.map((_, index) => index) }: PlantedOptionSharesOptions,
): number[] {
  return softmax(plantedLogits(model, question, { seed, order }));
}

/** The same as logits, of any level. */
export function plantedLogits(
  model: SimulatedSurveyModel,
  { text, options, human }: SimulatedQuestion,
  { seed, order }: Required<PlantedOptionSharesOptions>,
): number[] {
  const { closeness, sharpness, firstOption } = SURVEY_PROFILES[model];
  return options.map((option, index) => {
    // People's share of none is no reason to rule an option out.
    const people = human === null ? 0 : Math.log((human[index] ?? 0) + 0.02);
    const own = 1.5 * drawNormal("survey leaning", seed, model, text, option);
    const position = order[0] === index ? firstOption : 0;
    return sharpness * (closeness * people + (1 - closeness) * own) + position;
  });
}

/** A standard normal number that depends on nothing but its keys. */
export function drawNormal(...keys: readonly (string | number)[]): number {
  return standardNormal(hashedUniform("radius", ...keys), hashedUniform("angle", ...keys));
}
