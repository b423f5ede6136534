import type { SurveyQuestion } from "../survey_question.ts";

/** A figure that the study's authors published, to stand beside ours as a reference. */
export interface PublishedValue {
  survey: SurveyQuestion["survey"];
  /** The model; null where the figure is of people alone. */
  model: string | null;
  /** Whether the model is the one before alignment, or the one after; null of people. */
  stage: "before" | "after" | null;
  /**
   * `distance`: mean Jensen–Shannon distance, base 2. `shuffled`: the same for one shuffle of the model's
   * shares. `entropy`: mean entropy in nats, over the questions where no share is 0.
   */
  measure: "distance" | "shuffled" | "entropy";
  /** The people; null for the entropy of a model. */
  population: string | null;
  /** The other people of a distance between two. */
  other_population: string | null;
  value: number;
  source: string;
}

const SOURCES: Readonly<Record<SurveyQuestion["survey"], string>> = {
  global_opinion_qa:
    "published: Sorensen et al. 2024, A Roadmap to Pluralistic Alignment; printed in its notebook " +
    "analyze_data_globalqa.ipynb",
  machine_personality:
    "published: Sorensen et al. 2024, A Roadmap to Pluralistic Alignment; printed in its notebook " +
    "analyze_data_mpi.ipynb, with people's shares as published",
};

/**
 * What the published notebooks print for LLaMA-2 before and after alignment: 13B over the 741 questions
 * that the United States and Japan share, 7B over the 120 personality statements. Four decimals.
 */
export const PUBLISHED_VALUES: readonly PublishedValue[] = [
  ...ofModel({ survey: "global_opinion_qa", model: "Llama-2-13b", stage: "before" }, [
    ["distance", "Japan", 0.4033],
    ["distance", "United States", 0.3732],
    ["shuffled", "Japan", 0.5144],
    ["shuffled", "United States", 0.5123],
    ["entropy", null, 1.1912],
  ]),
  ...ofModel({ survey: "global_opinion_qa", model: "Llama-2-13b-chat", stage: "after" }, [
    ["distance", "Japan", 0.5509],
    ["distance", "United States", 0.5337],
    ["shuffled", "Japan", 0.6841],
    ["shuffled", "United States", 0.6735],
    ["entropy", null, 0.5089],
  ]),
  {
    ...ofPeople("global_opinion_qa", ["distance", "United States", 0.2563]),
    other_population: "Japan",
  },
  ofPeople("global_opinion_qa", ["entropy", "United States", 0.9876]),
  ofPeople("global_opinion_qa", ["entropy", "Japan", 0.9642]),
  ...ofModel({ survey: "machine_personality", model: "Llama-2-7b", stage: "before" }, [
    ["distance", "People", 0.3736],
    ["shuffled", "People", 0.4957],
    ["entropy", null, 1.0436],
  ]),
  ...ofModel({ survey: "machine_personality", model: "Llama-2-7b-chat", stage: "after" }, [
    ["distance", "People", 0.5110],
    ["shuffled", "People", 0.5497],
    ["entropy", null, 0.6509],
  ]),
  ofPeople("machine_personality", ["entropy", "People", 1.2290]),
];

type Figure = readonly [PublishedValue["measure"], string | null, number];

function ofModel(
  model: Pick<PublishedValue, "survey" | "model" | "stage">,
  figures: readonly Figure[],
): PublishedValue[] {
  return figures.map(([measure, population, value]) => ({
    ...{ ...model, measure, population, other_population: null, value },
    source: SOURCES[model.survey],
  }));
}

function ofPeople(
  survey: PublishedValue["survey"],
  [measure, population, value]: Figure,
): PublishedValue {
  return {
    ...{ survey, model: null, stage: null, measure, population, other_population: null, value },
    source: SOURCES[survey],
  };
}
