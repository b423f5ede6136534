import { studentT95, Z_95 } from "./student_t.ts";

/** Variances of prompts' values, seen as items with prompts in them. */
export interface ItemComponents {
  /** Of items' expected values, at least 0. */
  between: number;
  /** Of prompts of one item, at least 0. */
  within: number;
}

/** How many items of how many prompts a study has. */
export interface StudySize {
  items: number;
  /** Prompts of each item. */
  prompts: number;
}

/**
 * Half the width of the 95 % interval of a mean over prompts that cluster by item: t √((σ²_b + σ²_w / k)
 * / m), m items of k prompts, t with m − 1 degrees of freedom. It is two-stage sampling's variance
 * (Cochran 1977, Sampling Techniques, 3rd ed., 10.3 and 10.6, both stages from many), which is that of
 * independent prompts, (σ²_b + σ²_w) / mk, times Kish's design effect 1 + (k − 1) ρ, with
 * ρ = σ²_b / (σ²_b + σ²_w) (Kish 1965, Survey Sampling, 5.4).
 *
 * @returns Null with fewer than two items.
 */
export function halfWidthOf(
  { between, within }: ItemComponents,
  { items, prompts }: StudySize,
): number | null {
  if (items < 2) return null;
  return studentT95(items - 1) * Math.sqrt((between + within / prompts) / items);
}

/** Options of {@linkcode itemsNeeded}. */
export interface ItemsNeededOptions {
  /** The half-width to reach, above 0. */
  halfWidth: number;
  /** Prompts of each item: wordings × viewpoints. */
  prompts: number;
}

/** More items than this are no plan. */
const MOST_ITEMS = 1_000_000;

/**
 * The least number of items with which the 95 % interval is no wider than ± `halfWidth`, by
 * {@linkcode halfWidthOf}; at least 2.
 *
 * @throws {RangeError} where the half-width or the number of prompts is not above 0, or it would take
 * more than a million items.
 */
export function itemsNeeded(
  components: ItemComponents,
  { halfWidth, prompts }: ItemsNeededOptions,
): number {
  if (!(halfWidth > 0) || !(prompts > 0)) {
    throw new RangeError(
      `Cannot plan for a half-width of ${halfWidth} with ${prompts} prompts of each item.`,
    );
  }
  const variance = components.between + components.within / prompts;
  // Student's t is always above z, so that no fewer items can do; the few more are counted up.
  let items = Math.max(2, Math.ceil(Z_95 ** 2 * variance / halfWidth ** 2));
  if (items > MOST_ITEMS) {
    throw new RangeError(`A half-width of ${halfWidth} would take more than ${MOST_ITEMS} items.`);
  }
  while ((halfWidthOf(components, { items, prompts }) ?? Infinity) > halfWidth) items++;
  return items;
}
