import { TECHNIQUES } from "../../base/vocabulary.ts";
import { type EffectiveSample, effectiveSample } from "../clustered_shares.ts";
import type { PairedColumns, PairedCounts } from "./paired_counts.ts";
import { expandedTail } from "./percentile_interval.ts";
import { resampledSums } from "./resampled_sums.ts";
import type { ItemWeights } from "./resampling.ts";

/** One outcome of two models on the same prompts, in counts per item. */
export interface PairedOutcome {
  a: Float64Array;
  b: Float64Array;
  /** a − b: whole numbers where there are no samples to split. */
  differences: Int32Array | Float64Array;
  sampleA: EffectiveSample;
  sampleB: EffectiveSample;
  /** All prompts, in every replicate. */
  resampledPrompts: ArrayLike<number>;
  /** Where a percentile interval takes its quantiles. */
  tail: number;
  /** Whether other pairs of models have the same lists a and b. */
  isShared: boolean;
}

/** The six techniques in code order, and last whether the answer was as expected. */
export function pairedOutcomes(
  { a, b, prompts, expecting, isShared = false }: PairedCounts,
  weights: ItemWeights,
): PairedOutcome[] {
  const ofTechniques = {
    isShared,
    ...samplesOf([a.techniques, b.techniques], { sizes: prompts, weights }),
  };
  const expected = [a, b].map((columns) => [columns.expected, othersOf(columns, expecting)]);
  const ofExpected = { isShared, ...samplesOf(expected, { sizes: expecting, weights }) };
  return [
    ...TECHNIQUES.map((_, k) => ({
      ...ofTechniques,
      ...sidesOf(a.techniques[k] ?? new Float64Array(), b.techniques[k] ?? new Float64Array()),
    })),
    { ...ofExpected, ...sidesOf(a.expected, b.expected) },
  ];
}

type Sides = Pick<PairedOutcome, "a" | "b" | "differences">;

function samplesOf(
  [a = [], b = []]: readonly (readonly Float64Array[])[],
  { sizes, weights }: { sizes: Int32Array; weights: ItemWeights },
): Omit<PairedOutcome, keyof Sides | "isShared"> {
  const [sampleA, sampleB] = [effectiveSample(a), effectiveSample(b)];
  const resampledPrompts = resampledSums(sizes, weights);
  return { sampleA, sampleB, resampledPrompts, tail: expandedTail(sampleA.items) };
}

function othersOf({ expected }: PairedColumns, expecting: Int32Array): Float64Array {
  return expected.map((count, i) => (expecting[i] ?? 0) - count);
}

/** Sums of samples' shares that differ by less are equal. */
const ROUNDING = 1e-9;

function sidesOf(a: Float64Array, b: Float64Array): Sides {
  const differences = a.map((value, i) => {
    const difference = value - (b[i] ?? 0);
    const whole = Math.round(difference);
    return Math.abs(difference - whole) < ROUNDING ? whole : difference;
  });
  const whole = differences.every(Number.isInteger);
  return { a, b, differences: whole ? Int32Array.from(differences) : differences };
}
