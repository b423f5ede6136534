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
  const text = pl.col(column).cast(pl.Utf8);
  // Filling copies the whole column.
  const filled = frame.getColumn(column).nullCount() === 0
    ? text
    : text.fillNull(pl.lit(NOT_GIVEN));
  let coded: pl.DataFrame | null = frame.select(filled.cast(pl.Categorical).alias("code"));
  // Polars promises nothing about the numbers: they are counted anew in order of appearance.
  const given = codesOf(coded);
  const order = new Int32Array(frame.height === 0 ? 0 : largest(given) + 1).fill(-1);
  const codes = new Uint32Array(given.length);
  let next = 0;
  for (let row = 0; row < given.length; row++) {
    const code = given[row] ?? 0;
    if (order[code] === -1) order[code] = next++;
    codes[row] = order[code] ?? 0;
  }
  let names: string[] = [];
  return {
    codes,
    count: next,
    get names() {
      if (coded !== null) names = namesOf(coded, order);
      // Polars' copy of the column is as long as the codes, and of no further use.
      coded = null;
      return names;
    },
  };
}

function codesOf(coded: pl.DataFrame): ArrayLike<number> {
  return coded.select(pl.col("code").cast(pl.UInt32)).getColumn("code").toTypedArray();
}

function namesOf(coded: pl.DataFrame, order: Int32Array): string[] {
  const distinct = coded.unique();
  const texts = distinct.select(pl.col("code").cast(pl.Utf8)).getColumn("code").toArray();
  const codes = codesOf(distinct);
  const names: string[] = Array.from({ length: texts.length }, () => "");
  texts.forEach((text, index) => names[order[codes[index] ?? 0] ?? 0] = String(text));
  return names;
}

function largest(codes: ArrayLike<number>): number {
  let most = 0;
  for (let row = 0; row < codes.length; row++) most = Math.max(most, codes[row] ?? 0);
  return most;
}
