import { softmax } from "../base/softmax.ts";
import {
  type LetterLogProbabilities,
  letterLogProbabilities,
  type LetterLogProbabilitiesOptions,
  type TokenLogprob,
} from "./letter_log_probabilities.ts";

/**
 * What is averaged over repeats: log-probabilities, as published (then the distribution is their
 * softmax, and one repeat that all but rules an option out weighs much), or probabilities.
 */
export type AveragingRule = "log_probabilities" | "probabilities";

/** Options of {@linkcode optionDistribution}. */
export interface OptionDistributionOptions extends LetterLogProbabilitiesOptions {
  /** Default: `log_probabilities`. */
  average?: AveragingRule;
}

/** A distribution over a question's options as they stood in the prompts. */
export interface OptionDistribution {
  /** Shares that sum to 1; null where no repeat showed a letter. */
  distribution: number[] | null;
  /** The probability of tokens that were letters, mean over the repeats that showed one. */
  mass: number | null;
  /** Repeats that showed a letter, and those that showed none. */
  repeats: number;
  without: number;
}

/** Puts the repeats of one question together, each a list of the likeliest tokens. */
export function optionDistribution(
  repeats: readonly (readonly TokenLogprob[])[],
  { average = "log_probabilities", ...options }: OptionDistributionOptions,
): OptionDistribution {
  const read = repeats.flatMap((tokens) => letterLogProbabilities(tokens, options) ?? []);
  const without = repeats.length - read.length;
  if (read.length === 0) return { distribution: null, mass: null, repeats: 0, without };
  const mean = meanOver(read);
  const distribution = average === "log_probabilities"
    ? softmax(mean(({ logprobs }) => logprobs))
    : mean(({ logprobs }) => softmax(logprobs));
  return {
    distribution,
    mass: mean(({ mass }) => [mass])[0] ?? null,
    repeats: read.length,
    without,
  };
}

function meanOver(
  read: readonly LetterLogProbabilities[],
): (valuesOf: (one: LetterLogProbabilities) => readonly number[]) => number[] {
  return (valuesOf) => {
    const lists = read.map(valuesOf);
    const [first = []] = lists;
    return first.map((_, index) =>
      lists.reduce((sum, list) => sum + (list[index] ?? 0), 0) / lists.length
    );
  };
}
