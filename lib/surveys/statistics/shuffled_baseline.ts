import { quantiles } from "../../analysis/bootstrap/quantiles.ts";
import { divergenceTerm } from "../../analysis/jensen_shannon.ts";
import type { OptionShuffles } from "./option_shuffles.ts";
import type { MeasuredDistance } from "./question_distances.ts";

/** How far a model would be from people if its shares stood at random options. */
export interface ShuffledBaseline {
  /** The mean distance over questions, mean over all shuffles; null where no question has a distance. */
  shuffled: number | null;
  /** The range of 95 % of the shuffles' means: their 2.5 % and 97.5 % quantiles. */
  shuffled_low: number | null;
  shuffled_high: number | null;
  /** How far the distance seen is below `shuffled`; negative where it is above. */
  below_shuffled: number | null;
  /** One-sided: how likely a distance as small as the one seen is by chance, in (0, 1]. */
  shuffled_p: number | null;
  /** The mean distance of the first shuffle alone: one permutation, as the published notebooks have. */
  single_shuffle: number | null;
}

/** Means that differ by less are equal. */
const ROUNDING = 1e-12;

/**
 * The shuffled baseline. Each shuffle puts the model's shares of every question at its options in a random
 * order, then takes the mean distance to the people's over the questions: the model keeps how sure it is,
 * and loses what it is sure of. The published notebooks do so once (`random.sample` of the shares of each
 * question, the same order for all populations) and report that one mean; here it is `single_shuffle`,
 * with a draw of our own.
 *
 * p = (b + 1)/(B + 1), b of B shuffles having a mean no larger than the one seen, so that it is never 0
 * (Phipson and Smyth 2010, "Permutation p-values should never be zero", Stat. Appl. Genet. Mol. Biol.
 * 9, 39).
 */
export function shuffledBaseline(
  distances: readonly MeasuredDistance[],
  { shuffles, base = 2 }: { shuffles: OptionShuffles; base?: number },
): ShuffledBaseline {
  if (distances.length === 0 || shuffles.permutations === 0) return { ...NO_BASELINE };
  const means = shuffledMeans(distances, { shuffles, base });
  const seen = distances.reduce((sum, { distance }) => sum + distance, 0) / distances.length;
  const mean = means.reduce((sum, value) => sum + value, 0) / means.length;
  const [first = 0] = means;
  const [low = first, high = first] = quantiles(means, [0.025, 0.975]) ?? [];
  const hits = means.reduce((count, value) => value <= seen + ROUNDING ? count + 1 : count, 0);
  return {
    ...{ shuffled: mean, shuffled_low: low, shuffled_high: high, below_shuffled: mean - seen },
    ...{ shuffled_p: (hits + 1) / (means.length + 1), single_shuffle: first },
  };
}

const NO_BASELINE: Readonly<ShuffledBaseline> = {
  ...{ shuffled: null, shuffled_low: null, shuffled_high: null },
  ...{ below_shuffled: null, shuffled_p: null, single_shuffle: null },
};

/** Of each shuffle: the mean distance over the questions. */
function shuffledMeans(
  distances: readonly MeasuredDistance[],
  { shuffles, base }: { shuffles: OptionShuffles; base: number },
): Float64Array {
  const means = new Float64Array(shuffles.permutations);
  const scale = 2 * Math.log(base);
  for (const { question, p, q } of distances) {
    const options = p.length;
    const terms = divergenceTerms(p, q);
    const orders = shuffles.of(question, options);
    for (let shuffle = 0, at = 0; shuffle < means.length; shuffle++) {
      let divergence = 0;
      for (let place = 0; place < options; place++, at++) {
        divergence += terms[(orders[at] ?? 0) * options + place] ?? 0;
      }
      const distance = Math.sqrt(divergence / scale);
      means[shuffle] = (means[shuffle] ?? 0) + distance / distances.length;
    }
  }
  return means;
}

/** What share i of one side, at option j of the other, adds to twice the divergence; row by row. */
function divergenceTerms(p: readonly number[], q: readonly number[]): Float64Array {
  const terms = new Float64Array(p.length * q.length);
  for (const [i, left] of p.entries()) {
    for (const [j, right] of q.entries()) {
      terms[i * q.length + j] = divergenceTerm(left, right);
    }
  }
  return terms;
}
