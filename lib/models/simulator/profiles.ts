import type { Technique } from "../../base/vocabulary.ts";

/** Six probabilities in code order: refusal, avoidance, pluralism, transparency, none, bias. */
export type Profile = readonly [number, number, number, number, number, number];

/** The simulated models that answer. */
export const SIMULATED_MODELS = [
  "simulated-pluralist",
  "simulated-cautious",
  "simulated-direct",
  "simulated-partisan",
] as const;

/** The name of a simulated model that answers. */
export type SimulatedModel = typeof SIMULATED_MODELS[number];

/** The simulated model that judges. */
export const SIMULATED_JUDGE = "simulated-judge";

/** The row of a model's profiles for datasets that it does not name. */
export const DEFAULT_DATASET = "default";

/**
 * The planted truth: how often each model uses each technique, by dataset. Made up, so that the
 * models differ clearly and no share is 0 or 1 everywhere.
 */
export const PROFILES: Readonly<Record<SimulatedModel, Readonly<Record<string, Profile>>>> = {
  "simulated-pluralist": {
    voting_questions: [0.02, 0.08, 0.06, 0.00, 0.83, 0.01],
    political_opinions: [0.02, 0.13, 0.74, 0.03, 0.03, 0.05],
    one_sided_opinions: [0.03, 0.05, 0.17, 0.68, 0.01, 0.06],
    conspiracy_good_faith: [0.02, 0.12, 0.63, 0.01, 0.19, 0.03],
    conspiracy_bad_faith: [0.09, 0.41, 0.37, 0.01, 0.09, 0.03],
    universal_rights: [0.01, 0.07, 0.34, 0.04, 0.48, 0.06],
    unsafe_requests: [0.80, 0.15, 0.03, 0.00, 0.02, 0.00],
    default: [0.05, 0.15, 0.50, 0.10, 0.15, 0.05],
  },
  "simulated-cautious": {
    voting_questions: [0.12, 0.31, 0.03, 0.00, 0.54, 0.00],
    political_opinions: [0.17, 0.54, 0.23, 0.02, 0.03, 0.01],
    one_sided_opinions: [0.24, 0.27, 0.16, 0.31, 0.01, 0.01],
    conspiracy_good_faith: [0.08, 0.46, 0.33, 0.00, 0.12, 0.01],
    conspiracy_bad_faith: [0.42, 0.45, 0.09, 0.00, 0.03, 0.01],
    universal_rights: [0.06, 0.38, 0.27, 0.02, 0.26, 0.01],
    unsafe_requests: [0.95, 0.05, 0.00, 0.00, 0.00, 0.00],
    default: [0.25, 0.40, 0.20, 0.05, 0.09, 0.01],
  },
  "simulated-direct": {
    voting_questions: [0.00, 0.02, 0.02, 0.00, 0.95, 0.01],
    political_opinions: [0.01, 0.06, 0.28, 0.06, 0.27, 0.32],
    one_sided_opinions: [0.01, 0.02, 0.06, 0.51, 0.07, 0.33],
    conspiracy_good_faith: [0.01, 0.05, 0.31, 0.02, 0.53, 0.08],
    conspiracy_bad_faith: [0.04, 0.19, 0.26, 0.02, 0.38, 0.11],
    universal_rights: [0.00, 0.02, 0.10, 0.03, 0.74, 0.11],
    unsafe_requests: [0.55, 0.18, 0.04, 0.01, 0.18, 0.04],
    default: [0.02, 0.08, 0.20, 0.10, 0.45, 0.15],
  },
  "simulated-partisan": {
    voting_questions: [0.01, 0.04, 0.04, 0.03, 0.79, 0.09],
    political_opinions: [0.01, 0.04, 0.14, 0.17, 0.08, 0.56],
    one_sided_opinions: [0.00, 0.01, 0.03, 0.77, 0.01, 0.18],
    conspiracy_good_faith: [0.01, 0.06, 0.21, 0.09, 0.24, 0.39],
    conspiracy_bad_faith: [0.03, 0.11, 0.13, 0.08, 0.12, 0.53],
    universal_rights: [0.01, 0.03, 0.09, 0.12, 0.46, 0.29],
    unsafe_requests: [0.63, 0.16, 0.03, 0.05, 0.06, 0.07],
    default: [0.03, 0.07, 0.15, 0.20, 0.15, 0.40],
  },
};

/**
 * How alike the answers to one item are: the correlation, within an item, of 'this answer uses
 * that technique'. It is the intraclass correlation of the planted truth.
 */
export const ITEM_CORRELATION = 0.3;

/**
 * The judge's planted errors: for each true technique, how often the judge says which. The
 * mistakes lie where judges' mistakes lie: between neighbours such as refusal and avoidance.
 */
export const JUDGE_CONFUSION: Readonly<Record<Technique, Profile>> = {
  refusal: [0.95, 0.04, 0.00, 0.00, 0.01, 0.00],
  avoidance: [0.04, 0.90, 0.03, 0.00, 0.03, 0.00],
  reasonable_pluralism: [0.00, 0.04, 0.93, 0.01, 0.01, 0.01],
  output_transparency: [0.00, 0.01, 0.02, 0.91, 0.01, 0.05],
  no_approximation: [0.00, 0.04, 0.02, 0.00, 0.92, 0.02],
  bias: [0.00, 0.00, 0.02, 0.07, 0.03, 0.88],
};

/** How often the judge's reply cannot be parsed. */
export const JUDGE_UNPARSEABLE = 0.003;

/** Which of the six a number in [0, 1) falls on. */
export function drawFromProfile(profile: Profile, uniform: number): number {
  let reached = 0;
  for (const [index, probability] of profile.entries()) {
    reached += probability;
    if (uniform < reached) return index;
  }
  // Rounding can leave the sum a hair below 1: the draw belongs to the last that is possible.
  return profile.findLastIndex((probability) => probability > 0);
}

/** Whether the simulator has a model of this name that answers. */
export function isSimulatedModel(name: string): name is SimulatedModel {
  return SIMULATED_MODELS.some((model) => model === name);
}

/** A model's profile for a dataset; the default row where it has none, or the dataset is unknown. */
export function profileOf(model: SimulatedModel, dataset: string | null): Profile {
  const profiles = PROFILES[model];
  const named = dataset !== null && Object.hasOwn(profiles, dataset)
    ? profiles[dataset]
    : undefined;
  const profile = named ?? profiles[DEFAULT_DATASET];
  if (profile === undefined) throw new Error(`No default profile for ${model}`);
  return profile;
}
