import type { Levels } from "./_code_levels.ts";

/** A cause of variation, as the rows tell it. */
export interface Factor extends Levels {
  /** Whether each of its levels belongs to one item. */
  within: boolean;
}

/** Rows with their causes of variation and 0/1 outcomes; the rows of one item stand together. */
export interface CrossedRows {
  /** The first must be the same for all rows: it stands for the mean. */
  factors: readonly Factor[];
  /** All factors across items together: rows of one cell have the same level of each of them. */
  cells: Levels;
  /** Each with one number per row, 0 or 1. */
  outcomes: readonly Uint8Array[];
}

/** Levels that occur, with rows and (level after level) sums of the outcomes. */
export interface LevelSums {
  l: Uint32Array;
  n: Float64Array;
  sums: Float64Array;
}

/**
 * What one item adds to the sums that variance components are made of. Indices: factor f, its level
 * l, factor g, its level k, outcome o; the count of factors is F, that of outcomes O.
 */
export interface ItemBlock {
  rows: number;
  cells: LevelSums;
  /** Per factor, which levels occur. */
  levels: Uint32Array[];
  /** At [f · F + g], for f within items: Σ_l Σ_k n_lk² / n_l. */
  within: Float64Array;
  /** At [f · O + o], for f within items: Σ_l S_l² / n_l. */
  squares: Float64Array;
  /** At f · F + g, for f across and g within items: Σ_k n_lk² of each level in `levels[f]`. */
  across: Map<number, Float64Array>;
}

/**
 * Where an item's rows are, and a list of zeros that counting uses and leaves so, at least as long as
 * any factor, and the cells, have levels.
 */
export interface AddUpOptions {
  start: number;
  /** One after the last row. */
  end: number;
  scratch: Int32Array;
}

/** Adds up the rows of one item. */
export function addUpItem(
  { factors, cells, outcomes }: CrossedRows,
  { start, end, scratch }: AddUpOptions,
): ItemBlock {
  const localOf = ({ codes }: Levels) => localLevels(codes.subarray(start, end), scratch);
  const add = (local: LocalLevels) => sumLevels(local, { outcomes, start });
  const locals = factors.map(localOf);
  const width = factors.length;
  const block: ItemBlock = {
    rows: end - start,
    cells: add(localOf(cells)),
    levels: locals.map(({ l }) => l),
    within: new Float64Array(width * width),
    squares: new Float64Array(width * outcomes.length),
    across: new Map(),
  };
  factors.forEach((factor, f) => {
    const one = locals[f];
    if (!factor.within || one === undefined) return;
    const summed = add(one);
    block.squares.set(meanSquaresOf(summed, outcomes.length), f * outcomes.length);
    locals.forEach((other, g) => {
      const isAcross = factors[g]?.within !== true;
      // Two factors within items meet twice; once counts for both.
      if (g < f && !isAcross) return;
      const counted = countCells(one, other, scratch);
      block.within[f * width + g] = meanSquares(counted, summed.n);
      const turned = { l: counted.k, k: counted.l, n: counted.n };
      if (isAcross) block.across.set(g * width + f, squaresOf(turned, other.l.length));
      else block.within[g * width + f] = meanSquares(turned, sizesOf(other));
    });
  });
  return block;
}

/** One item's own numbering of the levels of a factor that occur there. */
interface LocalLevels {
  codes: Uint32Array;
  /** The levels' numbers among all. */
  l: Uint32Array;
}

function localLevels(codes: Uint32Array, known: Int32Array): LocalLevels {
  const local = new Uint32Array(codes.length);
  const l: number[] = [];
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] ?? 0;
    // Places are counted from 1, as 0 is what the list is filled with.
    if (known[code] === 0) known[code] = l.push(code);
    local[row] = (known[code] ?? 1) - 1;
  }
  for (const code of l) known[code] = 0;
  return { codes: local, l: Uint32Array.from(l) };
}

function sizesOf({ codes, l }: LocalLevels): Float64Array {
  const n = new Float64Array(l.length);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] ?? 0;
    n[code] = (n[code] ?? 0) + 1;
  }
  return n;
}

function sumLevels(
  local: LocalLevels,
  { outcomes, start }: { outcomes: readonly Uint8Array[]; start: number },
): LevelSums {
  const { codes, l } = local;
  const sums = new Float64Array(l.length * outcomes.length);
  outcomes.forEach((values, o) => {
    for (let row = 0; row < codes.length; row++) {
      if (values[start + row] === 0) continue;
      const at = (codes[row] ?? 0) * outcomes.length + o;
      sums[at] = (sums[at] ?? 0) + 1;
    }
  });
  return { l, n: sizesOf(local), sums };
}

/** Per outcome: Σ_l S_l² / n_l. */
function meanSquaresOf({ n, sums }: LevelSums, outcomes: number): Float64Array {
  const squares = new Float64Array(outcomes);
  for (let at = 0; at < sums.length; at++) {
    const size = n[Math.floor(at / outcomes)] ?? 1;
    squares[at % outcomes] = (squares[at % outcomes] ?? 0) + (sums[at] ?? 0) ** 2 / size;
  }
  return squares;
}

/** How many rows have each pair of two factors' levels, of the pairs that occur. */
interface Cells {
  /** Which levels, by the item's own numbers. */
  l: Uint32Array;
  k: Uint32Array;
  /** n_lk. */
  n: Float64Array;
}

function countCells(one: LocalLevels, other: LocalLevels, scratch: Int32Array): Cells {
  const columns = other.l.length;
  const possible = one.l.length * columns;
  const known = possible <= scratch.length ? scratch : new Int32Array(possible);
  const rows = one.codes.length;
  const [l, k, n] = [new Uint32Array(rows), new Uint32Array(rows), new Float64Array(rows)];
  let found = 0;
  for (let row = 0; row < rows; row++) {
    const [ofOne, ofOther] = [one.codes[row] ?? 0, other.codes[row] ?? 0];
    let place = known[ofOne * columns + ofOther] ?? 0;
    if (place === 0) {
      place = ++found;
      known[ofOne * columns + ofOther] = place;
      l[place - 1] = ofOne;
      k[place - 1] = ofOther;
    }
    n[place - 1] = (n[place - 1] ?? 0) + 1;
  }
  for (let cell = 0; cell < found; cell++) known[(l[cell] ?? 0) * columns + (k[cell] ?? 0)] = 0;
  return { l: l.subarray(0, found), k: k.subarray(0, found), n: n.subarray(0, found) };
}

/** Σ_l Σ_k n_lk² / n_l. */
function meanSquares({ l, n }: Cells, sizes: Float64Array): number {
  let sum = 0;
  for (let cell = 0; cell < n.length; cell++) {
    sum += (n[cell] ?? 0) ** 2 / (sizes[l[cell] ?? 0] ?? 1);
  }
  return sum;
}

/** Σ_k n_lk² of each level l. */
function squaresOf({ l, n }: Cells, levels: number): Float64Array {
  const squares = new Float64Array(levels);
  for (let cell = 0; cell < n.length; cell++) {
    const level = l[cell] ?? 0;
    squares[level] = (squares[level] ?? 0) + (n[cell] ?? 0) ** 2;
  }
  return squares;
}
