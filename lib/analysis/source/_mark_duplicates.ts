import pl from "nodejs-polars";
import type { ProblemList } from "./_problems.ts";

/** Options of {@linkcode markDuplicates}. */
export interface DuplicateOptions {
  problems: ProblemList;
  /** Values of `prompt_value` whose rows are each a prompt of their own. */
  ownPrompts: readonly number[];
}

const REPEATED = { reason: "the same model, prompt and sample again", field: "model" } as const;
const CONTRADICTORY = {
  reason: "several techniques for the same model, prompt and sample",
  field: "technique",
} as const;

/**
 * Marks answers of the same model, prompt and sample as a `problem`: where they have one technique,
 * all but the first; where they have several, all of them, as nothing says which one counts.
 *
 * @param answers Has `model_value`, `prompt_value` and `sample_value` as whole numbers,
 * `technique_value`, and `problem`.
 */
export function markDuplicates(
  answers: pl.DataFrame,
  { problems, ownPrompts }: DuplicateOptions,
): pl.DataFrame {
  const keyed = answers.withColumns(keyOf(answers, ownPrompts)).withRowIndex("place");
  const isRepeated = pl.col("key").isDuplicated().and(pl.col("key").isNotNull());
  const repeated = keyed.filter(isRepeated);
  if (repeated.height === 0) return answers;
  const groups = repeated.groupBy("key").agg(
    pl.col("technique_value").nUnique().alias("techniques"),
    pl.col("place").min().alias("first"),
  );
  const number = (problem: typeof REPEATED | typeof CONTRADICTORY) =>
    pl.lit(problems.numberOf(problem)).cast(pl.Int64);
  const problem = pl.when(pl.col("techniques").gt(pl.lit(1))).then(number(CONTRADICTORY))
    .when(pl.col("place").gt(pl.col("first"))).then(number(REPEATED))
    .otherwise(pl.lit(null));
  return keyed
    .join(groups, { on: "key", how: "left" })
    .withColumns(pl.col("problem").fillNull(problem))
    .drop("key", "place", "techniques", "first");
}

/** One number for model, prompt and sample; null for what need not be compared. */
function keyOf(answers: pl.DataFrame, ownPrompts: readonly number[]): pl.Expr {
  const [models, samples] = ["model_value", "sample_value"].map((name) =>
    Number(answers.select(pl.col(name).max()).toRecords()[0]?.[name] ?? 0) + 1
  );
  const key = pl.col("prompt_value").cast(pl.Int64)
    .mul(pl.lit(models).cast(pl.Int64)).add(pl.col("model_value").cast(pl.Int64))
    .mul(pl.lit(samples).cast(pl.Int64)).add(pl.col("sample_value"));
  const own = ownPrompts.length === 0
    ? pl.lit(false)
    : pl.col("prompt_value").isIn([...ownPrompts]);
  return pl.when(pl.col("problem").isNull().and(own.not())).then(key).otherwise(pl.lit(null))
    .alias("key");
}
