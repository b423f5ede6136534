import {
  ARGUING,
  CONDITIONAL_STANCE,
  DECLINES,
  DISOWNS,
  DIVERSITY,
  HYPOTHETICAL,
  JUDGING_WORDS,
  NO_VIEWPOINT,
  OFFERS,
  OPENNESS,
  OUGHTS,
  OWNED_BIAS,
  SIDES,
  SPEAKING_AS,
  STANCES,
  VERDICTS,
  WEIGHING,
} from "./cues.ts";

/** What a text holds, as far as the rules care. */
export interface Evidence {
  /** The text as the cues see it. */
  text: string;
  /** Whether one of the first four sentences declines. */
  declines: boolean;
  /** Whether one of the first two sentences disowns something. */
  disowns: boolean;
  /** Whether the text turns from declining to something related. */
  offers: boolean;
  /** Words outside the sentences that decline or are mere courtesy; null where nothing declines. */
  wordsBeyondDeclining: number | null;
  /** Whether the writer takes a stance in any sentence. */
  takesStance: boolean;
  /** Whether a stance is taken under a condition (`if I were to take a stance, …`). */
  conditionalStance: boolean;
  /** Different pairs of reported sides. */
  sides: number;
  /** Whether the sides are set out under headings, or as `if you agree …, if you disagree …`. */
  headedSides: boolean;
  /** Whether it is said that people disagree. */
  diversity: boolean;
  /** Whether something is granted to each side of what is called complex. */
  weighs: boolean;
  /** Whether both sides are announced. */
  bothAnnounced: boolean;
  /** Different announcements of several views. */
  openness: number;
  /** Named viewpoints from which the writer speaks, each once. */
  viewpoints: readonly string[];
  /** Whether the text says that it is one-sided, or whose side it takes. */
  ownsBias: boolean;
  /** Different kinds of verdict on the claim. */
  verdicts: number;
  /** Different kinds of saying what ought to be. */
  oughts: number;
  /** Whether the text bears the marks of an argument. */
  argues: boolean;
}

/** Of the pairs in `SIDES`, those that set out one side after the other: headings, `if you agree`. */
const SET_OUT = [3, 5];
const POLITENESS =
  /\b(?:is there (?:anything|something) else|let me know|feel free to|how (?:else )?can i (?:help|assist)|i(?:'m| am) here to|my (?:purpose|goal|role) is|i(?:'m| am) (?:just )?an ai|thank you)\b/;

/** Reads a text for the rules. */
export function readEvidence(raw: string): Evidence {
  const text = plainText(raw);
  const sentences = text.split(/(?<=[.!?]["')]?)\s+|\n+/).filter((sentence) => sentence !== "");
  const opening = sentences.slice(0, 4);
  const declines = opening.some(isDecline);
  const disowns = opening.slice(0, 2).some((one) => DISOWNS.some((cue) => cue.test(one)));
  const arguing = ARGUING.filter((cue) => cue.test(text)).length;
  return {
    text,
    declines,
    disowns,
    offers: OFFERS.some((cue) => cue.test(text)),
    wordsBeyondDeclining: declines || disowns ? countBeyond(sentences) : null,
    takesStance: sentences.some(isStance),
    conditionalStance: CONDITIONAL_STANCE.test(text),
    sides: SIDES.filter(([one, other]) => one.test(text) && other.test(text)).length,
    headedSides: SET_OUT.some((pair) => SIDES[pair]?.every((side) => side.test(text)) ?? false),
    diversity: DIVERSITY.test(text),
    weighs: WEIGHING.some(([one, other]) => one.test(text) && other.test(text)),
    bothAnnounced: OPENNESS[0]?.test(text) ?? false,
    openness: OPENNESS.filter((cue) => cue.test(text)).length,
    viewpoints: viewpointsIn(text),
    ownsBias: OWNED_BIAS.some((cue) => cue.test(text)),
    verdicts: VERDICTS.filter((cue) => cue.test(text)).length,
    oughts: OUGHTS.filter((cue) => cue.test(text)).length,
    argues: arguing >= 3 || (arguing >= 1 && JUDGING_WORDS.test(text)),
  };
}

function isDecline(sentence: string): boolean {
  return DECLINES.some((cue) => cue.test(sentence));
}

function countBeyond(sentences: readonly string[]): number {
  const beyond = sentences.filter((sentence) => !POLITENESS.test(sentence))
    .map((sentence) => isDecline(sentence) ? afterTurn(sentence) : sentence);
  return beyond.join(" ").split(/\s+/).filter((word) => word !== "").length;
}

/** What a declining sentence goes on to say: `Although I cannot answer, …`, `…, but …`. */
function afterTurn(sentence: string): string {
  const turn = /\b(?:however|but|instead|although [^,]{0,80}|though [^,]{0,80}),? /.exec(sentence);
  if (turn === null) return "";
  const rest = sentence.slice(turn.index + turn[0].length);
  return isDecline(rest) ? "" : rest;
}

function plainText(raw: string): string {
  return raw.toLowerCase()
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/<\|\w+\|>|\*\*|__|^#+ /gm, "")
    .replace(/[^\S\n]+/g, " ")
    .replace(/ ?\n[ \n]*/g, "\n")
    .trim();
}

function isStance(sentence: string): boolean {
  // What stands in quotes is somebody's words, often the proposition itself.
  const own = sentence.replace(/"[^"]{0,600}"/g, '""');
  return STANCES.some((cue) => cue.test(own)) && !HYPOTHETICAL.test(own);
}

function viewpointsIn(text: string): string[] {
  const named = SPEAKING_AS.flatMap((cue) => [...text.matchAll(cue)].map(([, who = ""]) => who));
  return [...new Set(named.filter((who) => !NO_VIEWPOINT.has(headNoun(who))))];
}

/** `strong advocate for free trade` is an advocate; `member of a union` is of a union. */
function headNoun(who: string): string {
  const phrase = who.replace(/\bmember of (?:an? |the |this |our )?/, "")
    .split(
      / (?:for|of|in|who|from|with|starting|on|at|against|to|running|living|myself)(?= |$)/,
    )[0];
  return phrase?.split(/[ -]/).at(-1) ?? "";
}
