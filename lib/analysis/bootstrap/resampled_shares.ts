import { type ClusteredShare, clusteredShareOf, effectiveSample } from "../clustered_shares.ts";
import { type BootstrapInterval, expandedTail, percentileInterval } from "./percentile_interval.ts";
import { resampledSums } from "./resampled_sums.ts";
import type { Resampling } from "./resampling.ts";

/** A share with the interval of a bootstrap over items beside the others. */
export interface ResampledShare extends ClusteredShare, BootstrapInterval {}

/** Answers whose shares are resampled. */
export interface ResampledShares {
  /** Their numbers per item, one column per technique; see `CountCube`. */
  columns: readonly Int32Array[];
  /** The dataset that the items belong to. */
  stratum: string;
  /**
   * The classes that shares are wanted of, each as the columns that make it up. Default: every
   * column is one.
   */
  classes?: readonly (readonly number[])[];
}

/** Shares of classes, with intervals both by variance over items and by resampling items. */
export function resampledShares(
  { columns, stratum, classes = columns.map((_, k) => [k]) }: ResampledShares,
  resampling: Resampling,
): ResampledShare[] {
  const answered = answeredColumns(columns);
  const sample = effectiveSample(answered);
  if (sample.n === 0) {
    return classes.map(() => ({
      ...clusteredShareOf([], sample),
      boot_low: null,
      boot_high: null,
    }));
  }
  const weights = resampling.weights(stratum, sample.items);
  const denominators = resampledSums(sample.sizes, weights);
  const tail = expandedTail(sample.items);
  return classes.map((members) => {
    const column = sumOf(members.map((k) => answered[k] ?? new Int32Array(sample.items)));
    const share = clusteredShareOf(column, sample);
    const sure = share.count === 0 || share.count === sample.n;
    const numerators = sure ? [] : resampledSums(column, weights);
    return { ...share, ...percentileInterval({ numerators, denominators, tail }) };
  });
}

/** The columns without the items that have no answers in any of them. */
function answeredColumns(columns: readonly Int32Array[]): Int32Array[] {
  const kept: number[] = [];
  const items = columns[0]?.length ?? 0;
  for (let item = 0; item < items; item++) {
    if (columns.some((column) => column[item] !== 0)) kept.push(item);
  }
  if (kept.length === items) return [...columns];
  return columns.map((column) => Int32Array.from(kept, (item) => column[item] ?? 0));
}

function sumOf(columns: readonly Int32Array[]): Int32Array {
  const [first = new Int32Array(), ...others] = columns;
  if (others.length === 0) return first;
  return first.map((value, i) => others.reduce((sum, column) => sum + (column[i] ?? 0), value));
}
