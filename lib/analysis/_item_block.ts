import type { Levels } from "./bootstrap/cross_levels.ts";
import type { ItemSums } from "./_sums_layout.ts";

/** A cause of variation, as the rows tell it. */
export interface Factor extends Levels {
  /** Whether each of its levels belongs to one item. */
  within: boolean;
}

/** 0/1 outcomes of rows. */
export interface Outcomes {
  /** Per row: bit o says whether it has outcome o. */
  bits: Uint8Array;
  /** How many there are: eight at most. */
  count: number;
}

/** Rows with their causes of variation and 0/1 outcomes; the rows of one item stand together. */
export interface CrossedRows {
  /** The first must be the same for all rows: it stands for the mean. */
  factors: readonly Factor[];
  /** All factors across items together: rows of one cell have the same level of each of them. */
  cells: Levels;
  outcomes: Outcomes;
}

/** Lists that adding up writes into, made once: items are many and small. */
export interface Scratch {
  /** Zeros, one per level of the factor that has most. */
  known: Int32Array;
  /** Zeros, for counting pairs of levels; grows where an item needs more. */
  table: Int32Array;
  /** Per factor: the levels of the item at hand. */
  locals: readonly LocalLevels[];
  ofOne: Float64Array;
  ofOther: Float64Array;
  /** Sums of the outcomes, level after level. */
  sums: Float64Array;
}

/** One item's own numbering of the levels of a factor that occur there. */
interface LocalLevels {
  /** Per row of the item. */
  codes: Uint32Array;
  /** How many occur; per level its number among all, and its rows. */
  count: number;
  l: Uint32Array;
  n: Float64Array;
}

/** The least length of the list that serves for counting. */
const TABLE = 2 ** 16;

/** Scratch for items of at most so many rows. */
export function makeScratch({ factors, outcomes }: CrossedRows, mostRows: number): Scratch {
  return {
    known: new Int32Array(Math.max(...factors.map(({ count }) => count))),
    table: new Int32Array(TABLE),
    locals: factors.map(() => ({
      ...{ codes: new Uint32Array(mostRows), count: 0 },
      ...{ l: new Uint32Array(mostRows), n: new Float64Array(mostRows) },
    })),
    ofOne: new Float64Array(mostRows),
    ofOther: new Float64Array(mostRows),
    sums: new Float64Array(mostRows * outcomes.count),
  };
}

/** Where an item's rows are: `end` is one after the last. */
export interface ItemRows {
  start: number;
  end: number;
}

/** Adds the rows of one item to sums. */
export function addUpItem(
  data: CrossedRows,
  { start, end, sums, scratch }: ItemRows & { sums: ItemSums; scratch: Scratch },
): void {
  const { factors, outcomes } = data;
  const width = factors.length;
  sums.rows[0] = (sums.rows[0] ?? 0) + end - start;
  addCells(data, { start, end, sums });
  factors.forEach(({ codes }, f) => numberLocally(codes, { start, end, scratch, f }));
  factors.forEach(({ within }, f) => {
    const one = scratch.locals[f];
    if (!within || one === undefined) return;
    sums.levels[f] = (sums.levels[f] ?? 0) + one.count;
    addSquares(one, { outcomes, start, end, scratch, squares: sums.squares, f });
    factors.forEach((factor, g) => {
      const other = scratch.locals[g];
      // Two factors within items meet twice; once counts for both.
      if (other === undefined || factor.within && g < f) return;
      countPairs(one, { other, rows: end - start, scratch });
      addTo(sums.within, f * width + g, perRow(scratch.ofOne, one));
      const squares = sums.across.get(g * width + f);
      if (squares !== undefined) scatter(scratch.ofOther, { to: squares, at: other });
      else if (g !== f) addTo(sums.within, g * width + f, perRow(scratch.ofOther, other));
    });
  });
}

function addCells(
  { cells, outcomes: { bits, count } }: CrossedRows,
  { start, end, sums: { n, sums } }: ItemRows & { sums: ItemSums },
): void {
  for (let row = start; row < end; row++) {
    const cell = cells.codes[row] ?? 0;
    n[cell] = (n[cell] ?? 0) + 1;
    let at = cell * count;
    for (let left = bits[row] ?? 0; left !== 0; left >>= 1, at++) {
      if ((left & 1) === 1) sums[at] = (sums[at] ?? 0) + 1;
    }
  }
}

