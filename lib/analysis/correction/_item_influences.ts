import type { GoldEntry, Tally } from "./tally.ts";

/** How much one answer, and one gold answer on top of that, moves each of some estimates. */
export interface Influences {
  /** Per row: what any answer in it adds to each estimate. */
  answer: readonly (readonly number[])[];
  /** What a gold answer adds besides. */
  gold: (entry: GoldEntry) => readonly number[];
}

/** Per item: the sum of its answers' influences on each estimate. */
export function itemInfluences(tally: Tally, { answer, gold }: Influences): number[][] {
  const estimates = answer[0]?.length ?? 0;
  const sums = tally.judged.map((counts) => {
    const sum = Array<number>(estimates).fill(0);
    counts.forEach((count, row) => {
      if (count > 0) addTo(sum, answer[row] ?? [], count);
    });
    return sum;
  });
  for (const entry of tally.gold) addTo(sums[entry.item] ?? [], gold(entry), 1);
  return sums;
}

/**
 * The variances of linearised estimates: m/(m−1) Σ_i (Σ influences of item i)², m items (the
 * 'ultimate cluster' variance, as `clusterVariance` takes it for shares).
 *
 * @param parts Tallies of one frame, each with its influences per item, to be added up.
 */
export function varianceByItem(
  parts: readonly { tally: Tally; influences: readonly (readonly number[])[] }[],
): number[] {
  const frame = parts[0]?.tally.judged ?? [];
  const present = frame.filter((_, item) =>
    parts.some(({ tally }) => tally.judged[item]?.some((count) => count > 0))
  );
  const squares = (parts[0]?.influences[0] ?? []).map(() => 0);
  frame.forEach((_, item) => {
    squares.forEach((square, k) => {
      const sum = parts.reduce((all, { influences }) => all + (influences[item]?.[k] ?? 0), 0);
      squares[k] = square + sum ** 2;
    });
  });
  return squares.map((square) => square * present.length / (present.length - 1));
}

function addTo(sums: number[], values: readonly number[], times: number): void {
  values.forEach((value, k) => sums[k] = (sums[k] ?? 0) + times * value);
}
