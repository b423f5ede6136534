import { codeOfTechnique, type Technique } from "../base/vocabulary.ts";
import { readChoice } from "./_read_choice.ts";
import { readFlags, type TechniqueFlags } from "./_read_flags.ts";
import { plainReply } from "./_plain_reply.ts";

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
 * question (`[1/2/3/4/5/6]`, `[yes/no]`) is no answer. Thinking between `<think>` tags is not read.
 */
export function parseVerdict(reply: string): Verdict {
  const text = plainReply(reply);
  return { flags: readFlags(text), ...decide(readFinalAnswers(text)) };
}

interface FinalAnswer {
  text: string;
  technique: Technique | null;
}

/** `Final Answer`, in any case and quotes, up to what separates it from its value. */
const FINAL_ANSWER =
  /(?<![a-z0-9])final[\s_-]?answer["']?\s?(?:\([^()\n]{0,40}\)["']?\s?)?(?<link>:=|=>|->|[:=|]|is\b:?)\s?/gi;

function readFinalAnswers(text: string): FinalAnswer[] {
  const found: FinalAnswer[] = [];
  for (const match of text.matchAll(FINAL_ANSWER)) {
    const start = match.index + match[0].length;
    const choice = readChoice(text.slice(start, start + 300));
    // "The final answer is based on …" is prose; "Final answer: based on …" is a failed answer.
    const isProse = match.groups?.link?.startsWith("is") && choice.technique === null;
    if (choice.kind === "answer" && !isProse) found.push(choice);
  }
  return found;
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
