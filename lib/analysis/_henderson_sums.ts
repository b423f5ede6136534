import { crossLevels, type Levels } from "./bootstrap/cross_levels.ts";
import type { CrossedRows, Factor } from "./_item_block.ts";
import type { ItemSums } from "./_sums_layout.ts";

/** What the quadratic forms of Henderson's method I, and their expectations, are made of. */
export interface HendersonSums {
  rows: number;
  /** Per factor: how many levels occur. */
  levels: Float64Array;
  /** At [f · F + g]: Σ_l Σ_k n_lk² / n_l, by which σ²_g counts in the expectation of f's form. */
  counts: Float64Array;
  /** At [f · O + o]: Σ_l S_l² / n_l, f's form. */
  squares: Float64Array;
  /** Per outcome: how many rows have it. */
  totals: Float64Array;
}

/** How the levels of factors across items are made of cells. */
export interface CellFactors {
  factors: readonly Factor[];
  outcomes: number;
  /** Per factor across items, the level that each cell has. */
  cellLevels: readonly Uint32Array[];
  /** Each two factors across items, f < g, with the pair of levels that each cell has. */
  pairs: readonly CellPair[];
}

interface CellPair extends Levels {
  f: number;
  g: number;
  /** The level of f, and that of g, in each pair of levels. */
  l: Uint32Array;
  k: Uint32Array;
}

/** What {@linkcode sumsOf} must know beside the sums, whichever items these are of. */
export function cellFactorsOf({ factors, cells, outcomes }: CrossedRows): CellFactors {
  const cellLevels = factors.map((factor) =>
    factor.within ? new Uint32Array() : ofCells(factor.codes, cells)
  );
  return { factors, cellLevels, pairs: pairsOf(factors, cellLevels), outcomes: outcomes.count };
}

/** Sums by factor from sums by cell and item. */
export function sumsOf(of: CellFactors, all: ItemSums): HendersonSums {
  const { factors, cellLevels, outcomes } = of;
  const width = factors.length;
  const rows = all.rows[0] ?? 0;
  const [counts, squares, levels] = [all.within.slice(), all.squares.slice(), all.levels.slice()];
  const sizes = factors.map(({ within, count }, f) => {
    if (within) return NOTHING;
    const ofCell = cellLevels[f] ?? NO_LEVELS;
    const n = gather(all.n, { ofCell, count, width: 1 });
    const sums = gather(all.sums, { ofCell, count, width: outcomes });
    for (let at = 0; at < sums.length; at++) {
      const to = f * outcomes + at % outcomes;
      const size = n[Math.floor(at / outcomes)] ?? 0;
      if (size > 0) squares[to] = (squares[to] ?? 0) + (sums[at] ?? 0) ** 2 / size;
    }
    levels[f] = n.reduce((occur, size) => occur + Number(size > 0), 0);
    counts[f * width + f] = rows;
    return n;
  });
  for (const [at, squared] of all.across) {
    counts[at] = perRow(squared, sizes[Math.floor(at / width)] ?? NOTHING);
  }
  for (const pair of of.pairs) addPair(all.n, { pair, counts, sizes });
  const totals = gather(all.sums, {
    ofCell: cellLevels[0] ?? NO_LEVELS,
    count: 1,
    width: outcomes,
  });
  return { rows, levels, counts, squares, totals };
}

const NOTHING = new Float64Array();
const NO_LEVELS = new Uint32Array();

/** The level of each cell, which is that of any row (or, for cells of cells, any cell) in it. */
function ofCells(codes: Uint32Array, cells: Levels): Uint32Array {
  const levels = new Uint32Array(cells.count);
  for (let row = 0; row < codes.length; row++) levels[cells.codes[row] ?? 0] = codes[row] ?? 0;
  return levels;
}

function pairsOf(factors: readonly Factor[], cellLevels: readonly Uint32Array[]): CellPair[] {
  return factors.flatMap((one, f) =>
    factors.flatMap((other, g): CellPair[] => {
      const [ofOne, ofOther] = [cellLevels[f], cellLevels[g]];
      if (g <= f || one.within || other.within || !ofOne || !ofOther) return [];
      const levels = crossLevels(
        { codes: ofOne, count: one.count },
        { codes: ofOther, count: other.count },
      );
      const [l, k] = [ofCells(ofOne, levels), ofCells(ofOther, levels)];
      return [{ f, g, ...levels, l, k }];
    })
  );
}

/** Adds up cells' values by level, `width` values to each. */
function gather(
  values: Float64Array,
  { ofCell, count, width }: { ofCell: Uint32Array; count: number; width: number },
): Float64Array {
  const sums = new Float64Array(count * width);
  for (let cell = 0; cell < ofCell.length; cell++) {
    const to = (ofCell[cell] ?? 0) * width;
    for (let o = 0; o < width; o++) {
      sums[to + o] = (sums[to + o] ?? 0) + (values[cell * width + o] ?? 0);
    }
  }
  return sums;
}

function perRow(squared: Float64Array, sizes: Float64Array): number {
  let sum = 0;
  for (let l = 0; l < squared.length; l++) {
    const size = sizes[l] ?? 0;
    if (size > 0) sum += (squared[l] ?? 0) / size;
  }
  return sum;
}

interface AddPair {
  pair: CellPair;
  counts: Float64Array;
  sizes: readonly Float64Array[];
}

function addPair(
  n: Float64Array,
  { pair: { f, g, codes, count, l, k }, counts, sizes }: AddPair,
): void {
  const met = gather(n, { ofCell: codes, count, width: 1 });
  const [ofF, ofG] = [sizes[f] ?? NOTHING, sizes[g] ?? NOTHING];
  let [one, other] = [0, 0];
  for (let at = 0; at < count; at++) {
    const rows = met[at] ?? 0;
    if (rows === 0) continue;
    one += rows * rows / (ofF[l[at] ?? 0] ?? 1);
    other += rows * rows / (ofG[k[at] ?? 0] ?? 1);
  }
  counts[f * sizes.length + g] = one;
  counts[g * sizes.length + f] = other;
}
