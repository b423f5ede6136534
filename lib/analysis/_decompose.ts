import type { CodedVerdicts } from "./bootstrap/code_verdicts.ts";
import {
  type CrossOptions,
  crossVerdicts,
  type FactorName,
  type VerdictRows,
} from "./_crossed_rows.ts";
import { chooseFactors, solveComponents } from "./_henderson.ts";
import { cellFactorsOf, type HendersonSums, sumsOf } from "./_henderson_sums.ts";
import { groupItems } from "./_item_groups.ts";
import { addUpGroups, sumsWithout } from "./_item_sums.ts";
import { VARIANCE_SOURCES, type VarianceSource } from "./variance_row.ts";

/** An estimate for each source, in the order of {@linkcode VARIANCE_SOURCES}; null where none is. */
export type BySource = readonly (number | null)[];

/** Outcomes' variances by source, before estimates below 0 are raised to 0. */
export interface Decomposition {
  /** How many levels of each source the data have. */
  levels: number[];
  /** Per outcome. */
  components: BySource[];
  /** The same without one group of items, for each group that the components can be estimated without. */
  without: BySource[][];
  /** What the items of each of these groups are drawn alike with. */
  strata: string[];
}

/** Options of {@linkcode decompose}. */
export interface DecomposeOptions extends CrossOptions {
  /** Up to so many items, each is left out alone; of more, groups are. Default: 1,000. */
  mostGroups?: number;
}

/** How many groups of items are left out. */
export const MOST_GROUPS = 1000;

/** Estimates where 0/1 outcomes vary, with all items and without each group of them. */
export function decompose(
  coded: CodedVerdicts,
  { mostGroups = MOST_GROUPS, ...options }: DecomposeOptions,
): Decomposition {
  const rows = crossVerdicts(coded, options);
  const groups = groupItems(rows.strata, mostGroups);
  const { total, parts } = addUpGroups(rows, { starts: rows.starts, groups });
  const factors = cellFactorsOf(rows);
  const sums = sumsOf(factors, total);
  const chosen = chooseFactors(sums, rows.names.map((_, place) => place).slice(1));
  const sources = sourcesOf(chosen.map((place) => rows.names[place] ?? "mean"), rows);
  const solve = (ofSums: HendersonSums) =>
    solveComponents(ofSums, chosen)?.map((components) => addUp(components, sources));
  const solved = parts.flatMap((part, group) => {
    const estimates = solve(sumsOf(factors, sumsWithout(rows, total, part)));
    const stratum = rows.strata[groups[group]?.[0] ?? 0] ?? "";
    return estimates === undefined ? [] : [{ estimates, stratum }];
  });
  const none = () =>
    Array.from({ length: rows.outcomes.count }, () => VARIANCE_SOURCES.map(() => null));
  return {
    levels: levelsOf(rows),
    components: solve(sums) ?? none(),
    without: solved.map(({ estimates }) => estimates),
    strata: solved.map(({ stratum }) => stratum),
  };
}

/**
 * The source that each chosen factor's component, and last the error's, counts as.
 *
 * What prompts, or prompts and wordings with a model, have of their own has no source of its own. With one
 * judge the error is what differs between repeats; with several, the answers do, and the error is the
 * judges'.
 */
function sourcesOf(
  chosen: readonly FactorName[],
  { levels, samples }: VerdictRows,
): VarianceSource[] {
  const hasRepeats = samples > 1 && chosen.includes("model_by_prompt");
  const hasJudges = (levels.get("judge") ?? 0) > 1;
  const ofFactors = chosen.map((name): VarianceSource => {
    if (name === "answer") return hasRepeats ? "repeat" : "residual";
    return VARIANCE_SOURCES.find((source) => source === name) ?? "residual";
  });
  return [...ofFactors, hasRepeats && !hasJudges ? "repeat" : "residual"];
}

function addUp(components: readonly number[], sources: readonly VarianceSource[]): BySource {
  return VARIANCE_SOURCES.map((source) => {
    const parts = components.filter((_, at) => sources[at] === source);
    return parts.length === 0 ? null : parts.reduce((sum, part) => sum + part, 0);
  });
}

function levelsOf({ levels, samples, starts }: VerdictRows): number[] {
  return VARIANCE_SOURCES.map((source) => {
    if (source === "repeat") return samples;
    return source === "residual" ? starts.at(-1) ?? 0 : levels.get(source) ?? 0;
  });
}
