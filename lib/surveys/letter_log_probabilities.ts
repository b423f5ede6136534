import { letterOf } from "../base/option_letter.ts";

/** A token and its natural log-probability. */
export type TokenLogprob = readonly [token: string, logprob: number];

/**
 * How the tokens that spell one letter are put together: `probabilities` adds their probabilities
 * (log-sum-exp), which is what choosing among them means; `logits` adds their log-probabilities, as
 * the published scripts do, which multiplies their odds.
 */
export type SpellingRule = "probabilities" | "logits";

/** Options of {@linkcode letterLogProbabilities}. */
export interface LetterLogProbabilitiesOptions {
  /** How many options there are: the letters A, B, … stand for them. */
  options: number;
  /** How many of the likeliest tokens were asked for. Default: as many as there are. */
  asked?: number;
  /** Default: `probabilities`. */
  spellings?: SpellingRule;
}

/** What the likeliest tokens of one answer say of its letters. */
export interface LetterLogProbabilities {
  /** Natural log-probability of each letter; of one that was not seen, the most that it can have. */
  logprobs: number[];
  /** Which letters were seen. */
  seen: boolean[];
  /** The probability of all tokens seen that are a letter of an option, in [0, 1]. */
  mass: number;
}

/** Spellings that the published scripts add up: the letter alone, and after a space. */
const PUBLISHED_SPELLINGS = ["", " "];

/**
 * Reads the log-probabilities of answer letters off the likeliest tokens at the answer's first place.
 * Spellings of a letter (`A`, ` A`, `A.`, `(A)`, …) are put together.
 *
 * A letter that is not among the likeliest k tokens is less likely than each of them, and all such
 * letters together have no more than what is left: it gets the smaller of the least likely token's
 * probability and its part of what is left, an upper bound in place of the −∞ of the published scripts.
 *
 * @returns Null where no letter was seen: nothing is known of the answer then.
 */
export function letterLogProbabilities(
  tokens: readonly TokenLogprob[],
  { options, asked = tokens.length, spellings = "probabilities" }: LetterLogProbabilitiesOptions,
): LetterLogProbabilities | null {
  const letters = Array.from({ length: options }, (_, index) => letterOf(index));
  const sorted = tokens.toSorted(([, a], [, b]) => b - a);
  const probability = (found: readonly TokenLogprob[]) =>
    found.reduce((sum, [, logprob]) => sum + Math.exp(logprob), 0);
  const spelled = letters.map((letter) => sorted.filter(([token]) => letterIn(token) === letter));
  const mass = Math.min(1, probability(spelled.flat()));
  const seen = spelled.map((found) => found.length > 0);
  if (!seen.includes(true)) return null;
  const unseen = seen.filter((isSeen) => !isSeen).length;
  // Servers may add the token that was taken, however unlikely: it bounds nothing.
  const last = sorted[Math.min(asked, sorted.length) - 1]?.[1] ?? 0;
  const left = Math.log(Math.max(1 - probability(sorted), SMALLEST) / Math.max(1, unseen));
  const bound = Math.max(FLOOR, Math.min(last, left));
  const together = spellings === "logits"
    ? (found: readonly TokenLogprob[]) => addLogits(found, bound)
    : (found: readonly TokenLogprob[]) => found.length === 0 ? bound : logSumExp(found);
  return { logprobs: spelled.map((found) => Math.max(FLOOR, together(found))), seen, mass };
}

/** Rounding leaves about so much where nothing is left. */
const SMALLEST = 1e-9;

/** Some providers write −9999 for what is hardly possible, which would outweigh all else in a mean. */
const FLOOR = Math.log(1e-15);

/** The one capital that a token spells, with what may stand around it; null for any other token. */
export function letterIn(token: string): string | null {
  // U+0120 and U+2581 are how tokenizers write a space.
  return /^[\s\u0120\u2581]*[("'[*]*([A-Z])[)\].:,'"*]*\s*$/.exec(token)?.[1] ?? null;
}

function logSumExp(found: readonly TokenLogprob[]): number {
  const highest = Math.max(...found.map(([, logprob]) => logprob));
  const sum = found.reduce((total, [, logprob]) => total + Math.exp(logprob - highest), 0);
  return highest + Math.log(sum);
}

/** A spelling that was not seen counts with the bound, so that each letter's is a sum of as many. */
function addLogits(found: readonly TokenLogprob[], bound: number): number {
  const plain = new Map(found.map(([token, logprob]) => [withSpaces(token), logprob]));
  const letter = letterIn(found[0]?.[0] ?? "") ?? "";
  return PUBLISHED_SPELLINGS.reduce(
    (sum, before) => sum + Math.max(FLOOR, plain.get(before + letter) ?? bound),
    0,
  );
}

function withSpaces(token: string): string {
  return token.replace(/[\u0120\u2581]/g, " ");
}
