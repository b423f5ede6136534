/** One level per row, as whole numbers from 0. */
export interface Levels {
  codes: Uint32Array;
  /** How many there are. */
  count: number;
}

/** Above this many possible pairs of levels, they are looked up in a map instead of a list. */
const LONGEST_LIST = 2 ** 25;

/** Options of {@linkcode crossLevels}. */
export interface CrossLevelsOptions {
  /** Where the new codes are written, which can be where the old ones are. Default: a new list. */
  into?: Uint32Array;
}

/** The levels that occur, numbered in order of appearance. */
export function numberAnew(levels: Levels, options?: CrossLevelsOptions): Levels {
  return crossLevels(levels, { codes: new Uint32Array(), count: 1 }, options);
}

/** The levels that two kinds of levels make together, as far as they occur, in order of appearance. */
export function crossLevels(
  one: Levels,
  other: Levels,
  { into = new Uint32Array(one.codes.length) }: CrossLevelsOptions = {},
): Levels {
  const possible = one.count * other.count;
  // Most data are of few pairs, and a list is many times as fast.
  const count = possible <= LONGEST_LIST
    ? numberByList(into, { one, other, known: new Int32Array(possible) })
    : numberByMap(into, { one, other, known: new Map() });
  return { codes: into, count };
}

interface Crossing<Known> {
  one: Levels;
  other: Levels;
  /** The number that each pair has, one higher, as 0 is what a list is filled with. */
  known: Known;
}

function numberByList(
  codes: Uint32Array,
  { one, other: { codes: others, count: width }, known }: Crossing<Int32Array>,
): number {
  let count = 0;
  for (let row = 0; row < codes.length; row++) {
    const pair = (one.codes[row] ?? 0) * width + (others[row] ?? 0);
    let number = known[pair] ?? 0;
    if (number === 0) {
      number = ++count;
      known[pair] = number;
    }
    codes[row] = number - 1;
  }
  return count;
}

function numberByMap(
  codes: Uint32Array,
  { one, other: { codes: others, count: width }, known }: Crossing<Map<number, number>>,
): number {
  for (let row = 0; row < codes.length; row++) {
    const pair = (one.codes[row] ?? 0) * width + (others[row] ?? 0);
    let number = known.get(pair);
    if (number === undefined) {
      number = known.size + 1;
      known.set(pair, number);
    }
    codes[row] = number - 1;
  }
  return known.size;
}

/** Codes of some of the rows, or of the rows in another order. */
export function reorder(codes: ArrayLike<number>, order: Uint32Array): Uint32Array {
  const moved = new Uint32Array(order.length);
  for (let at = 0; at < moved.length; at++) moved[at] = codes[order[at] ?? 0] ?? 0;
  return moved;
}
