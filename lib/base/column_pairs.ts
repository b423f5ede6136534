import { UserError } from "./user_error.ts";

/** Options of {@linkcode readColumnPairs}. */
export interface ColumnPairsOptions<Column extends string> {
  /** The option that the pairs were given in, for errors: `--map`. */
  option: string;
  /** The form of a pair, for errors: `our_column=their_column`. */
  form: string;
  /** The columns of ours that may be named. */
  columns: readonly Column[];
}

/**
 * Reads pairs such as `model=who`.
 *
 * @throws {UserError} for a malformed pair, a column that is not ours, and one given twice.
 */
export function readColumnPairs<Column extends string>(
  pairs: readonly string[],
  { option, form, columns }: ColumnPairsOptions<Column>,
): Readonly<Partial<Record<Column, string>>> {
  const record: Partial<Record<Column, string>> = {};
  for (const pair of pairs) {
    const equals = pair.indexOf("=");
    const name = pair.slice(0, Math.max(0, equals)).trim();
    const value = pair.slice(equals + 1).trim();
    if (equals === -1 || name === "" || value === "") {
      throw new UserError(`Cannot read ${option}: expected ${form} but found '${pair.trim()}'.`);
    }
    const column = columns.find((known) => known === name);
    if (column === undefined) {
      throw new UserError(
        `Cannot read ${option}: '${name}' is no column of ours. Use one of ${columns.join(", ")}.`,
      );
    }
    if (record[column] !== undefined) {
      throw new UserError(`Cannot read ${option}: '${column}' is there twice. Give it once.`);
    }
    record[column] = value;
  }
  return record;
}
