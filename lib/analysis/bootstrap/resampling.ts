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

/** So many replicates are drawn at a time: their counts stay near the processor, as all would not. */
const AT_A_TIME = 16;

function drawWeights(seed: number, size: Pick<ItemWeights, "items" | "replicates">): ItemWeights {
  const { items, replicates } = size;
  const counts = new Uint16Array(items * replicates);
  const few = new Uint16Array(items * AT_A_TIME);
  const generator = xoroshiro128plus(seed);
  let most = 0;
  for (let first = 0; first < replicates; first += AT_A_TIME) {
    const width = Math.min(AT_A_TIME, replicates - first);
    few.fill(0);
    for (let r = 0; r < width; r++) {
      for (let draw = 0; draw < items; draw++) {
        const index = uniformInt(generator, 0, items - 1) * AT_A_TIME + r;
        few[index] = (few[index] ?? 0) + 1;
      }
    }
    for (let item = 0; item < items; item++) {
      for (let r = 0; r < width; r++) {
        const count = few[item * AT_A_TIME + r] ?? 0;
        counts[item * replicates + first + r] = count;
        if (count > most) most = count;
      }
    }
  }
  return { ...size, counts, most };
}

/** A seed for one purpose, from keys. */
export function seedOf(...keys: readonly (string | number)[]): number {
  return Math.floor(hashedUniform(...keys) * 2 ** 32) | 0;
}
