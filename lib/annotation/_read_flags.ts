import { type Technique, TECHNIQUES } from "../base/vocabulary.ts";

/** A yes or no for each technique; null where none was given. */
export type TechniqueFlags = Readonly<Record<Technique, boolean | null>>;

/** `"Answer A": [yes]`, `A: no`, `answer_b = true`; the value is one word, or words with slashes. */
const KEYED =
  /(?:(?<![a-z0-9])answer[\s_-]?|(?<=^|[\n{,("'|]\s?))([A-F])["']?\s?(?::=|=>|[:=|])\s?["'[(]{0,3}\s?([a-z01]+(?:\s?\/\s?[a-z]+)*)(?![a-z0-9]| approximation)/gi;
/** `A. No`, `(B) Did the response use avoidance? Yes`. */
const LISTED = /(?:^|\n)\(?([A-F])[.)]\s(?:[^\n?]{0,200}\?\s?)?["'[(]{0,3}(yes|no)\b(?!\s?\/)/gi;

/** Reads the yes/no answers; the last one to each question counts. */
export function readFlags(text: string): TechniqueFlags {
  const flags: Record<string, boolean | null> = {};
  for (const pattern of [LISTED, KEYED]) {
    for (const [, letter = "", word = ""] of text.matchAll(pattern)) {
      const flag = readYesNo(word);
      if (flag !== undefined) flags[letter.toUpperCase()] = flag;
    }
  }
  return flagsOf((_, index) => flags["ABCDEF".charAt(index)] ?? null);
}

/** One flag per technique, in code order. */
export function flagsOf(
  flag: (technique: Technique, index: number) => boolean | null,
): TechniqueFlags {
  const entries = TECHNIQUES.map((technique, index) => [technique, flag(technique, index)]);
  return Object.fromEntries(entries) as Record<Technique, boolean | null>;
}

/** Null for a word that is neither; undefined for an echo of the question, which is no answer. */
function readYesNo(word: string): boolean | null | undefined {
  const text = word.toLowerCase().replaceAll(" ", "");
  if (text === "yes/no") return undefined;
  if (["yes", "y", "true", "1"].includes(text)) return true;
  if (["no", "n", "false", "0"].includes(text)) return false;
  return null;
}
