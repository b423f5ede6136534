import pl from "nodejs-polars";

/** A column of texts as numbers. */
export interface EncodedColumn {
  /** Per row: the index of its text in `names`. */
  codes: Uint32Array;
  /** How many different texts there are. */
  count: number;
  /** The column's different texts, in the order in which they first appear; made when they are asked for. */
  readonly names: string[];
}

/** What stands for a missing value. */
export const NOT_GIVEN = "not given";

/**
 * Gives each text of a column a number, so that ten million rows are counted in typed arrays.
 *
 * @param column A column of any type that can be cast to text; nulls become {@linkcode NOT_GIVEN}.
 */
export function encodeColumn(frame: pl.DataFrame, column: string): EncodedColumn {
  const given = codesOf(frame, column);
  // Polars promises nothing about the numbers: they are counted anew in order of appearance.
  const order = new Int32Array(given.length === 0 ? 0 : largest(given) + 1).fill(-1);
  const codes = new Uint32Array(given.length);
  const firstRows: number[] = [];
  for (let row = 0; row < given.length; row++) {
    const code = given[row] ?? 0;
    if (order[code] === -1) order[code] = firstRows.push(row) - 1;
    codes[row] = order[code] ?? 0;
  }
  let names: string[] | undefined;
  return {
    codes,
    count: firstRows.length,
    get names() {
      return names ??= textsAt(frame.getColumn(column), firstRows);
    },
  };
}

function codesOf(frame: pl.DataFrame, column: string): ArrayLike<number> {
  const text = pl.col(column).cast(pl.Utf8);
  // Filling copies the whole column.
  const filled = frame.getColumn(column).nullCount() === 0
    ? text
    : text.fillNull(pl.lit(NOT_GIVEN));
  const codes = filled.cast(pl.Categorical).cast(pl.UInt32).alias("code");
  return frame.select(codes).getColumn("code").toTypedArray();
}

function textsAt(column: pl.Series, rows: readonly number[]): string[] {
  if (rows.length === 0) return [];
  const texts = column.gather([...rows]).cast(pl.Utf8).toArray();
  return texts.map((text) => text === null ? NOT_GIVEN : String(text));
}

function largest(codes: ArrayLike<number>): number {
  let most = 0;
  for (let row = 0; row < codes.length; row++) most = Math.max(most, codes[row] ?? 0);
  return most;
}
