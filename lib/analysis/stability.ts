import type pl from "nodejs-polars";
import { type CodedVerdicts, codeVerdicts, type Verdicts } from "./bootstrap/code_verdicts.ts";
import { crossLevels } from "./bootstrap/cross_levels.ts";
import { ranksOf } from "./bootstrap/ranks_of.ts";
import { REPLICATES } from "./bootstrap/resampling.ts";
import { measureRepeats, type RepeatMeasures } from "../annotation/agreement/measure_repeats.ts";
import { formatCell } from "../base/format_cell.ts";
import { TECHNIQUES } from "../base/vocabulary.ts";
import type { RunFrames } from "./read_run.ts";
import type { LeftOutJudge } from "./read_verdicts_by_judge.ts";
import {
  formatSettings,
  judgeSettings,
  refusalSettings,
  repeatSettings,
  type StabilitySetting,
} from "./_stability_settings.ts";
import { cellsOf, emptyTally, type Tally, tallyKey } from "./_stability_tallies.ts";
import {
  STABILITY_AXES,
  type StabilityAxis,
  type StabilityRow,
  type StabilitySummary,
} from "./stability_row.ts";
import { summarizeStability } from "./_summarize_stability.ts";

/** How far conclusions depend on choices. */
export interface Stability {
  /** Axis × setting × model × dataset × technique; only axes with something to compare. */
  rows: StabilityRow[];
  /** Per axis that has rows. */
  summary: StabilitySummary[];
  /**
   * How often an answer's technique is the same when the same model is asked the same again, judged by
   * the same judge: the null that other differences are held against. Null where nothing was repeated.
   */
  repeats: RepeatMeasures | null;
  /** What a reader must know: one sentence each. */
  notes: string[];
}

/** Options of {@linkcode stability}. */
export interface StabilityOptions {
  /** Verdicts of several judges on the same answers, by judge: `readVerdictsByJudge()`. */
  judges?: ReadonlyMap<string, pl.DataFrame>;
  /** Judges of the run that are not among them, which a note tells. Default: none. */
  leftOut?: readonly LeftOutJudge[];
  /** Which of them `verdicts` are from: it has rows, but summaries pass over it. Default: none. */
  judge?: string;
  /** Of the intervals of `repeats`. Default: 1. */
  seed?: number;
  /** Of the same. Default: 2,000. */
  replicates?: number;
}

/**
 * How stable shares, the models' order and the most frequent techniques are, over each choice alone:
 *
 * - `format`: each wording alone, of datasets with several. A wording alone has few answers, so that
 *   shares differ by chance, too.
 * - `refusal_rule`: empty and filtered answers as refusals, as missing, or as a class of their own, that
 *   counts towards n and conforms to nothing. Answers that failed are missing under each.
 * - `judge`: each judge's verdicts in place of those reported.
 * - `repeat`: each later sample against the first. Nothing was changed here: differences along another
 *   axis that are no larger than these say nothing.
 *
 * @param verdicts One row per answer, by {@linkcode settleVerdicts}: what is reported.
 * @param order Which models and datasets have rows, and in which order.
 */
export function stability(
  verdicts: Verdicts,
  order: Pick<RunFrames, "models" | "datasets">,
  options: StabilityOptions = {},
): Stability {
  const { judges = new Map(), leftOut = [], judge, seed = 1, replicates = REPLICATES } = options;
  const coded = codeVerdicts(verdicts, order);
  const cells = cellsOf(coded);
  const settings: Record<StabilityAxis, StabilitySetting[]> = {
    format: formatSettings(cells),
    refusal_rule: refusalSettings(cells),
    judge: judgeSettings(cells, { judges, judge, order }),
    repeat: repeatSettings(coded),
  };
  const found = STABILITY_AXES.map((axis) => {
    const rows = settings[axis].flatMap((setting) => toRows(setting, order));
    return { axis, settings: settings[axis], rows };
  }).filter(({ rows }) => rows.length > 0);
  return {
    rows: found.flatMap(({ rows }) => rows),
    summary: found.map(({ axis, ...ofAxis }) => summarizeStability(axis, { ...ofAxis, order })),
    repeats: settings.repeat.length === 0 ? null : measureSameAnswers(coded, { seed, replicates }),
    notes: makeNotes(found.map(({ axis }) => axis), leftOut),
  };
}

