import { effectiveSample } from "./clustered_shares.ts";
import { pairedDifference } from "./paired_difference.ts";
import type { Interval } from "./wilson_interval.ts";

/** What one item's pairs say: how many there are, and with the class on either side. */
export interface PairedCounts {
  pairs: number;
  a: number;
  b: number;
}

/**
 * The 95 % interval of a difference of shares over pairs that cluster by item:
 * {@linkcode pairedDifference} of a class against all others.
 *
 * @param items One entry per item, each with a pair.
 */
export function clusteredDifference(items: readonly PairedCounts[]): Interval {
  const [a, b] = [
    Float64Array.from(items, (item) => item.a),
    Float64Array.from(items, (item) => item.b),
  ];
  const others = (of: "a" | "b") => Float64Array.from(items, (item) => item.pairs - item[of]);
  const [sampleA, sampleB] = [effectiveSample([a, others("a")]), effectiveSample([b, others("b")])];
  const { low, high } = pairedDifference({ a, b, sampleA, sampleB });
  return { low, high };
}
