import type pl from "nodejs-polars";
import { crossVerdicts, type FactorName, type VerdictRows } from "./_crossed_rows.ts";
import { chooseFactors, solveComponents } from "./_henderson.ts";
import { addUpItems, type HendersonSums, sumsOf, sumsWithout } from "./_item_sums.ts";
import { VARIANCE_SOURCES, type VarianceSource } from "./variance_row.ts";

/** An estimate for each source, in the order of {@linkcode VARIANCE_SOURCES}; null where none is. */
export type BySource = readonly (number | null)[];

/** Outcomes' variances by source, before estimates below 0 are raised to 0. */
export interface Decomposition {
  /** How many levels of each source the data have. */
  levels: number[];
  /** Per outcome. */
  components: BySource[];
  /** The same without one item, for each item that the components can be estimated without. */
  without: BySource[][];
  /** What each of these items is drawn alike with. */
  strata: string[];
}

/**
 * Estimates where 0/1 outcomes vary, with all items and without each.
 *
 * @param verdicts At least one row, with the column `judge`.
 * @param outcomes Expressions that are true or false for each row.
 */
export function decompose(
  verdicts: pl.DataFrame,
  outcomes: readonly pl.Expr[],
): Decomposition {
  const rows = crossVerdicts(verdicts, outcomes);
  const all = addUpItems(rows, rows.starts);
  const sums = sumsOf(all);
  const chosen = chooseFactors(sums, rows.names.map((_, place) => place).slice(1));
  const sources = sourcesOf(chosen.map((place) => rows.names[place] ?? "mean"), rows);
  const solve = (ofSums: HendersonSums) =>
    solveComponents(ofSums, chosen)?.map((components) => addUp(components, sources));
  const left = all.items.map((item, i) => ({
    estimates: solve(sumsWithout(all, item)),
    stratum: rows.strata[i] ?? "",
  }));
  const solved = left.flatMap(({ estimates, stratum }) =>
    estimates === undefined ? [] : [{ estimates, stratum }]
  );
  return {
    levels: levelsOf(rows),
    components: solve(sums) ?? outcomes.map(() => VARIANCE_SOURCES.map(() => null)),
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
