import { letterOf } from "../base/option_letter.ts";

/**
 * Which option a text names: by its letter (`B`, `(B)`, `B. Agree`, `The answer is **B**.`) or by its
 * words alone. Null where it names none, several, or one that there is not: never a guess.
 *
 * @param options The options' texts in the order in which they stood.
 * @returns Its index in that order.
 */
export function readOption(text: string, options: readonly string[]): number | null {
  const answer = text.trim();
  const byWords = options.findIndex((option) => plain(option) === plain(answer));
  if (byWords !== -1) return byWords;
  // What begins with a letter's label names it, whatever is said of it afterwards.
  const label = /^[("'[*]*([A-Z])(?:[)\].:*'"]+|\s*$)/.exec(answer)?.[1] ??
    /^(?:the |my )?(?:answer|choice|option)(?: choice)?(?: is|:)?\s*[("'[*]*([A-Z])\b/i.exec(answer)
      ?.[1];
  const labels = options.map((_, index) => letterOf(index));
  if (label !== undefined) return foundOrNull(labels.indexOf(label.toUpperCase()));
  // A capital alone somewhere in a sentence, where there is but one; 'A' and 'I' are words.
  const capitals = new Set(answer.match(/(?<![\w'’])[B-HJ-Z](?![\w'’])/g) ?? []);
  const [only] = capitals;
  return capitals.size === 1 && only !== undefined ? foundOrNull(labels.indexOf(only)) : null;
}

function foundOrNull(index: number): number | null {
  return index === -1 ? null : index;
}

function plain(text: string): string {
  return text.trim().toLowerCase().replace(/[\s.!"'*]+$/, "").replace(/^["'*\s]+/, "");
}
