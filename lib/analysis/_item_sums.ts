import { crossLevels, type Levels } from "./_code_levels.ts";
import { addUpItem, type CrossedRows, type Factor, type ItemBlock } from "./_item_block.ts";

/** All items' sums, from which {@linkcode sumsOf} makes those that components are solved from. */
export interface ItemSums {
  factors: readonly Factor[];
  /** Per factor across items, the level that each cell has. */
  cellLevels: readonly Uint32Array[];
  /** Each two factors across items, f < g, with the pair of levels that each cell has. */
  pairs: readonly CellPair[];
  outcomes: number;
  rows: number;
  items: ItemBlock[];
  /** Rows of each cell, and sums of the outcomes cell after cell. */
  n: Float64Array;
  sums: Float64Array;
  /** As in {@linkcode ItemBlock}, over all items; levels counted, for factors within items. */
  within: Float64Array;
  squares: Float64Array;
  levels: Float64Array;
  /** At f · F + g, f across and g within items: Σ_k n_lk² of each level l of f. */
  across: Map<number, Float64Array>;
}

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

interface CellPair extends Levels {
  f: number;
  g: number;
  /** The level of f, and that of g, in each pair of levels. */
  l: Uint32Array;
  k: Uint32Array;
}

/** The least length of the list that serves for counting. */
const SCRATCH = 2 ** 18;

/** Adds up rows item by item. `starts` has each item's first row, and last the number of rows. */
export function addUpItems(data: CrossedRows, starts: ArrayLike<number>): ItemSums {
  const { factors, cells, outcomes } = data;
  const width = factors.length;
  const most = Math.max(SCRATCH, cells.count, ...factors.map(({ count }) => count));
  const scratch = new Int32Array(most);
  const cellLevels = factors.map((factor) =>
    factor.within ? new Uint32Array() : ofCells(factor.codes, cells)
  );
  const all: ItemSums = {
    ...{ factors, cellLevels, pairs: pairsOf(factors, cellLevels), items: [], rows: 0 },
    outcomes: outcomes.length,
    n: new Float64Array(cells.count),
    sums: new Float64Array(cells.count * outcomes.length),
    within: new Float64Array(width * width),
    squares: new Float64Array(width * outcomes.length),
    levels: new Float64Array(width),
    across: new Map(),
  };
  for (let item = 0; item + 1 < starts.length; item++) {
    const [start, end] = [starts[item] ?? 0, starts[item + 1] ?? 0];
    const block = addUpItem(data, { start, end, scratch });
    all.items.push(block);
    addBlock(all, block, 1);
  }
  return all;
}

/** The sums of all items. */
export function sumsOf(all: ItemSums): HendersonSums {
  const { factors, cellLevels, outcomes, rows } = all;
  const width = factors.length;
  const counts = all.within.slice();
  const squares = all.squares.slice();
  const levels = all.levels.slice();
  const sizes = factors.map(({ within, count }, f) => {
    if (within) return new Float64Array();
    const ofCell = cellLevels[f] ?? new Uint32Array();
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
  for (const pair of all.pairs) addPair(all, { pair, counts, sizes });
  const ofMean = cellLevels[0] ?? new Uint32Array();
  const totals = gather(all.sums, { ofCell: ofMean, count: 1, width: outcomes });
  return { rows, levels, counts, squares, totals };
}

/** The sums of all items but one. */
export function sumsWithout(all: ItemSums, item: ItemBlock): HendersonSums {
  const rest: ItemSums = {
    ...all,
    n: all.n.slice(),
    sums: all.sums.slice(),
    within: all.within.slice(),
    squares: all.squares.slice(),
    levels: all.levels.slice(),
    across: new Map([...all.across].map(([at, squared]) => [at, squared.slice()])),
  };
  addBlock(rest, item, -1);
  return sumsOf(rest);
}

const NOTHING = new Float64Array();

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
  if (width === 1) {
    for (let cell = 0; cell < ofCell.length; cell++) {
      const to = ofCell[cell] ?? 0;
      sums[to] = (sums[to] ?? 0) + (values[cell] ?? 0);
    }
    return sums;
  }
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
  { n, factors }: ItemSums,
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
  counts[f * factors.length + g] = one;
  counts[g * factors.length + f] = other;
}

/** Adds an item (`times` 1) or takes it out again (−1). */
function addBlock(all: ItemSums, item: ItemBlock, times: 1 | -1): void {
  const width = all.factors.length;
  all.rows += times * item.rows;
  addTo(all.n, item.cells.n, { times, at: item.cells.l });
  addTo(all.sums, item.cells.sums, { times, at: item.cells.l, width: all.outcomes });
  addTo(all.within, item.within, { times });
  addTo(all.squares, item.squares, { times });
  item.levels.forEach((l, f) => {
    if (all.factors[f]?.within === true) all.levels[f] = (all.levels[f] ?? 0) + times * l.length;
  });
  for (const [at, part] of item.across) {
    const f = Math.floor(at / width);
    const squared = all.across.get(at) ?? new Float64Array(all.factors[f]?.count ?? 0);
    all.across.set(at, squared);
    addTo(squared, part, { times, at: item.levels[f] });
  }
}

interface AddToOptions {
  times: number;
  /** Which places of the target the values go to, `width` values to each. Default: one by one. */
  at?: Uint32Array | undefined;
  width?: number;
}

function addTo(
  target: Float64Array,
  values: Float64Array,
  { times, at, width = 1 }: AddToOptions,
): void {
  for (let i = 0; i < values.length; i++) {
    const to = at === undefined ? i : (at[Math.floor(i / width)] ?? 0) * width + i % width;
    target[to] = (target[to] ?? 0) + times * (values[i] ?? 0);
  }
}
