import type pl from "nodejs-polars";
import { type CodedVerdicts, codeVerdicts } from "./bootstrap/code_verdicts.ts";
import { crossLevels } from "./bootstrap/cross_levels.ts";
import {
  type AnswerCell,
  cellsOf,
  type CountedAs,
  type Tally,
  tally,
} from "./_stability_tallies.ts";
import type { RunFrames } from "./read_run.ts";
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

/** Options of {@linkcode judgeSettings}. */
export interface JudgeOptions {
  judges: ReadonlyMap<string, pl.DataFrame>;
  /** The one whose verdicts are reported. */
  judge: string | undefined;
  order: Pick<RunFrames, "models" | "datasets">;
}

/** Each of several judges, of whom `judge` is the one reported. */
export function judgeSettings(
  cells: readonly AnswerCell[],
  { judges, judge, order }: JudgeOptions,
): StabilitySetting[] {
  if (judges.size < 2) return [];
  const reported = tally(cells);
  return [...judges].map(([setting, verdicts]): StabilitySetting => {
    const theirs = cellsOf(codeVerdicts(verdicts, order));
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
export function repeatSettings(coded: CodedVerdicts): StabilitySetting[] {
  const { technique, encode } = coded.answers;
  const { codes, names } = encode("sample");
  const judged = names.map(() => 0);
  for (let row = 0; row < codes.length; row++) {
    if ((technique[row] ?? -1) >= 0) judged[codes[row] ?? 0] = 1;
  }
  const samples = [...names.keys()].filter((sample) => judged[sample] === 1)
    .sort((a, b) => Number(names[a]) - Number(names[b]));
  const [first, ...later] = samples;
  if (first === undefined || later.length === 0) return [];
  const asked = crossLevels(encode("prompt_id"), encode("model"));
  const rowsOf = (sample: number) =>
    Uint32Array.from(codes.keys()).filter((row) =>
      codes[row] === sample && (technique[row] ?? -1) >= 0
    );
  const before = rowsOf(first);
  return later.map((sample): StabilitySetting => {
    const again = rowsOf(sample);
    const both = askedInBoth(asked.codes, [before, again]);
    const cellsOfBoth = (rows: Uint32Array) =>
      cellsOf(coded, rows.filter((row) => both.has(asked.codes[row] ?? 0)));
    const theirs = cellsOfBoth(again);
    return {
      ...{ axis: "repeat", setting: `sample ${names[sample]}`, isReported: false },
      datasets: datasetsOf(theirs),
      ...{ tallies: tally(theirs), reported: tally(cellsOfBoth(before)) },
    };
  });
}

function askedInBoth(
  asked: Uint32Array,
  [one, other]: readonly [Uint32Array, Uint32Array],
): Set<number> {
  const inOne = new Set<number>();
  for (const row of one) inOne.add(asked[row] ?? 0);
  const inBoth = new Set<number>();
  for (const row of other) if (inOne.has(asked[row] ?? 0)) inBoth.add(asked[row] ?? 0);
  return inBoth;
}

function datasetsOf(cells: readonly AnswerCell[]): Set<string> {
  return new Set(cells.map(({ dataset }) => dataset));
}
