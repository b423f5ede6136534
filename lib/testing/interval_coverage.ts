import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { type PairedCounts } from "../analysis/bootstrap/paired_counts.ts";
import { type PairedOutcome, pairedOutcomes } from "../analysis/bootstrap/paired_outcomes.ts";
import { percentileInterval } from "../analysis/bootstrap/percentile_interval.ts";
import { resampledShares } from "../analysis/bootstrap/resampled_shares.ts";
import { resampledSums } from "../analysis/bootstrap/resampled_sums.ts";
import { resampling } from "../analysis/bootstrap/resampling.ts";
import { drawSignFlips, signFlipP } from "../analysis/bootstrap/sign_flips.ts";
import { pairedDifference } from "../analysis/paired_difference.ts";
import { drawChances } from "./draw_chances.ts";

/** Two models' answers with planted shares, alike within items. */
export interface PlantedItems {
  items: number;
  wordings: number;
  /** True shares of the classes, of each model. */
  shares: readonly [readonly number[], readonly number[]];
  /** The correlation of two answers of a model to one item, in [0, 1). */
  icc: number;
  /** Which class clusters by item; the others then fall to answers by chance. Default: all do. */
  clustering?: number;
  /**
   * Whether items are alike by degrees: each has chances of its own, drawn from a Dirichlet
   * distribution, and the two models' shares must be the same. Default: each item has one class, which
   * an answer is in or is not.
   */
  byDegrees?: boolean;
}

/** How often intervals held the truth, over many draws of everything. */
export interface IntervalCoverage {
  /** Per class, of the first model's share, and then of the models' difference. */
  shares: MethodCoverage;
  differences: MethodCoverage;
  /** Per class: how often p was at most 0.05; where the models' true shares are equal, 5 % at most. */
  rejected: number[];
  /** Per class: how many items the first model's share rests on, on average. */
  restsOn: number[];
}

/** The same for each kind of interval: per class the share of draws that held the truth. */
export interface MethodCoverage {
  clustered: number[];
  bootstrap: number[];
  /** As if all answers were independent; null for differences, which have none. */
  naive: number[] | null;
  /** Per class: the mean width of the first two. */
  widths: { clustered: number[]; bootstrap: number[] };
}

/** How often, and from which seed, everything is drawn. */
export interface IntervalCoverageOptions {
  draws: number;
  seed: number;
  replicates: number;
}

/** How often the two models' items share what makes their answers alike. */
const IN_COMMON = 0.6;

const PERMUTATIONS = 499;

/** Draws items and answers anew `draws` times. Where a bootstrap has no interval, its share stands. */
export function intervalCoverage(
  planted: PlantedItems,
  { draws, seed, replicates }: IntervalCoverageOptions,
): IntervalCoverage {
  const [trueA, trueB] = planted.shares;
  const zeros = () => trueA.map(() => 0);
  const empty = () => ({ clustered: zeros(), bootstrap: zeros() });
  const coverage = {
    shares: { ...empty(), naive: zeros(), widths: empty() },
    differences: { ...empty(), naive: null, widths: empty() },
    rejected: zeros(),
    restsOn: zeros(),
  };
  const generator = xoroshiro128plus(seed);
  for (let draw = 0; draw < draws; draw++) {
    const counts = plantCounts(planted, () => uniformFloat64(generator));
    const resampled = resampling({ seed: seed + draw, replicates });
    const whole = counts.a.techniques.map((column) => Int32Array.from(column));
    resampledShares({ columns: whole, stratum: "planted" }, resampled).forEach((share, k) => {
      const [truth, { low, high, naive_low, naive_high }] = [trueA[k] ?? 0, share];
      const [from, to] = [share.boot_low ?? share.share, share.boot_high ?? share.share];
      add(coverage.shares, { k, truth, draws, clustered: [low, high], bootstrap: [from, to] });
      addTo(coverage.shares.naive, k, holds([naive_low, naive_high], truth) / draws);
      addTo(coverage.restsOn, k, share.rests_on / draws);
    });
    const weights = resampled.weights("planted", planted.items);
    const flips = drawSignFlips(planted.items, { seed: seed + draw, permutations: PERMUTATIONS });
    pairedOutcomes(counts, weights).slice(0, trueA.length).forEach((outcome, k) => {
      const { low, high, difference } = pairedDifference(outcome);
      const { boot_low, boot_high } = bootstrapOf(
        outcome,
        resampledSums(outcome.differences, weights),
      );
      const truth = (trueA[k] ?? 0) - (trueB[k] ?? 0);
      const bootstrap = [boot_low ?? difference, boot_high ?? difference] as const;
      add(coverage.differences, { k, truth, draws, clustered: [low, high], bootstrap });
      addTo(coverage.rejected, k, Number(signFlipP(outcome.differences, flips) <= 0.05) / draws);
    });
  }
  return coverage;
}

