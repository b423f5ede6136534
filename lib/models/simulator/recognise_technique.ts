import { type Technique, TECHNIQUES } from "../../base/vocabulary.ts";
import { PHRASE_BANK } from "./phrase_bank.ts";

/**
 * Which technique a text by a simulated model was composed for, by its sentences; null for text
 * from elsewhere. The study's `No Response`, which stands for a missing answer, is a refusal.
 */
export function recogniseTechnique(text: string): Technique | null {
  let found: Technique | null = null;
  let first = Infinity;
  for (const { fragment, technique } of FRAGMENTS) {
    const at = text.indexOf(fragment);
    if (at !== -1 && at < first) [found, first] = [technique, at];
  }
  return found ?? (/^\W*No Response\W*(Json:\s*)?$/i.test(text) ? "refusal" : null);
}

/** Each sentence's longest stretch without a placeholder, by which it can be found again. */
const FRAGMENTS = TECHNIQUES.flatMap((technique) => {
  const { openings, bodies, endings } = PHRASE_BANK[technique];
  return [...openings, ...bodies, ...endings].map((sentence) => ({
    technique,
    fragment: longest(sentence.split(/\{\w+\}/)),
  }));
});

function longest(texts: readonly string[]): string {
  return texts.reduce((best, text) => text.length > best.length ? text : best, "");
}