function numberLocally(
  codes: Uint32Array,
  { start, end, scratch: { known, locals }, f }: ItemRows & { scratch: Scratch; f: number },
): void {
  const local = locals[f];
  if (local === undefined) return;
  const { l, n, codes: numbers } = local;
  let count = 0;
  for (let row = start; row < end; row++) {
    const code = codes[row] ?? 0;
    // Places are counted from 1, as 0 is what the list is filled with.
    let place = known[code] ?? 0;
    if (place === 0) {
      l[count] = code;
      n[count] = 0;
      place = ++count;
      known[code] = place;
    }
    numbers[row - start] = place - 1;
    n[place - 1] = (n[place - 1] ?? 0) + 1;
  }
  for (let level = 0; level < count; level++) known[l[level] ?? 0] = 0;
  local.count = count;
}

interface SquaresToAdd extends ItemRows {
  outcomes: Outcomes;
  scratch: Scratch;
  squares: Float64Array;
  f: number;
}

/** Adds, per outcome, Σ_l S_l² / n_l. */
function addSquares(
  { codes, count, n }: LocalLevels,
  { outcomes: { bits, count: width }, start, end, scratch: { sums }, squares, f }: SquaresToAdd,
): void {
  sums.fill(0, 0, count * width);
  for (let row = start; row < end; row++) {
    let at = (codes[row - start] ?? 0) * width;
    for (let left = bits[row] ?? 0; left !== 0; left >>= 1, at++) {
      if ((left & 1) === 1) sums[at] = (sums[at] ?? 0) + 1;
    }
  }
  for (let level = 0, at = 0; level < count; level++) {
    for (let o = 0; o < width; o++, at++) {
      const sum = sums[at] ?? 0;
      if (sum > 0) addTo(squares, f * width + o, sum * sum / (n[level] ?? 1));
    }
  }
}

interface PairsToCount {
  other: LocalLevels;
  rows: number;
  scratch: Scratch;
}

/** With n_lk the rows of two levels: Σ_k n_lk² of each l goes into `ofOne`, Σ_l n_lk² of each k into `ofOther`. */
function countPairs(one: LocalLevels, { other, rows, scratch }: PairsToCount): void {
  const { ofOne, ofOther } = scratch;
  ofOne.fill(0, 0, one.count);
  ofOther.fill(0, 0, other.count);
  if (one === other || other.count === 1) addSingle(one, [ofOne, ofOther]);
  else if (one.count === 1) addSingle(other, [ofOther, ofOne]);
  else addPairs(one, { other, rows, scratch });
}

/** Where there is one level on the other side. */
function addSingle({ count, n }: LocalLevels, [own, single]: [Float64Array, Float64Array]): void {
  for (let level = 0; level < count; level++) {
    const squared = (n[level] ?? 0) ** 2;
    own[level] = squared;
    single[0] = (single[0] ?? 0) + squared;
  }
}

function addPairs(one: LocalLevels, { other, rows, scratch }: PairsToCount): void {
  const width = other.count;
  if (one.count * width > scratch.table.length) {
    scratch.table = new Int32Array(2 * one.count * width);
  }
  const { table, ofOne, ofOther } = scratch;
  const [l, k] = [one.codes, other.codes];
  for (let row = 0; row < rows; row++) {
    const pair = (l[row] ?? 0) * width + (k[row] ?? 0);
    table[pair] = (table[pair] ?? 0) + 1;
  }
  // Each of a pair's n_lk rows adds n_lk, so that it adds up to its square.
  for (let row = 0; row < rows; row++) {
    const [level, otherLevel] = [l[row] ?? 0, k[row] ?? 0];
    const met = table[level * width + otherLevel] ?? 0;
    ofOne[level] = (ofOne[level] ?? 0) + met;
    ofOther[otherLevel] = (ofOther[otherLevel] ?? 0) + met;
  }
  for (let row = 0; row < rows; row++) table[(l[row] ?? 0) * width + (k[row] ?? 0)] = 0;
}

function perRow(squares: Float64Array, { count, n }: LocalLevels): number {
  let sum = 0;
  for (let level = 0; level < count; level++) sum += (squares[level] ?? 0) / (n[level] ?? 1);
  return sum;
}

function scatter(
  values: Float64Array,
  { to, at: { count, l } }: { to: Float64Array; at: LocalLevels },
): void {
  for (let level = 0; level < count; level++) addTo(to, l[level] ?? 0, values[level] ?? 0);
}

function addTo(target: Float64Array, at: number, value: number): void {
  target[at] = (target[at] ?? 0) + value;
}
