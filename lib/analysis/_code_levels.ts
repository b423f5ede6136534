import type pl from "nodejs-polars";
import { encodeColumn } from "./bootstrap/encode_column.ts";

/** One level per row, as whole numbers from 0. */
export interface Levels {
  codes: Uint32Array;
  /** How many there are. */
  count: number;
}

/** Above this many possible pairs of levels, they are looked up in a map instead of a list. */
const LONGEST_LIST = 2 ** 25;

/** Numbers the values of a column in order of appearance; null is a value, too. */
export function codeLevels(frame: pl.DataFrame, column: string): Levels {
  const { codes, count } = encodeColumn(frame, column);
  return { codes, count };
}

/** The levels that two kinds of levels make together, in order of appearance. */
export function crossLevels(one: Levels, other: Levels): Levels {
  if (other.count === 1) return one;
  const pairs = new Float64Array(one.codes.length);
  for (let row = 0; row < pairs.length; row++) {
    pairs[row] = (one.codes[row] ?? 0) * other.count + (other.codes[row] ?? 0);
  }
  return numberAnew(pairs, one.count * other.count);
}

/** The rows in another order. */
export function reorder({ codes, count }: Levels, order: Uint32Array): Levels {
  const moved = new Uint32Array(order.length);
  for (let row = 0; row < moved.length; row++) moved[row] = codes[order[row] ?? 0] ?? 0;
  return { codes: moved, count };
}

function numberAnew(values: Float64Array, possible: number): Levels {
  const codes = new Uint32Array(values.length);
  const known = possible <= LONGEST_LIST ? new Int32Array(possible) : new Map<number, number>();
  let count = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? 0;
    // Numbers are kept one higher, as 0 is what the list is filled with.
    let number = (known instanceof Map ? known.get(value) : known[value]) ?? 0;
    if (number === 0) {
      number = ++count;
      if (known instanceof Map) known.set(value, number);
      else known[value] = number;
    }
    codes[row] = number - 1;
  }
  return { codes, count };
}