type Ends = readonly [number | null, number | null];

interface Found {
  k: number;
  truth: number;
  draws: number;
  clustered: Ends;
  bootstrap: Ends;
}

function add(coverage: MethodCoverage, { k, truth, draws, ...intervals }: Found): void {
  for (const method of ["clustered", "bootstrap"] as const) {
    const [low, high] = intervals[method];
    addTo(coverage[method], k, holds([low, high], truth) / draws);
    addTo(coverage.widths[method], k, ((high ?? 1) - (low ?? 0)) / draws);
  }
}

function addTo(sums: number[], k: number, value: number): void {
  sums[k] = (sums[k] ?? 0) + value;
}

function holds([low, high]: Ends, truth: number): number {
  const rounding = 1e-12;
  return Number(
    low !== null && high !== null && low - rounding <= truth && truth <= high + rounding,
  );
}

function bootstrapOf({ resampledPrompts, tail }: PairedOutcome, numerators: ArrayLike<number>) {
  return percentileInterval({ numerators, denominators: resampledPrompts, tail });
}

/**
 * Each answer takes its item's class with probability √icc, else one of its own; where one class
 * clusters, an item decides only whether an answer is in that class.
 */
function plantCounts(planted: PlantedItems, random: () => number): PairedCounts {
  if (planted.byDegrees === true) return plantByDegrees(planted, random);
  const { items, wordings, shares: [sharesA, sharesB], icc, clustering } = planted;
  const [a, b] = [emptyColumns(items), emptyColumns(items)];
  for (let item = 0; item < items; item++) {
    const uniformA = random();
    const uniformB = random() < IN_COMMON ? uniformA : random();
    for (let wording = 0; wording < wordings; wording++) {
      for (
        const [columns, shares, own] of [[a, sharesA, uniformA], [b, sharesB, uniformB]] as const
      ) {
        const chance = random() < Math.sqrt(icc) ? own : random();
        const k = clustering === undefined
          ? classAt(shares, chance)
          : oneClustering(shares, { chance, clustering, random });
        const column = columns.techniques[k];
        if (column !== undefined) column[item] = (column[item] ?? 0) + 1;
      }
    }
  }
  const prompts = new Int32Array(items).fill(wordings);
  return { a, b, prompts, expecting: new Int32Array(items) };
}

function plantByDegrees(planted: PlantedItems, random: () => number): PairedCounts {
  const { items, wordings, shares: [shares], icc } = planted;
  const [a, b] = [emptyColumns(items), emptyColumns(items)];
  for (let item = 0; item < items; item++) {
    const chancesA = drawChances(shares, { icc, random });
    const chancesB = random() < IN_COMMON ? chancesA : drawChances(shares, { icc, random });
    for (const [columns, chances] of [[a, chancesA], [b, chancesB]] as const) {
      for (let wording = 0; wording < wordings; wording++) {
        const column = columns.techniques[classAt(chances, random())];
        if (column !== undefined) column[item] = (column[item] ?? 0) + 1;
      }
    }
  }
  const prompts = new Int32Array(items).fill(wordings);
  return { a, b, prompts, expecting: new Int32Array(items) };
}

function emptyColumns(items: number) {
  const techniques = Array.from({ length: 6 }, () => new Float64Array(items));
  return { techniques, expected: new Float64Array(items) };
}

function classAt(shares: readonly number[], chance: number): number {
  let rest = chance;
  const index = shares.findIndex((share) => (rest -= share) < 0);
  return index === -1 ? shares.length - 1 : index;
}

interface OneClustering {
  chance: number;
  clustering: number;
  random: () => number;
}

function oneClustering(
  shares: readonly number[],
  { chance, clustering, random }: OneClustering,
): number {
  const share = shares[clustering] ?? 0;
  if (chance < share) return clustering;
  const others = shares.map((other, k) => k === clustering ? 0 : other / (1 - share));
  return classAt(others, random());
}
