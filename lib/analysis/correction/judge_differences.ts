import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { comparedGold, type GoldBlock } from "./_gold_blocks.ts";
import { type MeasuredDifferences, measureDifferences } from "./_measure_differences.ts";
import type { CodedAnswer } from "./coded_answer.ts";

/** Whether the judge errs alike for all models, as a pooled confusion matrix assumes. */
export interface JudgeDifferences {
  verdict: "differs" | "no_difference_seen" | "cannot_be_tested";
  /** The verdict in plain words, with its numbers. */
  text: string;
  /** The models compared: those with at least {@linkcode LEAST_COMPARED} gold answers. */
  models: string[];
  /** Their gold answers. */
  gold: number;
  /** The likelihood-ratio statistic, of any difference; null where it cannot be tested. */
  g: number | null;
  /** The statistic of being right more, or less, often on one model than on the others. */
  x2: number | null;
  /** The two's common permutation p-value, in (0, 1]. */
  p_value: number | null;
  /** Share of answers whose label would have to change for the judge to err alike, in [0, 1]. */
  difference: number | null;
  /** The same on average over permutations: what chance alone gives. */
  difference_by_chance: number | null;
}

/** How the test draws its permutations. */
export interface JudgeDifferencesOptions {
  seed: number;
  /** Default 999; with 0 nothing is tested. */
  permutations?: number;
}

/** A model with fewer gold answers is left out of the comparison. */
export const LEAST_COMPARED = 10;

/** The level of the test. */
const ALPHA = 0.05;

/** Statistics that differ by less are equal. */
const ROUNDING = 1e-9;

/**
 * Tests that, given the person's label, the judge's label does not depend on the model: what
 * correcting one model with all models' confusion matrix rests on.
 *
 * - Statistics, of weighted counts: G² of conditional independence of judge and model given the true
 *   class, 2 Σ O ln(O / E) over the classes' model × label tables (Agresti 2013, Categorical Data
 *   Analysis, 3rd ed., chapters 6 and 9; Sokal and Rohlf 1995, Biometry, chapter 17), which sees any
 *   difference; and X² = max_m (right − expected)² / variance, with right answers summed over classes
 *   before they are squared (after Mantel and Haenszel 1959, J. Nat. Cancer Inst. 22, 719–748),
 *   which sees sooner that the judge is worse on one model. Its variance has a design effect
 *   by item, so that it is alike in size however gold answers gather in items.
 * - p-value: the smaller of the two statistics' permutation p-values, itself referred to its
 *   permutations (Westfall and Young 1993, Resampling-Based Multiple Testing), so that looking twice is
 *   paid for. Within each true class the models' names are dealt anew over the answers, as tables
 *   are too sparse for χ²; answers of one model to one item move together, since they are judged
 *   alike. Where models differ in how their gold answers gather in items, G² is conservative.
 * - Effect: the total-variation distance between each model's P(label | class) and all models',
 *   averaged over the gold set. Small samples raise it, so chance's own is beside it.
 *
 * That no difference is seen does not prove that there is none.
 */
export function judgeDifferences(
  answers: readonly CodedAnswer[],
  { seed, permutations = 999 }: JudgeDifferencesOptions,
): JudgeDifferences {
  const { blocks, models, gold } = comparedGold(answers, LEAST_COMPARED);
  if (models.length < 2 || permutations === 0) return { ...NOT_TESTED, models, gold };
  const observed = measureDifferences(blocks, models.length);
  const classes = [...Map.groupBy(blocks, ({ truth }) => truth).values()];
  const generator = xoroshiro128plus(seed);
  const drawn = Array.from({ length: permutations }, () => {
    shuffleWithin(classes, (below) => uniformInt(generator, 0, below - 1));
    return measureDifferences(blocks, models.length);
  });
  const { g, x2, difference } = observed;
  const found = {
    ...{ models, gold, g, x2, difference, p_value: combinedPValue([observed, ...drawn]) },
    difference_by_chance: drawn.reduce((sum, other) => sum + other.difference, 0) / permutations,
  };
  const verdict = found.p_value < ALPHA ? "differs" : "no_difference_seen";
  return { verdict, text: describe(found, verdict === "differs"), ...found };
}

/** The p-value of the first of `draws`, all of which are alike likely where models do not matter. */
function combinedPValue(draws: readonly MeasuredDifferences[]): number {
  const [byG, byX2] = [upperRanks(draws.map(({ g }) => g)), upperRanks(draws.map(({ x2 }) => x2))];
  const smaller = byG.map((rank, index) => Math.min(rank, byX2[index] ?? rank));
  const own = smaller[0] ?? draws.length;
  return smaller.filter((rank) => rank <= own).length / draws.length;
}

/** Per value: how many are at least as large, but for rounding. */
function upperRanks(values: readonly number[]): number[] {
  const ascending = [...values].sort((a, b) => a - b);
  return values.map((value) => {
    let [low, high] = [0, ascending.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ascending[middle] ?? 0) < value - ROUNDING) low = middle + 1;
      else high = middle;
    }
    return ascending.length - low;
  });
}

/** Deals the models anew over the blocks of each class (Fisher and Yates). */
function shuffleWithin(
  classes: readonly (readonly GoldBlock[])[],
  below: (n: number) => number,
): void {
  for (const list of classes) {
    for (let last = list.length - 1; last > 0; last--) {
      const [one, other] = [list[last], list[below(last + 1)]];
      if (one === undefined || other === undefined) continue;
      [one.model, other.model] = [other.model, one.model];
    }
  }
}

const NOT_TESTED = {
  verdict: "cannot_be_tested",
  text:
    "Whether the judge errs alike for all models cannot be tested: that takes two models with at " +
    `least ${LEAST_COMPARED} gold answers each. Shares corrected with all models' gold rest on it.`,
  ...{ g: null, x2: null, p_value: null, difference: null, difference_by_chance: null },
} as const;

function describe(
  { gold, models, p_value, difference, difference_by_chance }: {
    gold: number;
    models: readonly string[];
    p_value: number;
    difference: number;
    difference_by_chance: number;
  },
  differs: boolean,
): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const numbers = `given the person's label, its label differs from the other models' for ` +
    `${percent(difference)} of answers, where chance alone gives ${
      percent(difference_by_chance)
    } ` +
    `(p = ${p_value.toFixed(3)}; ${gold} gold answers, ${models.length} models)`;
  return differs
    ? `The judge does not err alike for all models: ${numbers}. Shares corrected with all models' ` +
      "gold are wrong then: trust only those that rest on a model's own gold."
    : `No sign that the judge errs differently between models: ${numbers}. That is no proof: ` +
      "small differences would not show.";
}
