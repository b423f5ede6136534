import pl from "nodejs-polars";
import { TECHNIQUES } from "../base/vocabulary.ts";
import { acceptedMasks } from "./_accepted_masks.ts";
import { type CodedVerdicts, codeVerdicts, type Verdicts } from "./bootstrap/code_verdicts.ts";
import {
  type BySource,
  decompose,
  type DecomposeOptions,
  type Decomposition,
} from "./_decompose.ts";
import { jackknifeInterval } from "./_jackknife.ts";
import type { RunFrames } from "./read_run.ts";
import { VARIANCE_SOURCES, type VarianceRow } from "./variance_row.ts";

/** Where the variation of answers comes from. */
export interface VarianceComponents {
  /** Per outcome (`all`, `as_expected`, the techniques), a row for each source. */
  rows: VarianceRow[];
  /** What a reader must know: one sentence each. */
  notes: string[];
}

/** Options of {@linkcode varianceComponents}. */
export interface VarianceOptions {
  /**
   * Verdicts of several judges on the same answers, by judge, to be used in place of `verdicts`: without
   * two of them at least, how judges differ cannot be told.
   */
  judges?: ReadonlyMap<string, pl.DataFrame>;
  /** Up to so many items intervals leave out each alone; of more, groups of items. Default: 1,000. */
  mostGroups?: number;
}

/**
 * Where the variation of answers comes from: variance components of 0/1 outcomes under random effects
 * of datasets, items (in datasets), formats (in datasets), models, models by dataset and by item,
 * judges, and repeats; what else there is, of prompts, wordings and models together, is the residual.
 *
 * - Estimates: {@linkcode solveComponents}, Henderson's method I, in closed form. Estimates below 0 count
 *   as 0, and notes name them. `all` adds up the six techniques' components: the variance of an answer's
 *   technique as Gini's index 1 − Σ p² measures it (Light and Margolin 1971, "An analysis of variance for
 *   categorical data", JASA 66, 534–544).
 * - Intervals: {@linkcode jackknifeInterval} of a source's share, of more than 1,000 items by leaving out
 *   groups of them. They say how far other items would
 *   move it; the datasets, wordings, models and judges are taken as they are, and with few of them
 *   a component would differ more between other choices of these than its interval tells. In simulation
 *   (400 draws each; 17 to 150 items, 4 to 10 wordings, 3 models) 95 % intervals for the shares of
 *   items and of models by item held the planted shares in 94 to 96 % of draws.
 * - What the data cannot tell apart (one judge, one sample, one prompt per item) is null, and part of
 *   what it is mixed up with, mostly the residual.
 *
 * @param verdicts One row per answer, by {@linkcode settleVerdicts}.
 * @param order Which models and datasets count.
 */
export function varianceComponents(
  verdicts: Verdicts,
  order: Pick<RunFrames, "models" | "datasets">,
  { judges, mostGroups }: VarianceOptions = {},
): VarianceComponents {
  const isJudged = judges !== undefined && judges.size > 1;
  const coded = codeVerdicts(isJudged ? stackJudges(judges) : verdicts, order);
  if (coded.item.length === 0) return { rows: [], notes: ["No answer has a technique."] };
  const { techniques, as_expected } = decomposeAll(coded, { mostGroups, isJudged });
  const ofTechnique = (outcome: number) => (estimates: readonly BySource[]) =>
    estimates[outcome] ?? NO_ESTIMATES;
  const rows = [
    toRows("all", { found: techniques, of: addUpTechniques }),
    ...(as_expected === null ? [] : [
      toRows("as_expected", {
        found: as_expected,
        of: ofTechnique(as_expected.components.length - 1),
      }),
    ]),
    ...TECHNIQUES.map((technique, code) =>
      toRows(technique, { found: techniques, of: ofTechnique(code) })
    ),
  ];
  return { rows: rows.flatMap((found) => found.rows), notes: makeNotes(rows, techniques) };
}

const COLUMNS = [
  ...["prompt_id", "model", "sample", "dataset", "cluster", "format", "expected", "technique"],
];

function stackJudges(judges: ReadonlyMap<string, pl.DataFrame>): pl.DataFrame {
  return pl.concat(
    [...judges].map(([judge, frame]) =>
      frame.select(...COLUMNS).withColumns(pl.lit(judge).alias("judge"))
    ),
  );
}

