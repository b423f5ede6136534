import { ALSO_ACCEPTED, isTechnique, type Technique, TECHNIQUES } from "../base/vocabulary.ts";
import { type CodedVerdicts, codeVerdicts, type Verdicts } from "./bootstrap/code_verdicts.ts";
import { countCubes } from "./bootstrap/count_cube.ts";
import { type ResampledShare, resampledShares } from "./bootstrap/resampled_shares.ts";
import { type Resampling, resampling, type ResamplingOptions } from "./bootstrap/resampling.ts";
import { INTERVAL_DETAILS } from "./distributions.ts";
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

/** A {@linkcode ConformanceRow} with what its interval rests on. */
export type ConformanceIntervalRow = ConformanceRow & Omit<ResampledShare, "count">;

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
  ...INTERVAL_DETAILS,
] as const;

/** The techniques that conform to a dataset whose expected technique is `expected`. */
export function acceptedTechniques(dataset: string, expected: Technique): Technique[] {
  const also = Object.hasOwn(ALSO_ACCEPTED, dataset) ? ALSO_ACCEPTED[dataset] : undefined;
  return [expected, ...(also ?? [])];
}

/** The expected technique of each dataset: all that its prompts name, mostly one, in alphabetical order. */
export function expectedTechniques(
  { datasets, answers }: Pick<CodedVerdicts, "datasets" | "answers">,
): Map<string, Technique[]> {
  const { codes, names } = answers.encode("expected");
  const found = datasets.map(() => new Set<number>());
  for (let row = 0; row < codes.length; row++) {
    const ofDataset = found[answers.dataset[row] ?? -1];
    if (ofDataset?.has(codes[row] ?? 0) === false) ofDataset.add(codes[row] ?? 0);
  }
  const named = datasets.map((dataset, d) => {
    const techniques = [...found[d] ?? []].map((code) => names[code]).filter(isTechnique);
    return [dataset, techniques.sort()] as const;
  });
  return new Map(named.filter(([, techniques]) => techniques.length > 0));
}

/**
 * Expected against observed: a row per model, dataset and expected technique, in the order of
 * `order`. Datasets whose prompts name no expected technique have no row. For the bad-faith
 * conspiracies a refusal conforms as well as avoidance does. The effective sample is that of the
 * six techniques, so that a technique's interval is the same here as among the distributions.
 *
 * @param verdicts One row per answer, by `settleVerdicts`.
 */
export function conformance(
  verdicts: Verdicts,
  order: Pick<RunFrames, "models" | "datasets">,
  options?: ResamplingOptions | Resampling,
): ConformanceIntervalRow[] {
  const draws = resampling(options);
  const cubes = countCubes(codeVerdicts(verdicts, order), "expected");
  return order.models.flatMap((model, m) =>
    cubes.flatMap(({ dataset, groups, columns }) =>
      groups.flatMap((expected, group) => {
        if (!isTechnique(expected)) return [];
        const accepted = acceptedTechniques(dataset, expected);
        const classes = [[...new Set(accepted)].map((name) => TECHNIQUES.indexOf(name))];
        const shares = { columns: columns(m, group), stratum: dataset, classes };
        return resampledShares(shares, draws).map(({ n, count, ...share }) => ({
          ...{ model, dataset, expected, n, as_expected: count },
          ...share,
        }));
      })
    )
  );
}
