import type { FetchedSetOptions } from "../materials/fetched_set.ts";
import { findSurveyFile, type SurveyFileKind } from "./_find_survey_file.ts";
import { type GlobalOpinions, readGlobalOpinions } from "./read_global_opinions.ts";
import { listPopulations, type SharedQuestions, sharedQuestions } from "./shared_questions.ts";
import type { SurveySource } from "./survey_source.ts";

/** Opinion questions that some populations share, and the file that they stand in. */
export interface LoadedOpinions extends SharedQuestions {
  /** The populations that all of `questions` have, in the order asked for. */
  populations: readonly string[];
  /** Every question of the file with every population, and what was left out of it. */
  file: GlobalOpinions;
  source: SurveySource;
}

/** Options of {@linkcode loadOpinions}. */
export interface LoadOpinionsOptions {
  /** One or more, with their qualifiers. Default: the two that were asked most questions. */
  populations?: readonly string[];
  /** Where published sets are kept. Default: the project's. */
  sets?: FetchedSetOptions;
}

const OPINIONS: SurveyFileKind = {
  what: "opinion questions",
  set: "global-opinion-qa",
  names: ["opinions.csv", "global_opinions.csv"],
};
const COMPARED = 2;
/** Whose name says so does not exist, wherever the file has been copied to. */
const SAYS_INVENTED = /^invented\b/i;

/**
 * Loads opinion questions with people's answers, in the layout of GlobalOpinionQA.
 *
 * @param nameOrPath `starter` (our own questions, invented people), `global-opinion-qa` (once it is
 * fetched), a folder in `data/`, or the path of a folder or CSV file.
 * @throws {UserError} where it is not there or not fetched, cannot be read, or the populations share no
 * question.
 */
export async function loadOpinions(
  nameOrPath: string,
  { populations, sets }: LoadOpinionsOptions = {},
): Promise<LoadedOpinions> {
  const { path, source } = await findSurveyFile(nameOrPath, { kind: OPINIONS, sets });
  const file = await readGlobalOpinions(path);
  const chosen = populations ??
    listPopulations(file.questions).slice(0, COMPARED).map(({ population }) => population);
  const invented = source.invented || chosen.some((name) => SAYS_INVENTED.test(name));
  return {
    ...sharedQuestions(file, chosen),
    populations: chosen,
    file,
    source: { ...source, invented },
  };
}
