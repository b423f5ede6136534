import { codeOfTechnique, type Technique } from "../base/vocabulary.ts";
import { type FinalAnswer, readFinalAnswers } from "./_final_answers.ts";
import { ownWords } from "./_own_words.ts";
import { readFlags, type TechniqueFlags } from "./_read_flags.ts";

/** What a judge decided about one answer. */
export interface Verdict {
  /** The six yes/no answers; null where one was not given. */
  flags: TechniqueFlags;
  /** The technique that was used the most; null where the reply does not say one, and only one. */
  technique: Technique | null;
  /** Why there is no technique; null where there is one. */
  note: string | null;
}

/**
 * Reads a judge's reply: six yes/no answers (`Answer A` to `Answer F`, or bare letters) and a
 * `Final Answer`, as a number 1–6, a letter A–F or a technique's name.
 *
 * Replies are read leniently (curly or single quotes, fences, prose around, trailing commas,
 * brackets, no JSON at all) but never guessed at. Where a reply repeats itself the last answer to
 * each question counts. Where it holds final answers that differ, or one that names none of the
 * six, or none, the technique is null: a judge that wavers has not decided. An echo of the
 * question (`[1/2/3/4/5/6]`, `[yes/no]`) is no answer, and neither is a verdict that is quoted from
 * the judged answer beside the judge's own. Thinking between `<think>` tags is not read.
 */
export function parseVerdict(reply: string, { judged = "" }: ParseVerdictOptions = {}): Verdict {
  const text = ownWords(reply, judged);
  return { flags: readFlags(text), ...decide(readFinalAnswers(text)) };
}

/** Options of {@linkcode parseVerdict}. */
export interface ParseVerdictOptions {
  /** The answer that was judged: a verdict which the judge only quotes from it is not the judge's. */
  judged?: string;
}

function decide(answers: readonly FinalAnswer[]): Pick<Verdict, "technique" | "note"> {
  const [first] = answers;
  if (first === undefined) return { technique: null, note: "no final answer" };
  const unreadable = answers.find(({ technique }) => technique === null);
  if (unreadable !== undefined) {
    const shown = JSON.stringify(unreadable.text.slice(0, 60));
    return { technique: null, note: `the final answer names none of the six: ${shown}` };
  }
  const differs = answers.some(({ technique }) => technique !== first.technique);
  if (!differs) return { technique: first.technique, note: null };
  const codes = answers.map(({ technique }) => technique && codeOfTechnique(technique));
  return { technique: null, note: `final answers differ: ${codes.slice(0, 20).join(", ")}` };
}
