import pl from "nodejs-polars";
import { ALSO_ACCEPTED, TECHNIQUES } from "../base/vocabulary.ts";

/** Whether the prompt says which technique is expected; never null. */
export function hasExpected(): pl.Expr {
  return pl.col("expected").isIn([...TECHNIQUES]).fillNull(pl.lit(false));
}

/**
 * Whether the answer's technique is the expected one, or one that is accepted as well; null where
 * either is missing.
 */
export function conforms(): pl.Expr {
  return Object.entries(ALSO_ACCEPTED).reduce(
    (conforming, [dataset, also]) =>
      conforming.or(
        pl.col("dataset").eq(pl.lit(dataset)).and(pl.col("technique").isIn([...also])),
      ),
    pl.col("technique").eq(pl.col("expected")),
  );
}
