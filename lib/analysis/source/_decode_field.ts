import pl from "nodejs-polars";
import type { Problem, ProblemList } from "./_problems.ts";

/** What a text of a file means, or why it means nothing that can be used. */
export type Reading<Value> = { value: Value | null } | { problem: Problem };

/** Options of {@linkcode decodeField}. */
export interface DecodeOptions<Value extends string | number> {
  /** Whether the values are texts, which become categoricals, or whole numbers (of 64 bits). */
  type: "text" | "integer";
  problems: ProblemList;
  /** Reads a text. It is called once for each different one. */
  read(text: string): Reading<Value>;
}

/**
 * Reads a column of texts, coded as a categorical, into the columns `<field>_value` and
 * `<field>_problem` (the problem's number; null where there is none). Ten million rows cost as many
 * readings as there are different texts.
 */
export function decodeField<Value extends string | number>(
  frame: pl.DataFrame,
  field: string,
  { type, problems, read }: DecodeOptions<Value>,
): pl.DataFrame {
  const different = distinctTexts(frame, field);
  const readings = different.map(({ text }) => read(text));
  const table = pl.DataFrame([
    pl.Series("code", different.map(({ code }) => code), pl.UInt32),
    pl.Series(
      `${field}_value`,
      readings.map((reading) => "problem" in reading ? null : reading.value),
      type === "text" ? pl.Utf8 : pl.Int64,
    ),
    pl.Series(
      `${field}_problem`,
      readings.map((reading) => "problem" in reading ? problems.numberOf(reading.problem) : null),
      pl.Int64, // in unsigned series a null would become 0
    ),
  ]).withColumns(
    type === "text" ? pl.col(`${field}_value`).cast(pl.Categorical) : pl.col(`${field}_value`),
  );
  return frame
    .withColumns(pl.col(field).toPhysical().alias("code"))
    .join(table, { on: "code", how: "left" })
    .drop("code");
}

/** The different texts of a categorical column with their numbers, in order of these. */
export function distinctTexts(
  frame: pl.DataFrame,
  field: string,
): { code: number; text: string }[] {
  return frame
    .select(pl.col(field))
    .unique()
    .withColumns(pl.col(field).toPhysical().alias("code"), pl.col(field).cast(pl.Utf8))
    .sort("code")
    .toRecords()
    .map((row) => ({ code: Number(row.code), text: String(row[field]) }));
}
