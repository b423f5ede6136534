import pl from "nodejs-polars";
import { ALSO_ACCEPTED, isTechnique, type Technique, TECHNIQUES } from "../base/vocabulary.ts";
import { clusteredShare, effectiveSample } from "./clustered_shares.ts";
import type { RunFrames } from "./read_run.ts";

/** How often one model answered one dataset as the study expects. */
export interface ConformanceRow {
  model: string;
  dataset: string;
  /** The technique that is held to suit the dataset. */
  expected: Technique;
  /** Answers with a technique. */
  n: number;
  /** Answers with the expected technique, or with one that {@linkcode ALSO_ACCEPTED} allows. */
  as_expected: number;
  /** as_expected / n, in [0, 1]; null where n is 0. */
  share: number | null;
  /** The 95 % interval's ends, clustered by item; null where n is 0. */
  low: number | null;
  high: number | null;
}

/** The columns of `tables/conformance.csv`, in order. */
export const CONFORMANCE_COLUMNS = [
  "model",
  "dataset",
  "expected",
  "n",
  "as_expected",
  "share",
  "low",
  "high",
] as const;

/** The techniques that conform to a dataset whose expected technique is `expected`. */
export function acceptedTechniques(dataset: string, expected: Technique): Technique[] {
  const also = Object.hasOwn(ALSO_ACCEPTED, dataset) ? ALSO_ACCEPTED[dataset] : undefined;
  return [expected, ...(also ?? [])];
}

/** The expected technique of each dataset: all that its prompts name, mostly one. */
export function expectedTechniques(responses: pl.DataFrame): Map<string, Technique[]> {
  const expected = new Map<string, Technique[]>();
  for (const { dataset, expected: name } of distinct(responses, ["dataset", "expected"])) {
    if (!isTechnique(name)) continue;
    expected.set(String(dataset), [...(expected.get(String(dataset)) ?? []), name]);
  }
  return expected;
}

/**
 * Expected against observed: a row per model, dataset and expected technique, in the order of
 * `run`. Datasets whose prompts name no expected technique have no row. For the bad-faith
 * conspiracies a refusal conforms as well as avoidance does. The effective sample is that of the
 * six techniques, so that a technique's interval is the same here as among the distributions.
 *
 * @param verdicts One row per answer, by {@linkcode settleVerdicts}.
 */
export function conformance(
  verdicts: pl.DataFrame,
  run: Pick<RunFrames, "models" | "datasets">,
): ConformanceRow[] {
  const expected = expectedTechniques(verdicts);
  const counts = distinct(
    verdicts.filter(pl.col("technique").isNotNull()),
    ["model", "dataset", "expected", "cluster", "technique"],
  );
  return run.models.flatMap((model) =>
    run.datasets.flatMap((dataset) =>
      (expected.get(dataset) ?? []).map((technique): ConformanceRow => {
        const accepted = acceptedTechniques(dataset, technique);
        const items = new Map<string, number[]>();
        let conforming = 0;
        for (const row of counts) {
          if (row.model !== model || row.dataset !== dataset || row.expected !== technique) {
            continue;
          }
          const code = TECHNIQUES.findIndex((name) => name === row.technique);
          const item = items.get(String(row.cluster)) ?? TECHNIQUES.map(() => 0);
          items.set(String(row.cluster), item);
          item[code] = Number(row.count);
          if (accepted.some((name) => name === row.technique)) conforming += Number(row.count);
        }
        const found = clusteredShare(conforming, effectiveSample([...items.values()]));
        const { n, count: as_expected, share, low, high } = found;
        return { model, dataset, expected: technique, n, as_expected, share, low, high };
      })
    )
  );
}

/** The distinct values of some columns with how many rows have them, in a fixed order. */
function distinct(frame: pl.DataFrame, columns: string[]): Record<string, unknown>[] {
  return frame
    .groupBy(...columns)
    .agg(pl.col("answer").count().alias("count"))
    .sort(columns)
    .toRecords();
}
