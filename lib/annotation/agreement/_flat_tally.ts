import type { Tally } from "./cluster_bootstrap.ts";

/** A tally's counts by cluster, as parallel lists: what is not 0 only, so that adding up is fast. */
export interface FlatTally {
  width: number;
  clusters: Int32Array;
  positions: Int32Array;
  values: Float64Array;
}

/** Adds a tally's rows up to clusters; `clusterOf` gives each row's cluster by number. */
export function flattenTally(tally: Tally, clusterOf: readonly number[]): FlatTally {
  const { width, entries } = tally;
  const byCell = new Map<number, number>();
  clusterOf.forEach((cluster, row) => {
    for (const [position, value] of entries(row)) {
      const cell = cluster * width + position;
      byCell.set(cell, (byCell.get(cell) ?? 0) + value);
    }
  });
  const cells = [...byCell.keys()];
  return {
    width,
    clusters: Int32Array.from(cells, (cell) => Math.floor(cell / width)),
    positions: Int32Array.from(cells, (cell) => cell % width),
    values: Float64Array.from(byCell.values()),
  };
}

/** The counts of a sample in which cluster c occurs `weights[c]` times. */
export function addUp(flat: FlatTally, weights: Float64Array): number[] {
  const { width, clusters, positions, values } = flat;
  const counts = Array<number>(width).fill(0);
  for (let i = 0; i < values.length; i++) {
    const position = positions[i] ?? 0;
    const value = (values[i] ?? 0) * (weights[clusters[i] ?? 0] ?? 0);
    counts[position] = (counts[position] ?? 0) + value;
  }
  return counts;
}
