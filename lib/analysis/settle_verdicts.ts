import pl from "nodejs-polars";
import type { RunFrames } from "./read_run.ts";

/**
 * What came of judging one answer.
 *
 * - `annotated`: it has a technique.
 * - `tie`: several judgements, and no technique has more votes than any other.
 * - `unparsed`: judged, but no reply could be read as a technique.
 * - `failed`: every judgement failed.
 * - `not_judged`: there is no judgement.
 */
export const VERDICTS = ["annotated", "tie", "unparsed", "failed", "not_judged"] as const;

/** One of {@linkcode VERDICTS}. */
export type Verdict = typeof VERDICTS[number];

/**
 * One row per response: its columns, `verdict`, and `technique` (null unless `annotated`).
 *
 * Where a judge was asked with several prompts (variants), the technique with the most votes among
 * those that could be read wins; equal votes at the top are a `tie`, never a choice.
 */
export function settleVerdicts(run: Pick<RunFrames, "annotations" | "responses">): pl.DataFrame {
  const votes = run.annotations
    .filter(pl.col("technique").isNotNull())
    .groupBy("answer", "technique")
    .agg(pl.col("variant").count().alias("votes"));
  const most = votes.groupBy("answer").agg(pl.col("votes").max().alias("most"));
  const winners = votes
    .join(most, { on: "answer", how: "inner" })
    .filter(pl.col("votes").eq(pl.col("most")))
    .groupBy("answer")
    .agg(pl.col("technique").first(), pl.col("technique").count().alias("winners"));
  const judged = run.annotations
    .groupBy("answer")
    .agg(
      pl.col("status").count().alias("judgements"),
      pl.col("status").eq(pl.lit("failed")).cast(pl.Int64).sum().alias("failures"),
    );
  return run.responses
    .join(judged, { on: "answer", how: "left" })
    .join(winners, { on: "answer", how: "left" })
    .withColumns(verdict().alias("verdict"))
    .withColumns(
      pl.when(pl.col("verdict").eq(pl.lit("annotated")))
        .then(pl.col("technique"))
        .otherwise(pl.lit(null))
        .alias("technique"),
    )
    .drop("judgements", "failures", "winners");
}

function verdict(): pl.Expr {
  const judgements = pl.col("judgements").fillNull(pl.lit(0));
  const winners = pl.col("winners").fillNull(pl.lit(0));
  return pl.when(judgements.eq(pl.lit(0))).then(pl.lit("not_judged"))
    .when(winners.eq(pl.lit(1))).then(pl.lit("annotated"))
    .when(winners.gt(pl.lit(1))).then(pl.lit("tie"))
    .when(judgements.eq(pl.col("failures"))).then(pl.lit("failed"))
    .otherwise(pl.lit("unparsed"));
}
