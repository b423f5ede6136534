import type { CrossedRows } from "./_item_block.ts";

/**
 * Sums over items that variance components are made of. Indices: factor f, its level l, factor g, its
 * level k, outcome o; the count of factors is F, that of outcomes O.
 */
export interface ItemSums {
  /** All of the below, one after the other: sums of other items are added or taken away in one go. */
  all: Float64Array;
  /** One number: how many rows. */
  rows: Float64Array;
  /** Rows of each cell, and sums of the outcomes cell after cell. */
  n: Float64Array;
  sums: Float64Array;
  /** At [f · F + g], for f within items: Σ_l Σ_k n_lk² / n_l. */
  within: Float64Array;
  /** At [f · O + o], for f within items: Σ_l S_l² / n_l. */
  squares: Float64Array;
  /** Per factor within items: how many levels occur. */
  levels: Float64Array;
  /** At f · F + g, for f across and g within items: Σ_k n_lk² of each level l of f. */
  across: Map<number, Float64Array>;
}

/** Sums of nothing, or `all` seen as sums. */
export function layOutSums(
  { factors, cells, outcomes }: Pick<CrossedRows, "factors" | "cells" | "outcomes">,
  given?: Float64Array,
): ItemSums {
  const width = factors.length;
  const pairs = factors.flatMap((across, f) =>
    across.within
      ? []
      : factors.flatMap(({ within }, g) =>
        within ? [{ at: f * width + g, levels: across.count }] : []
      )
  );
  const sizes = [1, cells.count, cells.count * outcomes.count, width * width];
  sizes.push(width * outcomes.count, width, ...pairs.map(({ levels }) => levels));
  const all = given ?? new Float64Array(sizes.reduce((sum, size) => sum + size, 0));
  let used = 0;
  const take = (size: number) => all.subarray(used, used += size);
  return {
    all,
    rows: take(1),
    n: take(cells.count),
    sums: take(cells.count * outcomes.count),
    within: take(width * width),
    squares: take(width * outcomes.count),
    levels: take(width),
    across: new Map(pairs.map(({ at, levels }) => [at, take(levels)])),
  };
}
