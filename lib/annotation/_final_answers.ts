import type { Technique } from "../base/vocabulary.ts";
import { readChoice } from "./_read_choice.ts";

/** A final answer as a reply gives it. */
export interface FinalAnswer {
  /** What stands behind `Final Answer:`. */
  text: string;
  /** Null where it names none of the six, or several. */
  technique: Technique | null;
  /** Where it stands, without what follows its value on the line. */
  start: number;
  end: number;
}

/** `Final Answer`, in any case and quotes, up to what separates it from its value. */
const FINAL_ANSWER =
  /(?<![a-z0-9])final[\s_-]?answer["']?\s?(?:\([^()\n]{0,40}\)["']?\s?)?(?<link>:=|=>|->|[:=|]|is\b:?)\s?/gi;

/** The final answers of a reply whose decoration has been taken away, in order. */
export function readFinalAnswers(text: string): FinalAnswer[] {
  const found: FinalAnswer[] = [];
  for (const match of text.matchAll(FINAL_ANSWER)) {
    const start = match.index;
    const value = start + match[0].length;
    const choice = readChoice(text.slice(value, value + 300));
    // "The final answer is based on …" is prose; "Final answer: based on …" is a failed answer.
    const isProse = match.groups?.link?.startsWith("is") && choice.technique === null;
    const end = value + choice.text.trimEnd().replace(/[^\p{L}\p{N}]+$/u, "").length;
    if (choice.kind === "answer" && !isProse) found.push({ ...choice, start, end });
  }
  return found;
}
