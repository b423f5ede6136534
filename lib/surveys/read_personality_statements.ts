import { type CsvRow, parseCsv } from "../base/read_csv.ts";
import { readText } from "../base/read_text.ts";
import { UserError } from "../base/user_error.ts";
import { questionIds } from "./_question_ids.ts";

/** The five traits in the order of their name, OCEAN. */
export const TRAITS = ["O", "C", "E", "A", "N"] as const;

/** Openness, conscientiousness, extraversion, agreeableness or neuroticism, by its letter. */
export type Trait = typeof TRAITS[number];

/** What the letters of {@linkcode TRAITS} stand for. */
export const TRAIT_NAMES: Readonly<Record<Trait, string>> = {
  O: "openness",
  C: "conscientiousness",
  E: "extraversion",
  A: "agreeableness",
  N: "neuroticism",
};

/** A statement that people and models say how accurate it is of them. */
export interface PersonalityStatement {
  /** Made of text, trait and key, so that it is the same in any file. */
  question_id: string;
  /** Its number in the file, from 0: answers of people stand in this order. */
  number: number;
  text: string;
  /** The finer scale that it belongs to: `Anxiety`, `Trust`, …; `label_raw` in the file. */
  facet: string;
  trait: Trait;
  /** −1 where being inaccurate speaks for the trait. */
  key: 1 | -1;
}

const COLUMNS = ["label_raw", "text", "label_ocean", "key"] as const;

/**
 * Reads statements in the layout of the Machine Personality Inventory: `label_raw`, `text`,
 * `label_ocean` (a letter of OCEAN) and `key` (1, or −1 for a reverse-keyed statement), with tabs or
 * commas between, as the first line has it.
 *
 * @throws {UserError} naming file and line for another letter or key, or a statement without a text.
 */
export async function readPersonalityStatements(path: string): Promise<PersonalityStatement[]> {
  const text = await readText(path);
  const [header = ""] = text.split("\n", 1);
  const delimiter = header.includes("\t") ? "\t" : ",";
  const { rows } = parseCsv(text, { path, required: COLUMNS, delimiter });
  if (rows.length === 0) {
    throw new UserError(`Cannot read ${path}: it has no statements. Write one on each line.`);
  }
  const makeId = questionIds("mpi");
  return rows.map((row, number) => {
    const read = readStatement(row, path);
    const { text, trait, key } = read;
    return { question_id: makeId(text, trait, String(key)), number, ...read };
  });
}

function readStatement(
  { line, fields }: CsvRow,
  path: string,
): Omit<PersonalityStatement, "question_id" | "number"> {
  const wrong = (column: string, expected: string) =>
    new UserError(
      `Cannot read ${path}, line ${line}: expected ${expected} in column '${column}' but found ` +
        `'${fields[column] ?? ""}'.`,
    );
  const text = (fields.text ?? "").trim();
  if (text === "") throw wrong("text", "a statement");
  const trait = TRAITS.find((letter) => letter === fields.label_ocean?.trim().toUpperCase());
  if (trait === undefined) throw wrong("label_ocean", "one of O, C, E, A, N");
  const key = ([1, -1] as const).find((sign) => String(sign) === fields.key?.trim());
  if (key === undefined) throw wrong("key", "1 or -1");
  return { text, facet: (fields.label_raw ?? "").trim(), trait, key };
}
