import type { FetchedSetOptions } from "../materials/fetched_set.ts";
import {
  findBeside,
  findSurveyFile,
  type FoundSurveyFile,
  type SurveyFileKind,
} from "./_find_survey_file.ts";
import { type PersonalityQuestions, personalityQuestions } from "./personality_questions.ts";
import { type PersonalityAnswers, readPersonalityAnswers } from "./read_personality_answers.ts";
import {
  type PersonalityStatement,
  readPersonalityStatements,
} from "./read_personality_statements.ts";
import type { SurveySource } from "./survey_source.ts";

/** Personality statements as questions, and what people answered. */
export interface LoadedPersonality extends PersonalityQuestions {
  /** In the order of the file. */
  statements: readonly PersonalityStatement[];
  /** Where the statements come from. */
  source: SurveySource;
  /** Null where no answers of people were loaded. */
  people: LoadedPeople | null;
}

/** The people who answered personality statements. */
export interface LoadedPeople {
  /** What they are called in `human` of the questions, and in figures. */
  population: string;
  /** Counts by statement, how many people they are, and the lines that were left out. */
  answers: PersonalityAnswers;
  source: SurveySource;
}

/** Options of {@linkcode loadPersonality}. */
export interface LoadPersonalityOptions {
  /**
   * `ipip-neo-120`, or the path of a file as `readPersonalityAnswers()` takes; null for the statements
   * alone. Default: for `machine-personality` the answers of `ipip-neo-120`, otherwise the file
   * `personality_answers.csv` or `.dat` beside the statements, where there is one.
   */
  answers?: string | null;
  /** As of `readPersonalityAnswers()`. Default: what `about.json` says, otherwise true. */
  reversed?: boolean;
  /** What the people are called. Default: what `about.json` says, otherwise `People`. */
  population?: string;
  /** Where published sets are kept. Default: the project's. */
  sets?: FetchedSetOptions;
}

const STATEMENTS: SurveyFileKind = {
  what: "personality statements",
  set: "machine-personality",
  names: ["personality_statements.csv", "mpi_questions.csv"],
};
const ANSWERS: SurveyFileKind = {
  what: "answers to personality statements",
  set: "ipip-neo-120",
  names: ["personality_answers.csv", "personality_answers.dat", "IPIP120.dat"],
};

/**
 * Loads personality statements with people's answers.
 *
 * @param nameOrPath `starter` (our own statements, invented people), `machine-personality` (once it and
 * `ipip-neo-120` are fetched), a folder in `data/`, or the path of a folder or file of statements.
 * @throws {UserError} where a file is not there or not fetched, or cannot be read.
 */
export async function loadPersonality(
  nameOrPath: string,
  options: LoadPersonalityOptions = {},
): Promise<LoadedPersonality> {
  const found = await findSurveyFile(nameOrPath, { kind: STATEMENTS, sets: options.sets });
  const statements = await readPersonalityStatements(found.path);
  const people = await loadPeople(statements, { nameOrPath, found, options });
  const made = people === null ? {} : { answers: people.answers, population: people.population };
  return { ...personalityQuestions(statements, made), statements, source: found.source, people };
}

interface PeopleContext {
  nameOrPath: string;
  /** The statements' file. */
  found: FoundSurveyFile;
  options: LoadPersonalityOptions;
}

async function loadPeople(
  statements: readonly PersonalityStatement[],
  context: PeopleContext,
): Promise<LoadedPeople | null> {
  const file = await findAnswers(context);
  if (file === null) return null;
  const { path, source, about } = file;
  const { reversed = about?.answers_reversed ?? true, population = about?.people ?? "People" } =
    context.options;
  return {
    population,
    answers: await readPersonalityAnswers(path, statements, { reversed }),
    source,
  };
}

async function findAnswers(
  { nameOrPath, found, options: { answers, sets } }: PeopleContext,
): Promise<FoundSurveyFile | null> {
  if (answers === null) return null;
  if (answers !== undefined) return await findSurveyFile(answers, { kind: ANSWERS, sets });
  if (nameOrPath !== STATEMENTS.set) return await findBeside(found.path, ANSWERS);
  return await findSurveyFile(ANSWERS.set, { kind: ANSWERS, sets });
}
