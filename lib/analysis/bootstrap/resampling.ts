import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { hashedUniform } from "../../base/hashed_uniform.ts";

/** How a bootstrap over items draws. */
export interface ResamplingOptions {
  /** What all draws follow from. Default: 1. */
  seed?: number;
  /** How often the items are drawn anew. Default: 2,000. */
  replicates?: number;
}

/** How often each item is drawn in each replicate. */
export interface ItemWeights {
  items: number;
  replicates: number;
  /** By item, then by replicate. */
  counts: Uint16Array;
  /** The largest of these. Default: not known, and sums take longer. */
  most?: number;
}

/** Draws that several tables share; see {@linkcode resampling}. */
export interface Resampling extends Required<ResamplingOptions> {
  /** The weights of so many items of a stratum; the same object for the same arguments. */
  weights(stratum: string, items: number): ItemWeights;
}

/** How often items are drawn anew, unless something else is asked for. */
export const REPLICATES = 2000;

/**
 * A bootstrap over items: each replicate draws as many items as there are, with replacement, and
 * takes all answers to a drawn item with it (Davison and Hinkley 1997, Bootstrap Methods and their
 * Application, 3.8; Field and Welsh 2007, "Bootstrapping clustered data", JRSS B 69, 369–390).
 *
 * All that a replicate needs to know is how often it drew each item, so that no row is ever copied,
 * and all models and techniques share the draws: their differences are resampled in pairs. Datasets
 * are strata: each draws among its own items. What is drawn follows from the seed, the stratum's
 * name and how many items it has.
 */
export function resampling(options: ResamplingOptions | Resampling = {}): Resampling {
  if ("weights" in options) return options;
  const { seed = 1, replicates = REPLICATES } = options;
  const drawn = new Map<string, ItemWeights>();
  return {
    ...{ seed, replicates },
    weights(stratum, items) {
      const key = JSON.stringify([stratum, items]);
      const found = drawn.get(key);
      if (found !== undefined) return found;
      const weights = drawWeights(seedOf("bootstrap", seed, key), { items, replicates });
      drawn.set(key, weights);
      return weights;
    },
  };
}

function drawWeights(seed: number, size: Omit<ItemWeights, "counts" | "most">): ItemWeights {
  const { items, replicates } = size;
  const counts = new Uint16Array(items * replicates);
  const generator = xoroshiro128plus(seed);
  for (let replicate = 0; replicate < replicates; replicate++) {
    for (let draw = 0; draw < items; draw++) {
      const index = uniformInt(generator, 0, items - 1) * replicates + replicate;
      counts[index] = (counts[index] ?? 0) + 1;
    }
  }
  let most = 0;
  for (let index = 0; index < counts.length; index++) most = Math.max(most, counts[index] ?? 0);
  return { ...size, counts, most };
}

/** A seed for one purpose, from keys. */
export function seedOf(...keys: readonly (string | number)[]): number {
  return Math.floor(hashedUniform(...keys) * 2 ** 32) | 0;
}
