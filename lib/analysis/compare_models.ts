import { isTechnique, TECHNIQUES } from "../base/vocabulary.ts";
import { benjaminiHochberg } from "./benjamini_hochberg.ts";
import { codeVerdicts, type Verdicts } from "./bootstrap/code_verdicts.ts";
import { pairCounter } from "./bootstrap/paired_counts.ts";
import { type PairedOutcome, pairedOutcomes } from "./bootstrap/paired_outcomes.ts";
import { percentileInterval } from "./bootstrap/percentile_interval.ts";
import { type PromptCube, promptCubes } from "./bootstrap/prompt_cubes.ts";
import { resampledSums } from "./bootstrap/resampled_sums.ts";
import { type ItemWeights, type Resampling, resampling, seedOf } from "./bootstrap/resampling.ts";
import { type ColumnSums, minus, sharedSums } from "./bootstrap/shared_sums.ts";
import { drawSignFlips, signFlipP, type SignFlips } from "./bootstrap/sign_flips.ts";
import type { ComparisonRow } from "./comparison_row.ts";
import { acceptedTechniques } from "./conformance.ts";
import { pairedDifference } from "./paired_difference.ts";
import type { RunFrames } from "./read_run.ts";

/** Options of {@linkcode compareModels}. */
export interface CompareModelsOptions {
  /** What all draws follow from. Default: 1. */
  seed?: number;
  /** Of the bootstrap. Default: 2,000. */
  replicates?: number;
  /** Draws shared with other tables, instead of a seed and a number. */
  draws?: Resampling;
  /** Of the test. Default: 9,999, which lets p be as small as 0.0001. */
  permutations?: number;
}

/** The columns of `tables/comparisons.csv`, in order. */
export const COMPARISON_COLUMNS = [
  "dataset",
  "outcome",
  "model_a",
  "model_b",
  "prompts",
  "items",
  "share_a",
  "share_b",
  "difference",
  "low",
  "high",
  "boot_low",
  "boot_high",
  "p",
  "p_adjusted",
  "stands",
] as const satisfies readonly (keyof ComparisonRow)[];

/** How often a test permutes, unless something else is asked for. */
export const PERMUTATIONS = 9999;

/** Differences are called true where their adjusted p is no larger. */
const FALSE_DISCOVERY_RATE = 0.05;

/**
 * Every two models on the prompts of each dataset that both answered: the shares of the six
 * techniques and how often the answer was as expected, their differences with intervals, and which
 * stand.
 *
 * - Pairs: answers of both models to one prompt. Where a prompt was sampled several times, it still
 *   counts once, split between the techniques of its samples.
 * - Interval: `low` and `high` by {@linkcode pairedDifference}; beside them that of a bootstrap over
 *   items, which draws the same items for both models.
 * - Test: {@linkcode signFlipP}, models swapped within whole items. A technique that neither model
 *   ever used is not tested.
 * - Family: all tests of the table, adjusted by {@linkcode benjaminiHochberg}.
 *
 * Rows are in the order of datasets, of outcomes (`as_expected` last, left out where the dataset
 * expects nothing), and of models.
 *
 * @param verdicts One row per answer, by `settleVerdicts`.
 */
export function compareModels(
  verdicts: Verdicts,
  order: Pick<RunFrames, "models" | "datasets">,
  { seed, replicates, draws, permutations = PERMUTATIONS }: CompareModelsOptions = {},
): ComparisonRow[] {
  const resample = draws ?? resampling({ seed, replicates });
  const cubes = promptCubes(codeVerdicts(verdicts, order), {
    accepted: (dataset, expected) =>
      isTechnique(expected)
        ? acceptedTechniques(dataset, expected).map((name) => TECHNIQUES.indexOf(name))
        : [],
  });
  const rows: ComparisonRow[] = [];
  for (const cube of cubes) {
    const flipSeed = seedOf("sign flips", resample.seed, cube.dataset);
    const flips = drawSignFlips(cube.items, { seed: flipSeed, permutations });
    const weights = resample.weights(cube.dataset, cube.items);
    const sums = sharedSums(weights, flips);
    rows.push(...compareOnDataset(cube, { models: order.models, weights, flips, sums }));
  }
  const adjusted = benjaminiHochberg(rows.map(({ p }) => p));
  return rows.map((row, index) => {
    const p_adjusted = adjusted[index] ?? null;
    return {
      ...row,
      p_adjusted,
      stands: p_adjusted !== null && p_adjusted <= FALSE_DISCOVERY_RATE,
    };
  });
}

interface DatasetOptions {
  models: readonly string[];
  weights: ItemWeights;
  flips: SignFlips;
  /** Of columns that pairs of models share. */
  sums(column: Float64Array): ColumnSums | null;
}

function compareOnDataset(cube: PromptCube, options: DatasetOptions): ComparisonRow[] {
  const { models, weights } = options;
  const count = pairCounter(cube);
  const pairs = models.flatMap((model_a, a) =>
    models.slice(a + 1).map((model_b, later) => {
      const outcomes = pairedOutcomes(count(a, a + 1 + later), weights);
      return { model_a, model_b, outcomes };
    })
  );
  const names = [...TECHNIQUES, "as_expected"] as const;
  const expects = cube.accepted.some((mask) => mask !== 0);
  return names.slice(0, expects ? undefined : -1).flatMap((outcome, place) =>
    pairs.flatMap(({ model_a, model_b, outcomes }) => {
      const found = outcomes[place];
      if (found === undefined) return [];
      const row = { dataset: cube.dataset, outcome, model_a, model_b };
      return [{ ...row, ...compareOutcome(found, options) }];
    })
  );
}

type Compared = Omit<ComparisonRow, "dataset" | "outcome" | "model_a" | "model_b">;

const NOT_COMPARED: Readonly<Compared> = {
  ...{
    prompts: 0,
    items: 0,
    share_a: null,
    share_b: null,
    difference: null,
    low: null,
    high: null,
  },
  ...{ boot_low: null, boot_high: null, p: null, p_adjusted: null, stands: false },
};

function compareOutcome(
  outcome: PairedOutcome,
  { flips, weights, sums }: DatasetOptions,
): Compared {
  const { a, b, isShared, differences, sampleA, resampledPrompts, tail } = outcome;
  const { n: prompts, items } = sampleA;
  if (prompts === 0) return { ...NOT_COMPARED };
  const found = pairedDifference(outcome);
  const [ofA, ofB] = isShared ? [sums(a), sums(b)] : [null, null];
  const known = ofA !== null && ofB !== null;
  const numerators = known
    ? minus(ofA.resampled, ofB.resampled)
    : resampledSums(differences, weights);
  const drawn = known ? () => minus(ofA.flipped, ofB.flipped) : undefined;
  const shown = found.share_a > 0 || found.share_b > 0;
  return {
    ...{ prompts, items, ...found },
    ...percentileInterval({ numerators, denominators: resampledPrompts, tail }),
    p: shown ? signFlipP(differences, flips, { drawn }) : null,
    ...{ p_adjusted: null, stands: false },
  };
}
