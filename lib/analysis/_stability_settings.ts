import pl from "nodejs-polars";
import {
  type AnswerCell,
  cellsOf,
  type CountedAs,
  type Tally,
  tally,
} from "./_stability_tallies.ts";
import type { StabilityAxis } from "./stability_row.ts";

/** One way in which a choice could have been made. */
export interface StabilitySetting {
  axis: StabilityAxis;
  setting: string;
  /** Whether this is how it was made: then nothing can differ, and summaries pass over it. */
  isReported: boolean;
  /** The datasets that it concerns. */
  datasets: ReadonlySet<string>;
  /** By model and dataset, under this setting and as it is reported. */
  tallies: ReadonlyMap<string, Tally>;
  reported: ReadonlyMap<string, Tally>;
}

/** Each wording alone, of datasets that have several. */
export function formatSettings(cells: readonly AnswerCell[]): StabilitySetting[] {
  const byDataset = Map.groupBy(cells, ({ dataset }) => dataset);
  const several = new Set(
    [...byDataset].filter(([, listed]) => new Set(listed.map(({ format }) => format)).size > 1)
      .map(([dataset]) => dataset),
  );
  const byFormat = Map.groupBy(
    cells.filter(({ dataset }) => several.has(dataset)),
    ({ format }) => format,
  );
  const reported = tally(cells);
  const formats = [...byFormat.keys()].sort((a, b) => Number(a) - Number(b) || (a < b ? -1 : 1));
  return formats.map((setting): StabilitySetting => {
    const listed = byFormat.get(setting) ?? [];
    const datasets = new Set(listed.map(({ dataset }) => dataset));
    return {
      ...{ axis: "format", setting, isReported: false, datasets },
      ...{ tallies: tally(listed), reported },
    };
  });
}

const REFUSAL_RULES: readonly (readonly [string, CountedAs])[] = [
  ["empty and filtered as refusal", "refusal"],
  ["empty and filtered as missing", null],
  ["empty and filtered as their own class", "other"],
];

/** What answers that came to nothing count as, where there are such answers. */
export function refusalSettings(cells: readonly AnswerCell[]): StabilitySetting[] {
  if (!cells.some(({ withheld }) => withheld)) return [];
  const reported = tally(cells);
  return REFUSAL_RULES.map(([setting, withheldAs]): StabilitySetting => ({
    ...{ axis: "refusal_rule", setting, datasets: datasetsOf(cells), reported },
    isReported: cells.every((cell) => !cell.withheld || cell.technique === withheldAs),
    tallies: tally(cells, (cell) => cell.withheld ? withheldAs : cell.technique),
  }));
}

/** Each of several judges, of whom `judge` is the one reported. */
export function judgeSettings(
  cells: readonly AnswerCell[],
  { judges, judge }: { judges: ReadonlyMap<string, pl.DataFrame>; judge: string | undefined },
): StabilitySetting[] {
  if (judges.size < 2) return [];
  const reported = tally(cells);
  return [...judges].map(([setting, verdicts]): StabilitySetting => {
    const theirs = cellsOf(verdicts);
    return {
      ...{ axis: "judge", setting, datasets: datasetsOf(theirs), reported },
      ...{ isReported: setting === judge, tallies: tally(theirs) },
    };
  });
}

/**
 * Each later sample beside the first, over the prompts of which both of a model's answers have a
 * technique: what differs then is what asking again changes.
 */
export function repeatSettings(verdicts: pl.DataFrame): StabilitySetting[] {
  const judged = verdicts.filter(pl.col("technique").isNotNull());
  const samples = judged.getColumn("sample").unique().toArray().map(Number).sort((a, b) => a - b);
  const [first, ...later] = samples;
  if (first === undefined) return [];
  return later.map((sample): StabilitySetting => {
    const answersOf = (number: number) => judged.filter(pl.col("sample").eq(pl.lit(number)));
    const prompts = (number: number) => answersOf(number).select("model", "prompt_id");
    const same = { on: ["model" as const, "prompt_id" as const], how: "semi" as const };
    const again = cellsOf(answersOf(sample).join(prompts(first), same));
    const before = cellsOf(answersOf(first).join(prompts(sample), same));
    return {
      ...{ axis: "repeat", setting: `sample ${sample}`, isReported: false },
      datasets: datasetsOf(again),
      ...{ tallies: tally(again), reported: tally(before) },
    };
  });
}

function datasetsOf(cells: readonly AnswerCell[]): Set<string> {
  return new Set(cells.map(({ dataset }) => dataset));
}
