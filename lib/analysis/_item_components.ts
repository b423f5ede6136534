import type { ItemComponents } from "./items_needed.ts";

/**
 * As {@linkcode ItemComponents}; `within` is null where each item has one prompt: `between` is then the
 * variance of both together. `between` can be below 0 here.
 */
export type PromptComponents = Omit<ItemComponents, "within"> & { within: number | null };

/**
 * Components of prompts' values by the analysis of variance of items: MS_w = Σ (y − ȳ_i)² / (n − m) and
 * MS_b = Σ n_i (ȳ_i − ȳ)² / (m − 1); σ²_w = MS_w, σ²_b = (MS_b − MS_w) / n₀ with n₀ = (n − Σ n_i² / n) /
 * (m − 1) (Searle, Casella and McCulloch 1992, Variance Components, section 3.6). Both are without bias,
 * also of 0/1 values and of items with different numbers of prompts.
 *
 * @param values One per prompt; NaN where there is none.
 * @returns Null with fewer than two items.
 */
export function itemComponents(
  values: Float64Array,
  { itemOf, items }: ItemsOfPrompts,
): PromptComponents | null {
  return componentsOf(momentsOf(values, { itemOf, items }));
}

/** Which prompts are of one item. */
export interface ItemsOfPrompts {
  /** Each prompt's item, from 0. */
  itemOf: Uint32Array;
  items: number;
}

/**
 * The same of the differences between each two of several models' values, in order of the pairs.
 *
 * @param byModel Per model, as in {@linkcode itemComponents}.
 */
export function differenceComponents(
  byModel: readonly Float64Array[],
  of: ItemsOfPrompts,
): (PromptComponents | null)[] {
  const moments = byModel.map((values) => momentsOf(values, of));
  // One list serves all pairs.
  const differences = new Float64Array(of.itemOf.length);
  return byModel.flatMap((one, model) =>
    byModel.slice(model + 1).map((other, later) => {
      const [ofOne, ofOther] = [moments[model], moments[model + 1 + later]];
      // Where no prompt is left out, nearly all that a difference needs has been added up.
      if (ofOne?.n === one.length && ofOther?.n === one.length) {
        return componentsOf(momentsOfDifference(ofOne, ofOther, dotProduct(one, other)));
      }
      for (let prompt = 0; prompt < differences.length; prompt++) {
        differences[prompt] = (one[prompt] ?? NaN) - (other[prompt] ?? NaN);
      }
      return itemComponents(differences, of);
    })
  );
}

/** What the analysis of variance is made of. */
interface Moments {
  n: number;
  sum: number;
  squares: number;
  /** Per item: prompts with a value, and the sum of their values. */
  sizes: Float64Array;
  sums: Float64Array;
}

function momentsOf(values: Float64Array, { itemOf, items }: ItemsOfPrompts): Moments {
  const [sizes, sums] = [new Float64Array(items), new Float64Array(items)];
  let [n, sum, squares] = [0, 0, 0];
  for (let prompt = 0; prompt < values.length; prompt++) {
    const value = values[prompt] ?? NaN;
    if (Number.isNaN(value)) continue;
    const item = itemOf[prompt] ?? 0;
    sizes[item] = (sizes[item] ?? 0) + 1;
    sums[item] = (sums[item] ?? 0) + value;
    n++;
    sum += value;
    squares += value * value;
  }
  return { n, sum, squares, sizes, sums };
}

function momentsOfDifference(one: Moments, other: Moments, products: number): Moments {
  return {
    ...{ n: one.n, sum: one.sum - other.sum, sizes: one.sizes },
    squares: one.squares + other.squares - 2 * products,
    sums: one.sums.map((sum, item) => sum - (other.sums[item] ?? 0)),
  };
}

function dotProduct(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let prompt = 0; prompt < one.length; prompt++) {
    sum += (one[prompt] ?? 0) * (other[prompt] ?? 0);
  }
  return sum;
}

function componentsOf({ n, sum, squares, sizes, sums }: Moments): PromptComponents | null {
  let [m, ofItems, sizesSquared] = [0, 0, 0];
  for (let item = 0; item < sizes.length; item++) {
    const size = sizes[item] ?? 0;
    if (size === 0) continue;
    m++;
    ofItems += (sums[item] ?? 0) ** 2 / size;
    sizesSquared += size * size;
  }
  if (m < 2) return null;
  const msBetween = (ofItems - sum * sum / n) / (m - 1);
  if (n === m) return { between: msBetween, within: null };
  const within = (squares - ofItems) / (n - m);
  const size = (n - sizesSquared / n) / (m - 1);
  return { between: (msBetween - within) / size, within };
}

/** The mean of several estimates, `between` raised to 0; null where there are none. */
export function meanComponents(
  estimates: readonly (PromptComponents | null)[],
): PromptComponents | null {
  const known = estimates.filter((found) => found !== null);
  if (known.length === 0) return null;
  const mean = (value: (found: PromptComponents) => number) =>
    known.reduce((sum, found) => sum + value(found), 0) / known.length;
  const isTold = known.every(({ within }) => within !== null);
  // Only after averaging, as raising each estimate to 0 would make the mean too large.
  const between = Math.max(0, mean((found) => found.between));
  return { between, within: isTold ? Math.max(0, mean(({ within }) => within ?? 0)) : null };
}