/** The six techniques, and conformance among the answers that something is expected of. */
function decomposeAll(
  coded: CodedVerdicts,
  options: Omit<DecomposeOptions, "outcomes" | "rows">,
): { techniques: Decomposition; as_expected: Decomposition | null } {
  const { technique } = coded;
  const [techniques, conforms] = [
    new Uint8Array(technique.length),
    new Uint8Array(technique.length),
  ];
  const accepted = acceptedMasks(coded);
  for (let row = 0; row < technique.length; row++) {
    techniques[row] = 1 << (technique[row] ?? 0);
    conforms[row] = (accepted[row] ?? 0) >> (technique[row] ?? 0) & 1;
  }
  const rows = accepted.includes(0) ? rowsExpecting(accepted) : undefined;
  if (rows === undefined) {
    // All share their rows, so that one pass serves both.
    const bits = techniques.map((bit, row) => bit | (conforms[row] ?? 0) << TECHNIQUES.length);
    const found = decompose(coded, {
      ...options,
      outcomes: { bits, count: TECHNIQUES.length + 1 },
    });
    return { techniques: found, as_expected: found };
  }
  const ofTechniques = { bits: techniques, count: TECHNIQUES.length };
  const ofConforming = { rows, outcomes: { bits: conforms, count: 1 } };
  return {
    techniques: decompose(coded, { ...options, outcomes: ofTechniques }),
    as_expected: rows.length === 0 ? null : decompose(coded, { ...options, ...ofConforming }),
  };
}

function rowsExpecting(accepted: Uint8Array): Uint32Array {
  const rows = new Uint32Array(accepted.length);
  let count = 0;
  for (let row = 0; row < accepted.length; row++) if (accepted[row] !== 0) rows[count++] = row;
  return rows.slice(0, count);
}

/** Variances below this are 0 but for rounding. */
const ROUNDING = 1e-12;

const NO_ESTIMATES: BySource = VARIANCE_SOURCES.map(() => null);

function addUpTechniques(estimates: readonly BySource[]): BySource {
  return VARIANCE_SOURCES.map((_, source) => {
    const parts = estimates.slice(0, TECHNIQUES.length).map((bySource) => bySource[source] ?? null);
    return parts.reduce((sum, part) => sum === null || part === null ? null : sum + part);
  });
}

interface OutcomeRows {
  rows: VarianceRow[];
  /** Sources whose component was estimated below 0. */
  belowZero: string[];
}

function toRows(
  outcome: VarianceRow["outcome"],
  { found, of }: { found: Decomposition; of: (estimates: readonly BySource[]) => BySource },
): OutcomeRows {
  const components = of(found.components);
  const shares = sharesOf(components);
  const without = found.without.map((estimates) => sharesOf(of(estimates)));
  const rows = VARIANCE_SOURCES.map((source, at): VarianceRow => {
    const [component, share] = [components[at] ?? null, shares[at] ?? null];
    const left = without.map((others) => others[at] ?? null);
    const interval = share === null || left.some((value) => value === null)
      ? null
      : jackknifeInterval(
        share,
        { without: left.map(Number), strata: found.strata },
      );
    return {
      ...{ outcome, source, levels: found.levels[at] ?? 0 },
      variance: component === null ? null : Math.max(0, component),
      share: share === null ? null : Math.max(0, share),
      ...(interval ?? { low: null, high: null }),
    };
  });
  return { rows, belowZero: VARIANCE_SOURCES.filter((_, at) => (components[at] ?? 0) < -ROUNDING) };
}

/** Shares of the sum of those components that are above 0; null where there is no variance. */
function sharesOf(components: BySource): BySource {
  const total = components.reduce<number>((sum, part) => sum + Math.max(0, part ?? 0), 0);
  return components.map((part) => part === null || total < ROUNDING ? null : part / total);
}

function makeNotes(
  outcomes: readonly OutcomeRows[],
  { levels, components }: Decomposition,
): string[] {
  const untold = VARIANCE_SOURCES.filter((_, at) =>
    components.every((found) => found[at] === null)
  );
  const oneOnly = untold.filter((source) => (levels[VARIANCE_SOURCES.indexOf(source)] ?? 0) < 2);
  const mixedUp = untold.filter((source) => !oneOnly.includes(source));
  const below = VARIANCE_SOURCES.flatMap((source) => {
    const where = outcomes.filter(({ belowZero }) => belowZero.includes(source));
    const names = where.map(({ rows }) => rows[0]?.outcome ?? "");
    return names.length === 0 ? [] : [`${source} (${names.join(", ")})`];
  });
  return [
    "Intervals of variance components say how far other items would move them: the datasets, " +
    "wordings, models and judges are taken as they are.",
    ...(oneOnly.length === 0 ? [] : [
      `What comes of ${list(oneOnly)} cannot be told, as the data have one only.`,
    ]),
    ...(mixedUp.length === 0 ? [] : [
      `What comes of ${
        list(mixedUp)
      } cannot be told from what comes of other sources, and is part ` +
      `of theirs.`,
    ]),
    ...(below.length === 0
      ? []
      : [`Components estimated below 0 count as 0: ${below.join("; ")}.`]),
  ];
}

function list(sources: readonly string[]): string {
  return sources.map((source) => source.replaceAll("_", " ")).join(", ");
}