function toRows(
  { axis, setting, datasets, tallies, reported }: StabilitySetting,
  order: Pick<RunFrames, "models" | "datasets">,
): StabilityRow[] {
  return order.models.flatMap((model) =>
    order.datasets.filter((dataset) => datasets.has(dataset)).flatMap((dataset) => {
      const key = tallyKey(model, dataset);
      const [here, there] = [tallies.get(key) ?? emptyTally(), reported.get(key) ?? emptyTally()];
      return TECHNIQUES.map((technique, code): StabilityRow => {
        const [share, before] = [shareOf(here, code), shareOf(there, code)];
        return {
          ...{ axis, setting, model, dataset, technique, n: here.n, share, reported: before },
          difference: share === null || before === null ? null : share - before,
        };
      });
    })
  );
}

function shareOf({ counts, n }: Tally, code: number): number | null {
  return n === 0 ? null : (counts[code] ?? 0) / n;
}

function measureSameAnswers(
  { answers: { rows, technique, encode } }: CodedVerdicts,
  bootstrap: { seed: number; replicates: number },
): RepeatMeasures {
  const [model, prompt, cluster] = ["model", "prompt_id", "cluster"].map(encode);
  if (!model || !prompt || !cluster) {
    throw new TypeError("Cannot find answers to the same prompts.");
  }
  const { codes, count } = crossLevels(crossLevels(prompt, model), cluster);
  const asked = Array.from({ length: count }, (): number[] => []);
  for (let row = 0; row < rows; row++) asked[codes[row] ?? 0]?.push(row);
  const [ofModel, ofPrompt] = [ranksOf(model.names), ranksOf(prompt.names)];
  const rank = ([row = 0]: readonly number[]) =>
    [
      ofModel[model.codes[row] ?? 0] ?? 0,
      ofPrompt[prompt.codes[row] ?? 0] ?? 0,
    ] as const;
  const repeated = asked.filter(({ length }) => length > 1)
    .map((listed) => ({ listed, rank: rank(listed) }))
    .sort(({ rank: one }, { rank: other }) => one[0] - other[0] || one[1] - other[1]);
  const labels = repeated.map(({ listed }) =>
    listed.map((row) => TECHNIQUES[technique[row] ?? -1] ?? null)
  );
  return measureRepeats(labels, {
    ...bootstrap,
    clusters: repeated.map(({ listed }) => cluster.names[cluster.codes[listed[0] ?? 0] ?? 0] ?? ""),
  });
}

const ABSENT: Record<StabilityAxis, string> = {
  format: "How stable shares are over wordings is not shown: no dataset has several.",
  refusal_rule: "How empty and filtered answers count makes no difference: there are none.",
  judge:
    "How stable shares are over judges is not shown: one judge judged all answers, no second did.",
  repeat:
    "How much asking again changes is not shown: each model answered each prompt once, so that " +
    "other differences have no such null.",
};

function makeNotes(
  shown: readonly StabilityAxis[],
  leftOut: readonly LeftOutJudge[],
): string[] {
  return [
    ...STABILITY_AXES.filter((axis) => !shown.includes(axis)).map((axis) => ABSENT[axis]),
    ...leftOut.map(({ judge, answers, reason }) =>
      `Judges are compared without “${judge}” (${formatCell(answers)} answers): ${reason}.`
    ),
    ...(shown.includes("format")
      ? [
        "One wording alone has few answers, so that its shares differ from all wordings' by chance, too.",
      ]
      : []),
  ];
}
