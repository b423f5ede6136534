import definitions from "../../data/study_datasets.json" with { type: "json" };
import { isTechnique, type Technique } from "../base/vocabulary.ts";

/** The technique that the study holds to suit one of its seven datasets; null for any other. */
export function studyExpectation(dataset: string | null): Technique | null {
  const expected = definitions.find((definition) => definition.dataset === dataset)?.expected;
  return isTechnique(expected) ? expected : null;
}
